import { expect, test } from "vitest";
import type { Allowance, Waiting } from "../src/api";
import "../src/main";
import type { WaitingPage } from "../src/pages/waiting";
import { sayAuthor, sayWaiting } from "../src/waiting-words";
import { fakeHass, type FakeHass } from "./fake";
import { account, ANNA, CARL, FRIDAYS, overview } from "./household";
import { all, click, held, one, settled, show, text } from "./shadow";

const AT = Date.parse("2026-11-26T14:03:00Z");
const NURSERY = { id: "nursery", name: "Nursery" };
const waits = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  id,
  grant: "viewer",
  camera: NURSERY,
  person: CARL,
  what: null,
  was: null,
  by: "Root",
  at: AT,
  may_reject: true,
  ...more,
});
const locale = { language: "en", time_format: "24", time_zone: "server" };

const page = async (items: Waiting[], answer: (message: never) => unknown = () => null, waiting = items.length) => {
  const now = { change_id: "first", items };
  const hass = fakeHass({ "changes/list": () => ({ ...now }), "changes/answer": answer }, { locale });
  const told = overview([], [account({ waiting })]);
  const element = await show<WaitingPage>("dropcam-privacy-waiting", { hass, overview: told });
  return { hass, element, now };
};
const answers = (hass: FakeHass) => hass.asked.filter(({ type }) => type === "dropcam_privacy/changes/answer");
const lists = (hass: FakeHass) => hass.asked.filter(({ type }) => type === "dropcam_privacy/changes/list").length;
const shown = (element: Element) => all(element, ".what").map(text);

test.each<[Partial<Waiting>, string, string]>([
  [{}, "Root wants Carl to see Nursery.", "Carl is to see Nursery."],
  [{ grant: "owner", camera: null }, "Root wants Carl to become an owner.", "Carl is to become an owner."],
  [{ grant: "owner", person: ANNA }, "Root wants you to become an owner.", "You are to become an owner."],
  [
    { grant: "without_owner", person: ANNA },
    "Root wants you not to be an owner any more.",
    "You are not to be an owner any more.",
  ],
  [
    { grant: "lowerer", what: "Night" },
    "Root wants the automation “Night” to end the privacy of Nursery.",
    "The automation “Night” is to end the privacy of Nursery.",
  ],
  [{ grant: "on" }, "Root wants to turn Nursery on.", "Nursery is to be turned on."],
  [
    { grant: "source", was: "rtsp://a", what: "rtsp://b" },
    "Root wants Nursery to take its pictures from elsewhere.",
    "Nursery is to take its pictures from elsewhere.",
  ],
  [
    { grant: "name", was: "Nursery", what: "Porch" },
    "Root has given Nursery another name.",
    "Nursery was given another name.",
  ],
  [
    { grant: "address", what: "http://b" },
    "Root has changed the address of Home Assistant to http://b.",
    "The address of Home Assistant was changed to http://b.",
  ],
  [
    { grant: "restored" },
    "Root has restored a backup: what it says about your cameras is to hold again.",
    "A backup was restored: what it says about your cameras is to hold again.",
  ],
  [
    { grant: "allow", what: "something_new" },
    "Root wants to allow something for Nursery: something_new.",
    "Something is to be allowed for Nursery: something_new.",
  ],
])("%j is a sentence, with and without an author", (more, by, nobody) => {
  const hass = fakeHass();
  expect(sayWaiting(hass, waits("1", more))).toBe(by);
  expect(sayWaiting(hass, waits("1", { ...more, by: null }))).toBe(nobody);
});

test("everything that can wait has its sentences in each language", () => {
  const grants: Waiting["grant"][] = [
    "owner",
    "without_owner",
    "viewer",
    "lowerer",
    "on",
    "source",
    "name",
    "address",
    "restored",
  ];
  const allow: Allowance[] = ["automations", "automations_lower", "assistants", "integrations", "ai"];
  const items = [...grants.map((grant) => ({ grant })), ...allow.map((what) => ({ grant: "allow" as const, what }))];
  for (const language of ["en", "id", "zh-Hans"]) {
    const hass = fakeHass({}, { language });
    const said = items.flatMap((item) => ["Root", null].map((by) => sayWaiting(hass, waits("1", { ...item, by }))));
    expect(new Set(said).size).toBe(2 * items.length);
    expect(said.join(" ")).not.toMatch(/waiting\.|[{}]|something|sesuatu/);
  }
});

test("who entered it and when is said as far as it is known", () => {
  const hass = fakeHass({}, { locale });
  expect(sayAuthor(hass, waits("1"))).toBe("Entered by Root on November 26, 2026 at 15:03.");
  expect(sayAuthor(hass, waits("1", { at: null }))).toBe("Entered by Root.");
  expect(sayAuthor(hass, waits("1", { by: null, at: null }))).toBe("Nobody knows who entered it.");
});

