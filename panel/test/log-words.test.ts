import { expect, test } from "vitest";
import type { LogRow } from "../src/api";
import { device, GROUPS, sentence, when, type Names } from "../src/log-words";
import { dayName, long } from "../src/moments";
import { en, id, zhHans } from "../src/translations";
import { fakeHass } from "./fake";

const NAMES: Names = {
  camera: (camera) => ({ nursery: "Nursery", porch: "Porch" })[camera] ?? "a camera that is no longer there",
  person: (person) => ({ anna: "Anna", ben: "Ben" })[person],
};
const AT = Date.UTC(2026, 10, 24, 19, 14); // Tuesday 24 November 2026, 20:14 in Amsterdam
const hass = fakeHass({}, { locale: { language: "en", time_zone: "server", time_format: "24" } });
const IPHONE = "https://home-assistant.io/iOS";

const row = (event: string, said: Record<string, unknown> = {}, more: Partial<LogRow> = {}): LogRow => ({
  number: 1,
  at: AT,
  event,
  camera: "nursery",
  person: "ben",
  said: { kind: "person", name: "Ben", client: null, address: null, ...said },
  ...more,
});
const NOBODY = { person: null };
const looked = (channel: string, said: Record<string, unknown> = {}) =>
  row("received", { channel, first: 5, seconds: 180, pictures: 400, ...said });

test.each<[LogRow, string]>([
  [looked("live", { client: IPHONE }), "Ben watched Nursery for 3 minutes, on a phone or tablet."],
  [looked("live", { client: "http://homeassistant.local:8123/" }), "Ben watched Nursery for 3 minutes, in a browser."],
  [looked("live"), "Ben watched Nursery for 3 minutes."],
  [looked("live", { first: null }), "Ben opened Nursery, but no picture was sent."],
  [looked("snapshot", { pictures: 24 }), "Ben looked at 24 pictures of Nursery within 3 minutes."],
  [looked("snapshot", { pictures: 1, seconds: 0 }), "Ben looked at one picture of Nursery."],
  [looked("file"), "Ben recorded Nursery for 3 minutes."],
  [looked("file", { pictures: 1, seconds: 0 }), "Ben saved a picture of Nursery as a file."],
  [looked("cast"), "Ben showed Nursery on a screen for 3 minutes."],
  [
    { ...looked("assistant", { kind: "assistant", name: null }), ...NOBODY },
    "A voice assistant showed Nursery for 3 minutes.",
  ],
  [
    { ...looked("file", { kind: "automation", name: null }), ...NOBODY },
    "An automation recorded Nursery for 3 minutes.",
  ],
  [
    { ...looked("integration", { kind: "integration", name: null, client: "Frigate" }), ...NOBODY },
    "The program “Frigate” got pictures of Nursery for 3 minutes.",
  ],
  [
    row("refused", { reason: "refused", times: 14, kind: "unknown", name: null }, { camera: "porch", ...NOBODY }),
    "Somebody without a right asked for Porch 14 times.",
  ],
  [row("refused", { reason: "refused", times: 14 }), "Ben asked for Nursery 14 times, without a right to it."],
  [row("refused", { reason: "privacy_on", times: 1 }), "Ben asked for Nursery once while it was private."],
  [row("refused", { reason: "not_now", times: 2 }), "Ben asked for Nursery 2 times outside the times agreed."],
  [row("privacy_on"), "Ben made Nursery private."],
  [row("privacy_on", { kind: "unknown", name: null }, NOBODY), "Nursery became private."],
  [row("privacy_on", {}, { camera: "gone" }), "Ben made a camera that is no longer there private."],
  [
    row("turned_on", { name: null }, { ...NOBODY, camera: null }),
    "Somebody turned a camera that is no longer there on.",
  ],
  [
    row("turned_on", { name: null, kind: "unknown" }, { ...NOBODY, camera: null }),
    "A camera that is no longer there was turned on.",
  ],
  [row("privacy_off", { until: AT + 3_600_000 }), "Ben ended the privacy of Nursery until today at 21:14."],
  [row("turned_off"), "Ben turned Nursery off."],
  [
    row("given", { grant: "viewer", whose: "ben", whose_name: "Ben", name: "Anna" }, { person: "anna" }),
    "Anna let Ben look at Nursery.",
  ],
  [row("taken", { grant: "viewer", whose: "gone", whose_name: "Carl" }), "Ben ended that Carl may look at Nursery."],
  [row("given", { grant: "allow", what: "assistants" }), "Ben let voice assistants use Nursery."],
  [
    row("given", { grant: "allow", what: "automations_lower" }),
    "Ben let automations that owners triggered end the privacy of Nursery.",
  ],
  [
    row("proposed", { grant: "name", was: "Nursery", now: "Porch" }),
    "Ben renamed Nursery from “Nursery” to “Porch”. It waits for an owner’s answer.",
  ],
  [
    row("proposed", { grant: "owner", without: true, whose: "anna" }),
    "Ben removed Anna as an owner. It waits for an answer.",
  ],
  [row("released", { camera_removed: true }), "Ben removed Nursery, and its original was released."],
  [row("put_out", { name: "Anna", whose: "ben" }, { person: "anna" }), "Anna stopped Ben from receiving Nursery."],
  [
    row("put_out", { whose: null, whose_kind: "integration", whose_client: null }),
    "Ben stopped another integration from receiving Nursery.",
  ],
  [row("login_refused", {}, NOBODY), "Nursery does not take its username and password any more."],
  [
    row("login_entered", { accepted: false }),
    "Ben entered a new username or password for Nursery. It waits for an owner’s answer.",
  ],
  [row("keeping", { days: 30 }), "Ben set that this log is kept for 30 days."],
  [row("started", { after: "kill" }), "Home Assistant started again after it had ended without warning."],
  [row("gap", { lost: 1 }), "One entry is missing here: it could not be kept."],
  [
    row("pruned", { from: 1, to: 500, why: "size" }),
    "Entries 1 to 500 were removed because the log had become too large.",
  ],
  [row("begun", { why: "damaged" }), "The log begins anew here: the one before was damaged, and was put aside."],
  [row("exploded"), "Something happened at Nursery that this page has no words for yet (exploded)."],
  [row("given", { grant: "everything" }), "Something happened at Nursery that this page has no words for yet (given)."],
  [row("taken", { grant: "name" }), "Something happened at Nursery that this page has no words for yet (taken)."],
])("%o", (it, words) => {
  expect(sentence(hass, it, NAMES, AT)).toBe(words);
});

