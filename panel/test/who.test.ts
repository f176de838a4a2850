import { expect, test } from "vitest";
import type { OwnCamera, Overview } from "../src/api";
import { initials } from "../src/elements/person-chip";
import type { Hass } from "../src/hass";
import type { WhoPage } from "../src/pages/who";
import "../src/main";
import { fakeHass, type FakeHass } from "./fake";
import { account, ANNA, BEN, camera, CARL, FRIDAYS, overview, PEOPLE, viewer } from "./household";
import { all, click, enter, held, one, settled, show, submit, text } from "./shadow";

const page = async (told: Overview, answers = {}, more: Partial<Hass> = {}) => {
  const hass = fakeHass({ people: PEOPLE, ...answers }, { locale: { language: "en", time_format: "24" }, ...more });
  const element = await show<WhoPage>("dropcam-privacy-who", { hass, overview: told });
  return { hass, element };
};
const sent = (hass: FakeHass, type: string) => hass.asked.filter((each) => each.type === `dropcam_privacy/${type}`);
const row = (element: Element, user: string) => one(element, `[data-user=${user}]`);
const rows = (element: Element) => all(element, "[data-user]").map((each) => each.dataset.user);
const broken = { code: "not_durable", message: "The disk is full." };
const nursery = (more: Partial<OwnCamera> = {}) => overview([camera(more)]);

test("viewers are there with their times, their picture, and whether they may look now", async () => {
  const states = {
    "person.ben": {
      entity_id: "person.ben",
      state: "home",
      attributes: { user_id: "ben", entity_picture: "/api/image/1" },
    },
    "person.carl": {
      entity_id: "person.carl",
      state: "home",
      attributes: { user_id: "carl", entity_picture: "//evil/1" },
    },
  };
  const told = nursery({ viewers: [viewer(BEN), viewer(CARL, FRIDAYS, false)] });
  const { element } = await page(told, {}, { states });
  expect(text(row(element, "ben"))).toContain("Ben At any time");
  expect(text(row(element, "carl"))).toContain("Fridays 18:00 to 24:00, until June 30, 2127");
  expect(text(row(element, "carl"))).toContain("May not look at this moment.");
  expect(one(row(element, "ben"), "img").getAttribute("src")).toBe("/api/image/1");
  // Another host would learn who looks at the page.
  expect(all(row(element, "carl"), "img")).toEqual([]);
  expect(text(row(element, "carl"))).toMatch(/^C /);
});

test("a picture that cannot be had gives way to initials", async () => {
  const states = {
    "person.ben": { entity_id: "person.ben", state: "home", attributes: { user_id: "ben", entity_picture: "/gone" } },
  };
  const { element } = await page(nursery({ viewers: [viewer(BEN)] }), {}, { states });
  one(row(element, "ben"), "img").dispatchEvent(new Event("error"));
  await settled();
  expect(text(one(row(element, "ben"), "dropcam-privacy-person"))).toBe("B");
});

test("initials are letters", () => {
  expect(["Anna Maria de Vries", "王小明", "<b>", "ben (ben@home)", "..."].map(initials)).toEqual([
    "AV",
    "王",
    "B",
    "B",
    "?",
  ]);
});

test("names are text", async () => {
  const eve = { id: "eve", name: "<img src=x onerror=alert(1)>" };
  const { element } = await page(nursery({ name: "<b>Nursery</b>", viewers: [viewer(eve)] }));
  expect(text(element)).toContain("<img src=x onerror=alert(1)>");
  expect(text(element)).toContain("<b>Nursery</b>");
  expect(all(element, "img, b")).toEqual([]);
});