test("each is shown with what follows, was and is, and nothing of it is markup", async () => {
  const { element } = await page([
    waits("1", { times: FRIDAYS }),
    waits("2", { grant: "source", was: "rtsp://cam:554/", what: "<img src=x onerror=alert(1)>", by: "<b>Root</b>" }),
  ]);
  const items = all(element, "li").map(text);
  expect(items[0]).toContain("Fridays 18:00 to 24:00, until June 30, 2127");
  expect(items[1]).toContain("Until now rtsp://cam:554/ New <img src=x onerror=alert(1)>");
  expect(items[1]).toContain("<b>Root</b> wants Nursery");
  expect(all(element, "img, b")).toEqual([]);
});

test("one is accepted: it counts when that is answered, and the rest waits on", async () => {
  const answer = held<unknown>();
  const { hass, element } = await page([waits("1"), waits("2", { grant: "on" })], () => answer.promise);
  await click(one(element, ".accept"));
  expect(answers(hass)).toEqual([
    { type: "dropcam_privacy/changes/answer", account: "a", change_id: "first", accept: ["1"], reject: [] },
  ]);
  expect(text(one(element, "li"))).toContain("It counts as soon as it is written down.");
  expect(all<HTMLButtonElement>(element, ".accept, .reject").every(({ disabled }) => disabled)).toBe(true);
  answer.answer({ change_id: "second", items: [waits("2", { grant: "on" })] });
  await settled();
  expect(shown(element)).toEqual(["Root wants to turn Nursery on."]);
  expect(text(one(element, "[role=status]"))).toBe("Accepted.");
  await click(one(element, ".reject"));
  expect(answers(hass)[1]).toMatchObject({ change_id: "second", accept: [], reject: ["2"] });
});

test("what is rejected is gone at once, and back with the reason if that failed", async () => {
  const answer = held<unknown>();
  const { element } = await page([waits("1"), waits("2", { grant: "on" })], () => answer.promise);
  await click(one(element, ".reject"));
  expect(shown(element)).toEqual(["Root wants to turn Nursery on."]);
  answer.fail({ code: "not_durable", message: "The disk is full." });
  await settled();
  expect(shown(element)).toEqual(["Root wants Carl to see Nursery.", "Root wants to turn Nursery on."]);
  expect(text(one(element, "li .wrong"))).toBe("The disk is full.");
});

test("what has changed since it was seen is shown anew, and nothing is accepted", async () => {
  const fails = () => Promise.reject({ code: "changes_differ", translation_key: "changes_differ", message: "x" });
  const { hass, element, now } = await page([waits("1")], fails);
  now.items = [waits("3", { grant: "owner" })];
  now.change_id = "second";
  await click(one(element, ".accept"));
  expect(text(one(element, ".wrong"))).toContain("Something has changed since you looked, so nothing was answered.");
  expect(shown(element)).toEqual(["Root wants Carl to become an owner."]);
  await click(one(element, ".reject"));
  expect(answers(hass)[1]).toMatchObject({ change_id: "second", reject: ["3"] });
});

test("all are accepted after a question, or rejected", async () => {
  const empty = { change_id: "second", items: [] };
  const { hass, element } = await page([waits("1"), waits("2", { grant: "on" })], () => empty);
  await click(one(element, ".accept-all"));
  expect(text(one(element, "dialog h2"))).toBe("Accept all 2 changes?");
  await click(one(element, "dialog .cancel"));
  expect(answers(hass)).toEqual([]);
  await click(one(element, ".accept-all"));
  await click(one(element, "dialog .main"));
  expect(answers(hass)[0]).toMatchObject({ accept: ["1", "2"], reject: [] });
  expect(text(element)).toContain("2 changes accepted.");
  expect(text(element)).toContain("Nothing waits for you.");
});

test("what comes while the question stands is not accepted with the rest", async () => {
  const { hass, element, now } = await page([waits("1"), waits("2", { grant: "on" })]);
  await click(one(element, ".accept-all"));
  now.items = [...now.items, waits("3", { grant: "owner" })];
  now.change_id = "second";
  element.overview = overview([], [account({ waiting: 3 })]);
  await settled();
  await click(one(element, "dialog .main"));
  expect(answers(hass)).toEqual([]);
  expect(text(one(element, ".wrong"))).toContain("Something has changed since you looked");
});

test("it is read again when the overview says that something else waits", async () => {
  const { hass, element, now } = await page([waits("1")]);
  expect(lists(hass)).toBe(1);
  element.overview = overview([], [account({ waiting: 1 })]);
  await settled();
  expect(lists(hass)).toBe(1);
  now.items = [];
  element.overview = overview([], [account({ waiting: 0 })]);
  await settled();
  expect(lists(hass)).toBe(2);
  expect(text(element)).toContain("Nothing waits for you.");
});
