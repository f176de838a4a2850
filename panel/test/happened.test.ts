import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/main";
import type { LogRow, Overview } from "../src/api";
import { lastDays } from "../src/happened/chart";
import type { HappenedPage } from "../src/pages/happened";
import { startOfDay } from "../src/moments";
import { fakeHass, type FakeHass } from "./fake";

const NOW = Date.UTC(2026, 10, 27, 12);
const HEAD = { number: 3, hash: "0".repeat(64) };
const ANNA = { id: "anna", name: "Anna" };
const account = (id: string, owners = [ANNA]) => ({
  id,
  name: `Account ${id}`,
  loaded: true,
  owners,
  assistants: false,
  waiting: 0,
  logged: true,
});
const camera = (id: string, name: string, of = "a") => ({ id, name, role: "owner", account: of, viewers: [] });
const overview = (more: Partial<Overview> = {}) =>
  ({
    accounts: [account("a")],
    cameras: [camera("nursery", "Nursery"), camera("porch", "Porch"), camera("shed", "Shed", "b")],
    may_set_up: false,
    any: true,
    ...more,
  }) as Overview;
const row = (number: number, more: Partial<LogRow> = {}): LogRow => ({
  number,
  at: NOW - 1_000_000 + number * 1000,
  event: "received",
  camera: "nursery",
  person: "ben",
  said: { kind: "person", name: "Ben", channel: "live", first: 1, seconds: 180, pictures: 9, address: "192.0.2.7" },
  ...more,
});
const page = (numbers: number[], before: number[] | null = null) => ({ rows: numbers.map((it) => row(it)), before });

let hass: FakeHass;
let element: HappenedPage;
const ANSWERS = {
  "log/list": page([3, 2, 1]) as unknown,
  "log/days": [{ day: "2026-11-27", views: 3, refusals: 14 }] as unknown,
  "log/state": { days: 90, rows: 3, since: NOW - 86_400_000, head: HEAD, logged: true } as unknown,
  "log/prove": { contents: [], reaches: HEAD, head: HEAD } as unknown,
  people: [{ id: "carl", name: "Carl" }] as unknown,
};

const settle = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve().then(() => element.updateComplete);
};
const show = async (answers: Record<string, unknown> = {}, over = overview()) => {
  hass = fakeHass({ ...ANSWERS, ...answers }, { locale: { language: "en", time_zone: "server", time_format: "24" } });
  element = Object.assign(document.createElement("dropcam-privacy-happened") as HappenedPage, { hass, overview: over });
  document.body.append(element);
  await settle();
};
const part = (name: string) => element.shadowRoot!.querySelector(`dropcam-privacy-log-${name}`)!.shadowRoot!;
const sentences = () =>
  [...part("rows").querySelectorAll(".words")].map(
    (it) => it.firstChild!.parentElement!.textContent!.trim().split("\n")[0],
  );
const asked = (type: string) => hass.asked.filter((message) => message.type === `dropcam_privacy/${type}`);
const button = (root: ParentNode, words: string) =>
  [...root.querySelectorAll("button")].find((it) => it.textContent?.trim() === words)!;
const choose = async (index: number, value: string) => {
  const field = part("filter").querySelectorAll<HTMLSelectElement>("select, input")[index]!;
  field.value = value;
  field.dispatchEvent(new Event("change"));
  await settle();
};

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: NOW, toFake: ["Date", "setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
});
afterEach(() => {
  element.remove();
  vi.useRealTimers();
});

test("rows are sentences, by day, with their time and from where", async () => {
  await show();
  expect(sentences()).toEqual(Array(3).fill("Ben watched Nursery for 3 minutes."));
  expect(part("rows").querySelector("h3")!.textContent).toBe("Today");
  expect(part("rows").querySelector("time")!.getAttribute("datetime")).toBe(new Date(row(3).at).toISOString());
  expect(part("rows").querySelector(".second")!.textContent).toBe("From 192.0.2.7");
});

test("names with markup are text", async () => {
  const bad = '<img src=x onerror="alert(1)">';
  const rows = [row(1, { said: { ...row(1).said, address: bad, name: bad } })];
  await show({ "log/list": { rows, before: null } });
  expect(part("rows").querySelector("img")).toBeNull();
  expect(part("rows").textContent).toContain(bad);
});

