import { expect, test } from "vitest";
import type { OwnCamera, Scene } from "../src/api";
import type { Mosaic } from "../src/elements/mosaic";
import type { OwnCameraCard } from "../src/elements/own-camera";
import type { SceneState } from "../src/elements/scene";
import "../src/main";
import { nowWords } from "../src/now-words";
import { fakeHass, type FakeHass } from "./fake";
import { account, camera, overview } from "./household";
import { all, click, one, settled, show, text } from "./shadow";

const SINCE = Date.UTC(2026, 10, 27, 12);
const scene = (more: Partial<Scene> = {}): Scene => ({ ...camera().scene, state: "held", since: SINCE, ...more });
const CELLS = Array.from({ length: 144 }, () => "#102030");
const question = (more = {}) => ({ scene: scene(), accepted: "data:image/jpeg;base64,/9j/AA==", now: CELLS, at: SINCE, ...more });
const notice = async (told: Scene, answers = {}) => {
  const hass = fakeHass(answers);
  const element = await show<SceneState>("dropcam-privacy-scene", { hass, camera: camera({ scene: told }) });
  return { hass, element };
};
const sent = (hass: FakeHass) => hass.asked.map(({ type, answer }) => [String(type).split("/").pop(), answer]);
const press = (element: Element, key: string) => click(one(element, `button.${key}`));

test.each<[Scene["state"], string]>([
  ["new", "Is this your camera?"],
  ["begins", "for three minutes"],
  ["held", "another camera's picture"],
  ["blank", "cannot be checked"],
  ["disowned", "not theirs"],
])("%s is said", async (state, words) => {
  const { element } = await notice(scene({ state }));
  expect(text(element)).toContain(words);
});

test.each<Scene["state"]>(["known", "off"])("%s takes no room", async (state) => {
  const { element } = await notice(scene({ state, since: null }));
  expect(text(element)).toBe("");
});

test("yes sets it up, and shows what it knows", async () => {
  const { hass, element } = await notice(scene({ state: "new", since: null }), {
    "scene/set_up": { scene: scene({ state: "known" }), picture: "data:image/jpeg;base64,/9j/BB==" },
  });
  await press(element, "yes");
  element.camera = camera();
  await settled();
  expect(one(element, "img").getAttribute("src")).toBe("data:image/jpeg;base64,/9j/BB==");
  expect(sent(hass)).toEqual([["set_up", undefined]]);
});

test("a camera that turns is not checked", async () => {
  const { hass, element } = await notice(scene({ state: "new" }));
  await press(element, "turns");
  expect(sent(hass)).toEqual([["off", undefined]]);
});

test("the question shows both pictures, the new one coarsely", async () => {
  const { element } = await notice(scene(), { "scene/question": question() });
  await press(element, "look");
  expect(one(element, "img").getAttribute("src")).toMatch(/^data:image\/jpeg/);
  expect(all(element, "rect")).toHaveLength(144);
});

test("nothing but a picture is shown as one, and nothing but a colour as a colour", async () => {
  const now = ["#102030", "url(https://evil)", "red", '#1"><b>'];
  const { element } = await notice(scene(), { "scene/question": question({ accepted: "https://evil/1.jpg", now }) });
  await press(element, "look");
  expect(all(element, "img")).toEqual([]);
  expect(all(element, "rect")).toHaveLength(1);
  const mosaic = await show<Mosaic>("dropcam-privacy-mosaic", { cells: now, label: "now" });
  expect(mosaic.shadowRoot!.innerHTML).not.toContain("evil");
});

test.each(["moved", "light"])("%s is answered", async (answer) => {
  const { hass, element } = await notice(scene(), { "scene/question": question(), "scene/answer": scene({ state: "known" }) });
  await press(element, "look");
  await press(element, answer);
  expect(sent(hass)).toEqual([
    ["question", undefined],
    ["answer", answer],
  ]);
});

test("what was never seen can not be called one's own", async () => {
  const { element } = await notice(scene({ can_look: false }), { "scene/question": question({ accepted: null, now: null }) });
  await press(element, "look");
  const keys = all(element, "section > div button").map((button) => button.className.trim());
  expect(keys).toEqual(["not_mine", "turns", "anyway"]);
  expect(text(element)).toContain("none since Home Assistant started");
});

test("not mine is asked about first", async () => {
  const { hass, element } = await notice(scene(), { "scene/question": question(), "scene/answer": scene({ state: "disowned" }) });
  await press(element, "look");
  await press(element, "not_mine");
  expect(sent(hass)).toHaveLength(1);
  await click(one(one(element, "dropcam-privacy-confirm"), "button.main"));
  expect(sent(hass)[1]).toEqual(["answer", "not_mine"]);
});

test("mine after all, show anyway, and look again", async () => {
  const { hass, element } = await notice(scene({ state: "disowned" }), { "scene/answer": scene() });
  await press(element, "mine");
  expect(sent(hass)).toEqual([["answer", "mine"]]);
  const other = await notice(scene({ anyway_until: SINCE }), { "scene/question": question() });
  expect(text(other.element)).toContain("Owners see it until");
  await press(other.element, "look");
  await press(other.element, "anyway");
  await press(other.element, "again");
  expect(sent(other.hass).map(([name]) => name)).toEqual(["question", "anyway", "look", "question"]);
});

test("what was wrong is said, and nothing is lost", async () => {
  const refuse = () => Promise.reject({ code: "scene_differs", message: "It shows something else by now." });
  const { element } = await notice(scene(), { "scene/question": question(), "scene/answer": refuse });
  await press(element, "look");
  await press(element, "light");
  expect(text(one(element, "[role=alert]"))).toContain("something else by now");
  expect(all(element, "rect")).toHaveLength(144);
});

test("who can see it is said as it is", () => {
  const words = (more: Partial<OwnCamera>) => nowWords(fakeHass(), camera(more), account());
  expect(words({ scene: scene(), may_look: "held" })).toContain("Nobody gets it now");
  expect(words({ scene: scene(), may_look: "granted" })).toContain("Only you");
  expect(words({ scene: scene({ state: "blank" }) })).toContain("Only you");
});

test("the menu has it checked, or not", async () => {
  for (const [state, words, command] of [
    ["off", "Check that its picture is its own", "set_up"],
    ["known", "Don't check its picture any more", "off"],
  ] as const) {
    const hass = fakeHass({ "log/list": { rows: [], before: null } });
    const own = camera({ scene: scene({ state, since: null }) });
    const element = await show<OwnCameraCard>("dropcam-privacy-own-camera", { hass, camera: own, overview: overview([own]) });
    await click(one(element, ".opener"));
    await click(all(element, ".items button").find((button) => text(button) === words)!);
    expect(sent(hass).map(([name]) => name)).toContain(command);
  }
});