test("what somebody else wrote into the file is text, and breaks nothing", () => {
  const bad = {
    kind: 5,
    name: { a: 1 },
    times: "many",
    reason: [],
    channel: null,
    seconds: Infinity,
    first: 0,
    pictures: -1,
  };
  for (const event of [...Object.values(GROUPS).flat(), "constructor", "__proto__"]) {
    expect(
      sentence(hass, row(event, { ...bad, grant: "__proto__", what: "constructor", whose: [] }, NOBODY), NAMES),
    ).not.toMatch(/^log\.|\{/);
  }
  expect(sentence(hass, row("privacy_on", { name: "<b>{camera}</b>" }, { person: "x" }), NAMES)).toBe(
    "<b>{camera}</b> made Nursery private.",
  );
});

const leaves = (tree: object, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : leaves(value as object, `${path}${key}.`),
  );
const plain = (key: string) => key.replace(/_(one|other)$/, "");
const holes = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();

test.each(["log", "happened", "check_up"] as const)(
  "every sentence of %s is there in every language, with all that it says",
  (part) => {
    const english = new Map(leaves(en[part]).map(([key, words]) => [plain(key), holes(words)]));
    for (const language of [id, zhHans]) {
      const theirs = new Map(leaves(language[part]).map(([key, words]) => [plain(key), holes(words)]));
      expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(english));
    }
  },
);

test("Indonesian and Chinese say it, too", () => {
  const in_ = (language: string) => sentence({ ...hass, language }, looked("live", { client: IPHONE }), NAMES, AT);
  expect(in_("id")).toBe("Ben menonton Nursery selama 3 menit, di ponsel atau tablet.");
  expect(in_("zh-Hans")).toBe("Ben在手机或平板上观看了“Nursery”3分钟。");
});

test("by which clients", () => {
  expect(device("https://home-assistant.io/android")).toBe("phone");
  expect(device("https://home-assistant.io/macOS")).toBe("computer");
  expect(device("https://home.example:8123/")).toBe("browser");
  expect(device("Frigate")).toBeUndefined();
  expect(device(null)).toBeUndefined();
});

test("when it was", () => {
  const day = 86_400_000;
  expect(when(hass, AT, AT + 60_000)).toBe("today at 20:14");
  expect(when(hass, AT, AT + 4 * 3_600_000)).toBe("yesterday at 20:14");
  expect(when(hass, AT, AT + 2 * day)).toBe("Tuesday evening");
  expect(when(hass, AT - 12 * 3_600_000, AT + 2 * day)).toBe("Tuesday morning");
  expect(when(hass, AT, AT + 20 * day)).toMatch(/November 24.*20:14|24 November.*20:14/);
  expect(dayName(hass, AT, AT + day)).toBe("Yesterday");
  expect(when({ ...hass, locale: { ...hass.locale, time_format: "12" } }, AT, AT)).toMatch(/8:14.PM/);
});

test("how long", () => {
  expect(long(hass, 0)).toBe("1 second");
  expect(long(hass, 59)).toBe("59 seconds");
  expect(long(hass, 61)).toBe("1 minute");
  expect(long(hass, 3_900)).toBe("1 hour, 5 minutes");
  expect(long(hass, 7_200)).toBe("2 hours");
});