test("what is filtered is asked for", async () => {
  await show();
  await choose(0, "porch");
  await choose(1, "carl");
  await choose(2, "rights");
  await choose(3, "2026-11-01");
  await choose(4, "2026-11-02");
  expect(asked("log/list").at(-1)).toMatchObject({
    account: "a",
    camera: "porch",
    person: "carl",
    events: ["given", "taken", "proposed", "withdrawn", "put_out"],
    since: Date.UTC(2026, 9, 31, 23),
    until: Date.UTC(2026, 10, 2, 23),
    most: 50,
  });
  expect(asked("log/days").at(-1)).toMatchObject({ camera: "porch", zone: "Europe/Amsterdam" });
  button(part("filter"), "Show everything").click();
  await settle();
  expect(asked("log/list").at(-1)).toEqual({ type: "dropcam_privacy/log/list", account: "a", most: 50 });
});

test("only the account's own cameras can be chosen", async () => {
  await show();
  const options = [...part("filter").querySelector("select")!.options].map((option) => option.text);
  expect(options).toEqual(["All cameras", "Nursery", "Porch"]);
});

test("an older page is added, from where the last one ended", async () => {
  await show({ "log/list": ({ before }: { before?: number[] }) => (before ? page([1]) : page([3, 2], [9, 2])) });
  button(element.shadowRoot!, "Older").click();
  await settle();
  expect(asked("log/list").at(-1)!.before).toEqual([9, 2]);
  expect(sentences()).toHaveLength(3);
  expect(button(element.shadowRoot!, "Older")).toBeUndefined();
});

test("new rows come by themselves, in front of the older ones that are shown", async () => {
  let newest = page([3, 2], [9, 2]);
  await show({ "log/list": ({ before }: { before?: number[] }) => (before ? page([1]) : newest) });
  button(element.shadowRoot!, "Older").click();
  await settle();
  newest = page([4, 3], [9, 3]);
  await vi.advanceTimersByTimeAsync(30_000);
  await settle();
  expect(sentences()).toHaveLength(4);
  newest = page([99, 98], [9, 98]); // there may be more between
  await vi.advanceTimersByTimeAsync(30_000);
  await settle();
  expect(sentences()).toHaveLength(2);
  expect(button(element.shadowRoot!, "Older")).toBeDefined();
});

test("a change of the overview is followed soon, and once; a hidden page asks for nothing", async () => {
  await show();
  const before = asked("log/list").length;
  for (let turn = 0; turn < 5; turn += 1) {
    element.overview = overview();
    await settle();
  }
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked("log/list")).toHaveLength(before + 1);
  const hidden = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  await vi.advanceTimersByTimeAsync(90_000);
  expect(asked("log/list")).toHaveLength(before + 1);
  hidden.mockRestore();
  element.remove();
  await vi.advanceTimersByTimeAsync(90_000);
  expect(asked("log/list")).toHaveLength(before + 1);
});

test("what cannot be read is said, keeps what is there, and can be tried again", async () => {
  let fails = true;
  const answer = () => {
    if (fails) throw { code: "x", message: "The log can't be read now." };
    return page([1]);
  };
  await show({ "log/list": answer });
  expect(element.shadowRoot!.querySelector(".list [role=alert]")!.textContent).toBe("The log can't be read now.");
  fails = false;
  button(element.shadowRoot!, "Try again").click();
  await settle();
  expect(sentences()).toHaveLength(1);
  fails = true;
  await vi.advanceTimersByTimeAsync(30_000);
  await settle();
  expect(sentences()).toHaveLength(1);
});

test("nothing there, and nothing found", async () => {
  await show({ "log/list": page([]) });
  expect(element.shadowRoot!.querySelector(".list")!.textContent).toContain("Nothing has happened yet.");
  await choose(0, "porch");
  expect(element.shadowRoot!.querySelector(".list")!.textContent).toContain("Nothing like that is in the log.");
});

test("of several accounts one is shown; one that is only to be answered for is none", async () => {
  const accounts = [account("a"), account("b"), account("c", [])];
  await show({}, overview({ accounts }));
  const picker = element.shadowRoot!.querySelector<HTMLSelectElement>(".account select")!;
  expect([...picker.options].map((option) => option.text)).toEqual(["Account a", "Account b"]);
  picker.value = "b";
  picker.dispatchEvent(new Event("change"));
  await settle();
  expect(asked("log/list").at(-1)!.account).toBe("b");
  element.overview = overview({ accounts: [account("a")] }); // not an owner any more
  await settle();
  expect(asked("log/list").at(-1)!.account).toBe("a");
});