test("somebody is let in with times, and counts as let in only when that is answered", async () => {
  const answer = held<null>();
  const { hass, element } = await page(nursery({ viewers: [viewer(BEN)] }), { "camera/viewers": () => answer.promise });
  await click(one(element, ".add"));
  expect(all(element, "select[name=person] option").map(text)).toEqual(["Choose a person", "Carl"]);
  expect(one<HTMLButtonElement>(element, "form .main").disabled).toBe(true);
  await enter(one<HTMLSelectElement>(element, "select[name=person]"), "carl");
  await click(all(element, "[name=limited]")[1] as HTMLElement);
  await enter(one<HTMLInputElement>(element, "[name=from]"), "18:00");
  await submit(one(element, "form"));
  expect(sent(hass, "camera/viewers")).toEqual([
    {
      type: "dropcam_privacy/camera/viewers",
      camera: "nursery",
      viewers: [
        { user: "ben", times: null },
        { user: "carl", times: { from: "18:00", to: "24:00", zone: "Europe/Amsterdam" } },
      ],
    },
  ]);
  expect(text(row(element, "carl"))).toContain("Being written down.");
  answer.answer(null);
  await settled();
  expect(text(row(element, "carl"))).not.toContain("Being written down.");
  expect(text(element)).toContain("Carl may look now, while privacy is off.");
});

test("who was not let in is not shown as let in; what was entered is still there, with the reason", async () => {
  const { element } = await page(nursery(), { "camera/viewers": () => Promise.reject(broken) });
  await click(one(element, ".add"));
  await enter(one<HTMLSelectElement>(element, "select[name=person]"), "carl");
  await click(all(element, "[name=limited]")[1] as HTMLElement);
  await enter(one<HTMLInputElement>(element, "[name=until]"), "2127-01-01");
  await submit(one(element, "form"));
  expect(rows(element)).toEqual([]);
  expect(text(one(element, ".wrong"))).toBe("Carl was not let in. The disk is full.");
  expect(one<HTMLSelectElement>(element, "select[name=person]").value).toBe("carl");
  expect(one<HTMLInputElement>(element, "[name=until]").value).toBe("2127-01-01");
});

test("who is chosen stays chosen when there are others to choose from, and never becomes somebody else", async () => {
  const dewi = { id: "dewi", name: "Dewi" };
  const people = { people: [...PEOPLE, dewi] };
  const { hass, element } = await page(nursery(), { ...people, "camera/viewers": null });
  await click(one(element, ".add"));
  const select = one<HTMLSelectElement>(element, "select[name=person]");
  await enter(select, "carl");
  element.overview = nursery({ viewers: [viewer(BEN)] });
  await settled();
  expect(select.value).toBe("carl");
  element.overview = nursery({ viewers: [viewer(CARL)] });
  await settled();
  expect([select.value, one<HTMLButtonElement>(element, "form .main").disabled]).toEqual(["", true]);
  await submit(one(element, "form"));
  expect(sent(hass, "camera/viewers")).toEqual([]);
});

test("who is put out is gone at once, and comes back with the reason if that failed", async () => {
  const answer = held<null>();
  const told = nursery({ viewers: [viewer(BEN), viewer(CARL)] });
  const { hass, element } = await page(told, { "camera/viewers": () => answer.promise });
  await click(one(row(element, "ben"), ".remove"));
  expect(rows(element)).toEqual(["carl"]);
  expect(sent(hass, "camera/viewers")[0]?.viewers).toEqual([{ user: "carl", times: null }]);
  answer.fail(broken);
  await settled();
  expect(rows(element)).toEqual(["ben", "carl"]);
  expect(text(row(element, "ben"))).toContain("The disk is full.");
});

test("changes go one after another, each on top of what was answered, whatever is heard meanwhile", async () => {
  const first = held<null>();
  const told = nursery({ viewers: [viewer(BEN), viewer(CARL)] });
  let asked = 0;
  const { hass, element } = await page(told, { "camera/viewers": () => ((asked += 1) === 1 ? first.promise : null) });
  await click(one(row(element, "ben"), ".remove"));
  await click(one(row(element, "carl"), ".remove"));
  expect(sent(hass, "camera/viewers").length).toBe(1);
  first.answer(null);
  await settled();
  // The overview has not said yet that Ben is gone: he does not come back by the second change.
  expect(sent(hass, "camera/viewers")[1]?.viewers).toEqual([]);
  expect(rows(element)).toEqual([]);
  element.overview = nursery({ viewers: [viewer(BEN)] });
  await settled();
  expect(rows(element)).toEqual(["ben"]);
});

