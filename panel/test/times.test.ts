import { expect, test } from "vitest";
import type { Times } from "../src/api";
import type { TimesEditor } from "../src/elements/times-editor";
import "../src/main";
import { sayTimes } from "../src/times-words";
import { fakeHass } from "./fake";
import { FRIDAYS } from "./household";
import { all, click, enter, one, show, text } from "./shadow";

const speaking = (language: string, time_format = "24") =>
  fakeHass({}, { language, locale: { language, time_format } });
const zone = "Europe/Amsterdam";
const JUNE: Times = { ...FRIDAYS, until: "2027-06-30" };

test.each([
  ["en-GB", "Fridays 18:00 to 24:00, until 30 June 2027"],
  ["en", "Fridays 18:00 to 24:00, until June 30, 2027"],
  ["id", "Setiap Jumat pukul 18.00 sampai 24.00, hingga 30 Juni 2027"],
  ["zh-Hans", "每周五 18:00 至 24:00，截至 2027年6月30日"],
  ["de", "Fridays 18:00 to 24:00, until June 30, 2027"],
])("a term is said in one sentence in %s", (language, sentence) => {
  expect(sayTimes(speaking(language), JUNE)).toBe(sentence);
});

test.each<[Partial<Times>, string]>([
  [{}, "At any time"],
  [{ until: "2027-06-30" }, "Every day, until June 30, 2027"],
  [{ weekdays: [0, 1, 2, 3, 4, 5, 6] }, "At any time"],
  [{ weekdays: [5, 6] }, "Sundays and Saturdays, all day"],
  [{ weekdays: [0, 1, 2, 3, 4] }, "Mondays to Fridays, all day"],
  [{ weekdays: [0, 2, 4], from: "08:00", to: "12:30" }, "Mondays, Wednesdays, and Fridays 08:00 to 12:30"],
  [{ from: "08:00" }, "Every day 08:00 to 24:00"],
  [{ to: "08:00" }, "Every day 00:00 to 08:00"],
  [{ from: "22:00", to: "06:00" }, "Every day from 22:00 over midnight to 06:00 the next day"],
  [{ weekdays: [4], from: "22:00", to: "06:00" }, "Fridays from 22:00 over midnight to 06:00 the next day"],
])("%j is said as %s", (times, sentence) => {
  expect(sayTimes(speaking("en"), { ...times, zone })).toBe(sentence);
});

test("hours are counted as the user does", () => {
  expect(sayTimes(speaking("en", "12"), JUNE)).toBe("Fridays 6:00 PM to midnight, until June 30, 2027");
});

const editor = async (times: Times | null, language = "en") => {
  const element = await show<TimesEditor>("dropcam-privacy-times", { hass: speaking(language), times });
  const field = (name: string) => one<HTMLInputElement>(element, `[name=${name}]`);
  const day = (name: string) => click(one(element, `[aria-label=${name}]`));
  return { element, field, day };
};

test("what is there is shown, and is the same if nothing is changed", async () => {
  const { element, field } = await editor(FRIDAYS);
  expect(element.value).toEqual(FRIDAYS);
  expect([field("from").value, field("to").value, field("until").value]).toEqual(["18:00", "00:00", "2127-06-30"]);
  expect(all(element, "[aria-pressed=true]").map((each) => each.getAttribute("aria-label"))).toEqual(["Friday"]);
  expect(text(element)).toContain("Fridays 18:00 to 24:00, until June 30, 2127");
  expect(text(element)).toContain("Central European Time (Europe/Amsterdam)");
});

test("times are entered by days, hours and a last day, and the sentence follows", async () => {
  const { element, field, day } = await editor(null);
  expect(element.value).toBeNull();
  await click(all(element, "[name=limited]")[1] as HTMLElement);
  expect(text(element)).toContain("This limits nothing yet.");
  expect(element.value).toBeUndefined();
  for (const name of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) await day(name);
  await enter(field("from"), "22:00");
  await enter(field("to"), "06:00");
  expect(text(element)).toContain("Sundays and Saturdays from 22:00 over midnight to 06:00 the next day");
  expect(element.value).toEqual({ weekdays: [5, 6], from: "22:00", to: "06:00", zone });
});

test("days have their short names in the user's language, in the order of their week", async () => {
  const { element } = await editor(FRIDAYS, "zh-Hans");
  expect(all(element, ".days button").map(text).join(" ")).toBe("周一 周二 周三 周四 周五 周六 周日");
});

test("what means nothing cannot be saved, and says why", async () => {
  const { element, field, day } = await editor(FRIDAYS);
  await enter(field("to"), "18:00");
  expect([element.value, text(one(element, ".wrong"))]).toEqual([undefined, expect.stringContaining("same time")]);
  await enter(field("to"), "19:00");
  await enter(field("until"), "2020-01-01");
  expect([element.value, text(one(element, ".wrong"))]).toEqual([undefined, expect.stringContaining("is over")]);
  await enter(field("until"), "");
  await day("Friday");
  expect([element.value, text(one(element, ".wrong"))]).toEqual([undefined, "Choose at least one day."]);
});

test("a time zone that only Home Assistant knows is named as it is", async () => {
  const { element } = await editor({ ...FRIDAYS, zone: "Mars/Olympus" });
  expect(element.value).toEqual({ ...FRIDAYS, zone: "Mars/Olympus" });
  expect(text(element)).toContain("those of Mars/Olympus.");
});

test("a term keeps its own time zone", async () => {
  const { element, field } = await editor({ ...FRIDAYS, zone: "America/New_York" });
  await enter(field("from"), "17:00");
  expect(element.value).toMatchObject({ zone: "America/New_York", from: "17:00" });
  expect(text(element)).toContain("(America/New_York)");
});