test("who owns nothing asks for nothing", async () => {
  await show({}, overview({ accounts: [account("c", [])] }));
  expect(hass.asked).toEqual([]);
  expect(element.shadowRoot!.textContent).toContain("Only owners of a camera have a log.");
});

test("the chart has each of the last thirty days, also for those who cannot see it", async () => {
  await show();
  const cells = [...part("chart").querySelectorAll("tbody tr")].map((it) =>
    it.textContent!.replace(/\s+/g, " ").trim(),
  );
  expect(cells).toHaveLength(30);
  expect(cells.at(-1)).toMatch(/27.* 3 14$/);
  expect(cells[0]).toMatch(/ 0 0$/);
  expect(part("chart").textContent).toContain("14 refusals");
  expect(asked("log/days")[0]!.since).toBe(startOfDay(hass, "2026-10-29"));
  expect(
    lastDays(hass, [], NOW)
      .map(({ day }) => day)
      .slice(-2),
  ).toEqual(["2026-11-26", "2026-11-27"]);
});

test("how long it is kept: within the limits, and what is typed stays if it fails", async () => {
  let fails = true;
  await show({
    "log/keep": () => {
      if (fails) throw { message: "Not now." };
      return null;
    },
  });
  const input = part("tools").querySelector("input")!;
  expect([input.value, input.min, input.max]).toEqual(["90", "7", "3650"]);
  const type = async (value: string) => {
    input.value = value;
    input.dispatchEvent(new Event("input"));
    await settle();
    button(part("tools"), "Save").click();
    await settle();
  };
  await type("30");
  expect(part("tools").textContent).toContain("older than 30 days will be removed");
  expect(part("tools").querySelector("[role=alert]")!.textContent).toBe("Not now.");
  expect(input.value).toBe("30");
  fails = false;
  await type("30");
  expect(asked("log/keep").at(-1)).toMatchObject({ account: "a", days: 30 });
  expect(part("tools").textContent).toContain("Saved.");
  const sent = asked("log/keep").length;
  await type("6");
  await type("4000");
  expect(asked("log/keep")).toHaveLength(sent);
});

test("a file is taken by a path that the owner signs", async () => {
  await show({ "auth/sign_path": { path: "/api/dropcam_privacy/log/a?authSig=x" } });
  const opened: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    opened.push(this.getAttribute("href")!, this.download);
  });
  button(part("tools"), "Export").click();
  await settle();
  expect(hass.asked.at(-1)).toEqual({ type: "auth/sign_path", path: "/api/dropcam_privacy/log/a" });
  expect(opened).toEqual(["/api/dropcam_privacy/log/a?authSig=x", "dropcam-privacy-log.jsonl"]);
  vi.restoreAllMocks();
});

test.each([
  [null, "Nothing was changed, removed or put in between: entries 1 to 9 follow from each other."],
  [{ row: 4, fault: "changed" }, "Entry 4 is the first that is not what was written"],
  [{ row: 4, fault: "missing" }, "Entry 4 is the first that is missing."],
  [{ row: 10, fault: "cut" }, "The log once had entry 10, and ends before it"],
  [{ row: 5, fault: "anchor" }, "The log begins at entry 5, and nothing says why"],
])("a check names the first entry that is wrong: %o", async (wrong, words) => {
  const parts = [{ part: "kept", first: 1, last: 9, hash: "", wrong }];
  await show({ "log/verify": { whole: wrong === null, parts } });
  button(part("tools"), "Check every entry").click();
  await settle();
  expect(part("tools").querySelector("dd")!.textContent).toContain(words);
});

test("another log than the one that was seen is said until the owner knows it", async () => {
  localStorage.setItem(
    "dropcam-privacy log anna a",
    JSON.stringify({ number: 9, hash: HEAD.hash, at: NOW - 86_400_000 }),
  );
  await show({ "log/prove": null, "log/verify": { whole: true, parts: [] } });
  const warning = () => part("memory").querySelector("[role=alert]");
  expect(warning()!.textContent).toContain("This is not the log that you saw before");
  expect(warning()!.textContent).toContain("yesterday at 13:00");
  button(part("memory"), "Check every entry").click();
  await settle();
  expect(asked("log/verify")).toHaveLength(1);
  element.remove();
  await show();
  expect(warning()).not.toBeNull();
  button(part("memory"), "I know, go on from here").click();
  await settle();
  expect(warning()).toBeNull();
  element.remove();
  await show();
  expect(part("memory").textContent).toContain("unchanged since your last visit");
});