test("what the overview has said before the answer is believed at once", async () => {
  const answer = held<null>();
  const told = nursery({ viewers: [viewer(BEN)] });
  const { element } = await page(told, { "camera/viewers": () => answer.promise });
  await click(one(row(element, "ben"), ".remove"));
  element.overview = nursery();
  await settled();
  answer.answer(null);
  await settled();
  element.overview = nursery({ viewers: [viewer(CARL)] });
  await settled();
  expect(rows(element)).toEqual(["carl"]);
});

test("times are changed in place; what is heard meanwhile changes nothing that was entered", async () => {
  const told = () => nursery({ viewers: [viewer(BEN, FRIDAYS)] });
  const { hass, element } = await page(told(), { "camera/viewers": null });
  await click(one(row(element, "ben"), ".times"));
  await click(one(row(element, "ben"), "[aria-label=Saturday]"));
  element.overview = told();
  await settled();
  await submit(one(row(element, "ben"), "form"));
  expect(sent(hass, "camera/viewers")[0]?.viewers).toEqual([{ user: "ben", times: { ...FRIDAYS, weekdays: [4, 5] } }]);
  expect(text(row(element, "ben"))).toContain("Fridays and Saturdays 18:00");
  expect(all(element, "form")).toEqual([]);
});

test("times that are not saved stay entered", async () => {
  const told = nursery({ viewers: [viewer(BEN, FRIDAYS)] });
  const { element } = await page(told, { "camera/viewers": () => Promise.reject(broken) });
  await click(one(row(element, "ben"), ".times"));
  await click(one(row(element, "ben"), "[aria-label=Saturday]"));
  await submit(one(row(element, "ben"), "form"));
  expect(text(one(row(element, "ben"), ".words"))).toContain("Fridays 18:00");
  expect(text(one(row(element, "ben"), ".note"))).toContain("Fridays and Saturdays 18:00");
  expect(text(row(element, "ben"))).toContain("The disk is full.");
});

test("owners are not let in once more, and are told apart from viewers", async () => {
  const { element } = await page(overview([camera()], [account({ owners: [ANNA, BEN] })]));
  expect(text(one(element, ".owners"))).toBe("A Anna Owner (you) B Ben Owner");
  await click(one(element, ".add"));
  expect(all(element, "select[name=person] option").map(text)).toEqual(["Choose a person", "Carl"]);
});

test("whom one could let in is asked again if it could not be read", async () => {
  let fails = true;
  const { element } = await page(nursery(), { people: () => (fails ? Promise.reject(broken) : PEOPLE) });
  expect(text(element)).toContain("cannot be read now. The disk is full.");
  fails = false;
  await click(one(element, ".again"));
  expect(text(element)).not.toContain("cannot be read now.");
  await click(one(element, ".add"));
});

test("an allowance is taken at once and given when it is answered", async () => {
  const answer = held<null>();
  let asked = 0;
  const told = nursery({ allow: ["ai"] });
  const { hass, element } = await page(told, { "camera/allow": () => ((asked += 1) === 1 ? answer.promise : null) });
  const allowances = one(element, "dropcam-privacy-allowances");
  const box = (name: string) => one<HTMLInputElement>(allowances, `[name=${name}]`);
  await click(box("integrations"));
  expect(sent(hass, "camera/allow")[0]).toMatchObject({ camera: "nursery", allow: ["ai", "integrations"] });
  expect(text(allowances)).toContain("Being written down.");
  answer.answer(null);
  await settled();
  expect(text(allowances)).not.toContain("Being written down.");
  await click(box("ai"));
  expect(sent(hass, "camera/allow")[1]?.allow).toEqual(["integrations"]);
  expect([box("ai").checked, box("integrations").checked]).toEqual([false, true]);
});

test("an allowance that failed is as it was, with the reason", async () => {
  const { element } = await page(nursery(), { "camera/allow": () => Promise.reject(broken) });
  const allowances = one(element, "dropcam-privacy-allowances");
  await click(one(allowances, "[name=ai]"));
  expect(one<HTMLInputElement>(allowances, "[name=ai]").checked).toBe(false);
  expect(text(one(allowances, ".wrong"))).toBe("The disk is full.");
});

