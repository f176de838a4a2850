import { expect, test } from "vitest";
import "../src/main";
import type { WelcomePage } from "../src/pages/welcome";
import { fakeHass } from "./fake";
import { ANNA, BEN, overview, PEOPLE } from "./household";
import { all, click, held, one, settled, show, submit, text } from "./shadow";

const CAMERAS = [
  { entity_id: "camera.door", name: "Door", platform: "Reolink" },
  { entity_id: "camera.yard", name: "Yard", platform: "Generic Camera" },
];

const page = async (setUp: () => unknown = () => null, options = { people: PEOPLE, cameras: CAMERAS }) => {
  const user = { id: "anna", name: "Anna", is_admin: true };
  const hass = fakeHass({ "set_up/options": () => ({ ...options }), set_up: setUp }, { user });
  const told = { ...overview([], []), may_set_up: true, any: false };
  const element = await show<WelcomePage>("dropcam-privacy-welcome", { hass, overview: told });
  const box = (name: string, value: string) => one<HTMLInputElement>(element, `input[name=${name}][value="${value}"]`);
  const sent = () => hass.asked.filter(({ type }) => type === "dropcam_privacy/set_up");
  return { element, box, sent, send: () => submit(one(element, "form")) };
};
const chosen = (element: Element) => all<HTMLInputElement>(element, "input").filter(({ checked }) => checked);

test("oneself is proposed as owner, no camera, and nobody as viewer", async () => {
  const { element } = await page();
  expect(chosen(element).map(({ name, value }) => [name, value])).toEqual([["owners", "anna"]]);
  expect(all(element, "legend").map(text)).toEqual(["Whose cameras are they?", "Which cameras?", "Who else may look?"]);
});

test("what will happen is said before it does", async () => {
  const { element, box } = await page();
  await click(box("viewers", "ben"));
  await click(box("cameras", "camera.door"));
  const means = all(element, "ol li").map(text);
  expect(means[0]).toBe("Anna can see these cameras, and decide about them.");
  expect(means[1]).toContain("The original cameras are locked");
  expect(means[2]).toContain("All of them are private at first");
  expect(means[3]).toBe("Ben may look while privacy is off.");
  expect(text(one(element, ".end .main"))).toBe("Protect 1 camera");
});

test("who sets up for somebody else reads that they will see nothing", async () => {
  const { element, box } = await page();
  await click(box("owners", "ben"));
  await click(box("owners", "anna"));
  await click(box("viewers", "carl"));
  expect(text(element)).toContain("You see none of these cameras");
  expect(text(element)).toContain("Carl may look while privacy is off, once an owner has accepted that");
});

test("one button sets all of it up; an owner is no viewer as well", async () => {
  const answer = held<null>();
  const { element, box, sent, send } = await page(() => answer.promise);
  await click(box("viewers", "ben"));
  await click(box("viewers", "carl"));
  await click(box("owners", "ben"));
  expect(all(element, "input[name=viewers]").map((each) => (each as HTMLInputElement).value)).toEqual(["carl"]);
  await click(one(element, ".every"));
  await send();
  expect(sent()).toEqual([
    {
      type: "dropcam_privacy/set_up",
      owners: ["anna", "ben"],
      cameras: ["camera.door", "camera.yard"],
      viewers: ["carl"],
    },
  ]);
  expect(one<HTMLButtonElement>(element, ".end .main").disabled).toBe(true);
  answer.answer(null);
});

test.each([
  ["owners", "Choose at least one owner."],
  ["cameras", "Choose at least one camera."],
])("without %s nothing is sent, and it is said there", async (name, sentence) => {
  const { element, box, sent, send } = await page();
  if (name === "owners") await click(box("owners", "anna"));
  await send();
  expect(sent()).toEqual([]);
  expect(text(one(element, `fieldset[name=${name}] .wrong`))).toBe(sentence);
  await click(box(name, name === "owners" ? "ben" : "camera.door"));
  expect(all(element, ".wrong")).toEqual([]);
});

test.each([
  ["set_up_people", "fieldset[name=owners] .wrong"],
  ["set_up_cameras", "fieldset[name=cameras] .wrong"],
  ["set_up_failed", ".end .wrong"],
])("an error %s is shown where it belongs, and nothing that was chosen is lost", async (key, where) => {
  const fails = () => Promise.reject({ code: key, translation_key: key, message: "It did not work." });
  const { element, box, send } = await page(fails);
  await click(box("cameras", "camera.yard"));
  await click(box("viewers", "carl"));
  await send();
  expect(text(one(element, where))).toBe("It did not work.");
  expect(chosen(element).map(({ value }) => value)).toEqual(["anna", "camera.yard", "carl"]);
  expect(one<HTMLButtonElement>(element, ".end .main").disabled).toBe(false);
});

test("who cannot be chosen any more is let go of, and that is said where it was chosen", async () => {
  const options = { people: PEOPLE, cameras: CAMERAS };
  const { element, box, send } = await page(() => {
    options.people = [ANNA, BEN];
    return Promise.reject({ code: "set_up_people", translation_key: "set_up_people", message: "Choose again." });
  }, options);
  await click(box("cameras", "camera.yard"));
  await click(box("viewers", "carl"));
  await send();
  expect(text(one(element, "fieldset[name=viewers] .wrong"))).toBe("Choose again.");
  expect(chosen(element).map(({ value }) => value)).toEqual(["anna", "camera.yard"]);
});

test("what failed after the page has gone is told nevertheless", async () => {
  const answer = held<null>();
  const { element, box, send } = await page(() => answer.promise);
  await click(box("cameras", "camera.yard"));
  await send();
  const told: unknown[] = [];
  const root = document.createElement("home-assistant");
  root.addEventListener("hass-notification", (event) => told.push((event as CustomEvent).detail.message));
  document.body.append(root);
  element.remove();
  answer.fail({ code: "set_up_not_durable", message: "It could not be written to disk." });
  await settled();
  expect(told).toEqual(["It could not be written to disk."]);
});

test("without a camera that can be protected, the way to the settings is shown", async () => {
  const { element } = await page(() => null, { people: PEOPLE, cameras: [] });
  expect(one(element, "a").getAttribute("href")).toBe("/config/integrations/integration/dropcam_privacy");
  expect(all(element, ".end")).toEqual([]);
});