test("the account's switch of assistants says what it means for a camera that allows them", async () => {
  const told = overview([camera({ allow: ["assistants"] })], [account({ assistants: false })]);
  const { hass, element } = await page(told, { "account/assistants": null });
  expect(text(element)).toContain("off for all of these cameras at the moment");
  await click(one(one(element, "dropcam-privacy-account-sharing"), ".card [name=assistants]"));
  expect(sent(hass, "account/assistants")).toEqual([
    { type: "dropcam_privacy/account/assistants", account: "a", on: true },
  ]);
});

const original = { entity_id: "camera.cam", name: "Cam", locked: true, closed: true, taken_over: false };

test("an original is opened only after a question", async () => {
  const { hass, element } = await page(nursery({ original }), { "camera/original": null });
  const part = one(element, "dropcam-privacy-original");
  expect(text(part)).toContain("Locked: Cam (camera.cam) gives its picture to this camera only.");
  await click(one(part, ".release"));
  expect(one<HTMLDialogElement>(part, "dialog").open).toBe(true);
  expect(text(part)).toContain("everybody in Home Assistant can see Cam");
  await click(one(part, ".cancel"));
  expect(sent(hass, "camera/original")).toEqual([]);
  await click(one(part, ".release"));
  await click(one(part, "dialog .main"));
  expect(sent(hass, "camera/original")[0]).toMatchObject({ camera: "nursery", lock: false, take_over: false });
  expect(text(part)).toContain("Open: everybody in Home Assistant can see Cam");
});

test.each([
  ["take_over", { ...original }, { lock: true, take_over: true }],
  ["give_back", { ...original, taken_over: true }, { lock: true, take_over: false }],
])("%s asks, and then does so", async (way, told, wanted) => {
  const { hass, element } = await page(nursery({ original: told }), { "camera/original": null });
  const part = one(element, "dropcam-privacy-original");
  await click(one(part, `.${way}`));
  await click(one(part, "dialog .main"));
  expect(sent(hass, "camera/original")[0]).toMatchObject(wanted);
});

test("an open original is locked without a question, and one that is not closed is not called locked", async () => {
  const open = { ...original, locked: false, closed: false };
  const { hass, element } = await page(nursery({ original: open }), { "camera/original": null });
  const part = one(element, "dropcam-privacy-original");
  await click(one(part, ".lock"));
  expect(sent(hass, "camera/original")[0]).toMatchObject({ lock: true, take_over: false });
  // It was answered, but nothing has said yet that it is closed.
  element.overview = nursery({ original: { ...original, closed: false } });
  await settled();
  expect(text(part)).toContain("should be locked, but is not closed now");
});

const lowering = {
  chosen: [
    { id: "1", entity_id: "automation.away", name: "Away" },
    { id: "2", entity_id: "automation.night", name: "Night" },
  ],
  stopped: [
    { id: "2", entity_id: "automation.night", name: "Night" },
    { id: "3", entity_id: "automation.morning", name: "Morning" },
    { id: "", entity_id: "automation.old", name: "Old" },
  ],
};

test("automations that end privacy are named; one is chosen after a question, and no changed one with it", async () => {
  const asked: unknown[] = [];
  const callService: Hass["callService"] = async (domain, service, data, target) => {
    asked.push([`${domain}.${service}`, data, target]);
    return { response: { "camera.nursery": lowering } };
  };
  const { element } = await page(nursery({ allow: ["automations_lower"] }), {}, { callService });
  const part = one(element, "dropcam-privacy-lowerers");
  expect(all(part, "li").map(text)).toEqual([
    "Away Remove",
    "Night Allow",
    "Morning Allow",
    "Old It has no ID, so it cannot be chosen.",
  ]);
  await click(all(part, ".choose")[1] as HTMLElement);
  expect(text(one(part, "h2"))).toBe("Let Morning end privacy?");
  await click(one(part, "dialog .main"));
  expect(asked).toContainEqual([
    "dropcam_privacy.set_sharing",
    { lowerers: ["automation.away", "automation.morning"] },
    { entity_id: "camera.nursery" },
  ]);
  await click(one(part, ".unchoose"));
  expect(asked).toContainEqual(["dropcam_privacy.set_sharing", { lowerers: [] }, { entity_id: "camera.nursery" }]);
});

test("automations that could not be read are read again", async () => {
  let fails = true;
  const callService: Hass["callService"] = async () => {
    if (fails) throw broken;
    return { response: { "camera.nursery": lowering } };
  };
  const { element } = await page(nursery({ allow: ["automations_lower"] }), {}, { callService });
  const part = one(element, "dropcam-privacy-lowerers");
  expect(text(one(part, ".wrong"))).toBe("The disk is full.");
  fails = false;
  await click(one(part, ".again"));
  expect(all(part, ".wrong")).toEqual([]);
  expect(text(part)).toContain("Morning");
});

test("all cameras of an account get the same people in one step, which says whom that puts out", async () => {
  const told = overview([
    camera({ viewers: [viewer(BEN, FRIDAYS)] }),
    camera({ id: "porch", name: "Porch", viewers: [viewer(CARL)] }),
    camera({ id: "yard", name: "Yard" }),
  ]);
  const fails = ({ camera }: { camera: string }) => (camera === "yard" ? Promise.reject(broken) : null);
  const { hass, element } = await page(told, { "camera/viewers": fails });
  const part = one(element, "dropcam-privacy-same-viewers");
  await click(one(part, ".same"));
  expect(text(part)).toContain("Ben may see all of these cameras then.");
  expect(text(part)).toContain("Not any more where they may now: Carl.");
  await click(one(part, "dialog .main"));
  expect(sent(hass, "camera/viewers").map((each) => [each.camera, each.viewers])).toEqual([
    ["porch", [{ user: "ben", times: FRIDAYS }]],
    ["yard", [{ user: "ben", times: FRIDAYS }]],
  ]);
  expect(text(one(part, ".wrong"))).toBe("Yard: The disk is full.");
});

test("several cameras are closed at first, each a sentence, and open by a button", async () => {
  const told = overview([
    camera({ viewers: [viewer(BEN)], allow: ["ai"] }),
    camera({ id: "porch", name: "Porch", private: true }),
  ]);
  const { element } = await page(told);
  const heads = all(element, ".head");
  expect(heads.map(text)).toEqual([
    "Nursery Ben and programs that you allow may see it",
    "Porch Only you see it Private",
  ]);
  expect(all(element, "dropcam-privacy-viewers")).toEqual([]);
  await click(heads[1] as HTMLElement);
  expect(heads[1]?.getAttribute("aria-expanded")).toBe("true");
  expect(text(element)).toContain("Privacy is on, so only owners see this camera now.");
});

test.each(["en", "id", "zh-Hans"])("everything is said in %s", async (language) => {
  const seen = {
    viewers: [viewer(BEN), viewer(CARL, FRIDAYS, false)],
    allow: ["assistants", "automations_lower"] as const,
  };
  const told = [
    camera({ ...seen, allow: [...seen.allow], private: true, original: { ...original, taken_over: true } }),
    camera({ id: "porch", name: "Porch", original: { ...original, locked: false } }),
    camera({ id: "yard", name: "Yard", original: { ...original, closed: false } }),
    camera({ id: "attic", name: "Attic", original: { ...original, entity_id: "" } }),
  ];
  const callService: Hass["callService"] = async () => ({ response: { "camera.nursery": lowering } });
  const speaking = { language, locale: { language }, callService };
  const accounts = [account({ assistants: false, loaded: false })];
  const { element } = await page(overview(told, accounts), {}, speaking);
  for (const head of all(element, ".head")) await click(head);
  for (const times of all(element, ".times")) await click(times);
  await click(one(element, ".add"));
  for (const day of all(element, ".days button")) await click(day);
  expect(text(element)).not.toMatch(/who\.|[{}]/);
  expect(text(element)).toContain("Carl");
});

test("who owns no camera reads so", async () => {
  const { element } = await page(overview([], []));
  expect(text(element)).toBe("You own no cameras, so there is nothing to decide here.");
});
