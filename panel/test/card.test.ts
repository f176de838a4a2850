import { afterEach, expect, test, vi } from "vitest";
import type { Account, Camera, CameraSeen, OwnCamera, Overview, Watcher } from "../src/api";
import type { PrivacyCard } from "../src/card/card";
import "../src/main";
import { fakeHass, type FakeHass } from "./fake";

const seen = (more: Partial<CameraSeen> = {}): CameraSeen => ({
  id: "nursery",
  name: "Nursery",
  entity_id: "camera.nursery",
  role: "viewer",
  may_look: "granted",
  until: null,
  picture: "live",
  available: true,
  ...more,
});
const own = (more: Partial<OwnCamera> = {}): OwnCamera => ({
  ...seen(),
  role: "owner",
  account: "one",
  private: true,
  private_again: null,
  on: true,
  viewers: [],
  allow: [],
  watchers: [],
  original: null,
  scene: { state: "known", since: null, settling: false, anyway_until: null, can_look: true },
  ...more,
});
const account = (more: Partial<Account> = {}): Account => ({
  id: "one",
  name: "Anna",
  loaded: true,
  owners: [{ id: "anna", name: "Anna" }],
  assistants: false,
  waiting: 0,
  logged: true,
  ...more,
});
const overview = (cameras: Camera[], accounts = [account()]): Overview => ({
  accounts,
  cameras,
  may_set_up: false,
  any: true,
});
const watcher = (name: string | null, more: Partial<Watcher> = {}): Watcher => ({
  id: String(name),
  kind: "person",
  user: name,
  name,
  client: null,
  address: null,
  channel: "live",
  since: 0,
  ...more,
});
const OVERVIEW = "overview/subscribe";

const show = async (hass: FakeHass, config: Record<string, unknown> = {}, more: Partial<PrivacyCard> = {}) => {
  const card = document.createElement("dropcam-privacy-card") as PrivacyCard;
  card.setConfig({ type: "custom:dropcam-privacy-card", entity: "camera.nursery", ...config });
  Object.assign(card, { hass, ...more });
  document.body.append(card);
  await settled(card);
  return card;
};
const settled = async (card: PrivacyCard) => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  await card.updateComplete;
  await Promise.all(inside(card.renderRoot).map((each) => (each as Partial<PrivacyCard>).updateComplete));
};
/** All elements of a card, those of the elements in it as well. */
const inside = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>("*")].flatMap((each) => [
    each,
    ...(each.shadowRoot ? inside(each.shadowRoot) : []),
  ]);
const find = (card: PrivacyCard, selector: string) => inside(card.renderRoot).find((each) => each.matches(selector));
const words = (card: PrivacyCard) =>
  [card, ...inside(card.renderRoot)]
    .map((each) => each.shadowRoot?.textContent ?? "")
    .join(" ")
    .replace(/\s+/g, " ");
const picture = (card: PrivacyCard) =>
  find(card, "dropcam-privacy-picture") as (HTMLElement & { live: boolean }) | undefined;

afterEach(() => document.body.replaceChildren());

test("an owner sees the picture, whom it is for, and the switch as it really is", async () => {
  const card = await show(fakeHass({ [OVERVIEW]: overview([own()]) }));
  expect(picture(card)?.live).toBe(true);
  expect(words(card)).toContain("Only you see this camera.");
  expect(find(card, "[role=switch]")?.getAttribute("aria-checked")).toBe("true");
});

test("the switch asks for the change, and shows it when the overview says so", async () => {
  let answer = (_: null) => {};
  const asking = () => new Promise((done) => (answer = done));
  const hass = fakeHass({ [OVERVIEW]: overview([own()]), "camera/private": asking });
  const card = await show(hass);
  const button = () => find(card, "[role=switch]");
  button()?.click();
  await settled(card);
  button()?.click();
  await settled(card);
  const asked = hass.asked.filter((each) => each.type === "dropcam_privacy/camera/private");
  expect(asked).toEqual([{ type: "dropcam_privacy/camera/private", camera: "nursery", private: false }]);
  expect(button()?.getAttribute("aria-checked")).toBe("true");
  expect(button()?.getAttribute("aria-busy")).toBe("true");
  answer(null);
  const viewers = [
    { id: "ben", name: "Ben", times: null, now: true },
    { id: "carl", name: "Carl", times: null, now: false },
  ];
  hass.tell(OVERVIEW, overview([own({ private: false, viewers })]));
  await settled(card);
  expect(button()?.getAttribute("aria-checked")).toBe("false");
  expect(button()?.getAttribute("aria-busy")).toBe("false");
  expect(words(card)).toContain("Ben can see this camera.");
});

test("a change that fails leaves the switch as it is, and says why", async () => {
  const refuse = () => Promise.reject({ code: "x", message: "The disk is full." });
  const card = await show(fakeHass({ [OVERVIEW]: overview([own()]), "camera/private": refuse }));
  find(card, "[role=switch]")?.click();
  await settled(card);
  expect(find(card, "[role=alert]")?.textContent).toBe("The disk is full.");
  expect(find(card, "[role=switch]")?.getAttribute("aria-checked")).toBe("true");
});

test("a camera that is off can be turned on by its owner", async () => {
  const hass = fakeHass({ [OVERVIEW]: overview([own({ on: false, may_look: "camera_off" })]) });
  const card = await show(hass);
  expect(words(card)).toContain("The camera is off.");
  find(card, ".row button")?.click();
  await settled(card);
  expect(hass.asked.at(-1)).toEqual({ type: "dropcam_privacy/camera/on", camera: "nursery", on: true });
});

test("an owner reads who else is watching, and what waits", async () => {
  const watchers = [watcher("anna"), watcher("ben"), watcher(null, { kind: "integration", client: "kitchen" })];
  const hass = fakeHass({ [OVERVIEW]: overview([own({ watchers })], [account({ waiting: 2 })]) });
  const card = await show(hass);
  expect(words(card)).toContain("ben and kitchen are watching");
  const link = find(card, "a");
  expect(link?.textContent?.trim()).toBe("2 changes wait for your answer");
  const moved = vi.fn();
  window.addEventListener("location-changed", moved, { once: true });
  link?.click();
  expect(moved).toHaveBeenCalled();
  expect(location.pathname).toBe("/dropcam-privacy/waiting");
});

test("without controls an owner sees only the picture and the name", async () => {
  const card = await show(fakeHass({ [OVERVIEW]: overview([own()]) }), { controls: false, name: "Baby" });
  expect(find(card, "button")).toBeUndefined();
  expect(words(card)).toContain("Baby");
});

test("a viewer sees the picture, until when, and that it is written down; and nothing to switch", async () => {
  const until = new Date().setHours(23, 30, 0, 0);
  const locale = { language: "en", time_format: "24" };
  const hass = fakeHass({ [OVERVIEW]: overview([seen({ until })], []) }, { locale });
  const card = await show(hass);
  expect(picture(card)?.live).toBe(true);
  expect(words(card)).toMatch(/You may look until: .*23:30.* Whenever you look, that is written down for the owners\./);
  expect(find(card, "button")).toBeUndefined();
});

test.each([
  ["privacy_on", "Private"],
  ["not_now", "Not at this time"],
  ["not_logged", "Not now"],
  ["refused", "Not shared with you"],
] as const)("%s is said calmly, in the same moment", async (may_look, sentence) => {
  const hass = fakeHass({ [OVERVIEW]: overview([seen()], []) });
  const card = await show(hass);
  hass.tell(OVERVIEW, overview([seen({ may_look })], []));
  await settled(card);
  expect(words(card)).toContain(sentence);
  expect(words(card)).not.toContain("Whenever you look");
});

test("somebody else reads that it is private, also where the overview is refused", async () => {
  const refuse = () => Promise.reject({ code: "refused", message: "no" });
  const refused = fakeHass();
  refused.connection.subscribeMessage = refuse;
  for (const hass of [fakeHass({ [OVERVIEW]: overview([], []) }), refused]) {
    const card = await show(hass);
    expect(picture(card)).toBeUndefined();
    expect(words(card)).toContain("This camera is private.");
    expect(find(card, "button, img, a")).toBeUndefined();
  }
});

test("until the overview is heard there is a shield without words", async () => {
  const card = await show(fakeHass());
  expect(find(card, ".calm")?.textContent?.trim()).toBe("");
});

test("whoever makes a dashboard reads that an entity is not ours; others read that it is private", async () => {
  const state = { entity_id: "camera.other", state: "idle", attributes: {} };
  const entities = { "camera.other": { platform: "demo" }, "camera.nursery": { platform: "dropcam_privacy" } };
  const hass = fakeHass({ [OVERVIEW]: overview([], []) }, { states: { "camera.other": state }, entities });
  const said = async (entity: string, preview: boolean) => words(await show(hass, { entity }, { preview }));
  expect(await said("camera.other", true)).toContain("camera.other is not a camera of Dropcam Privacy.");
  expect(await said("camera.gone", true)).toContain("There is no camera camera.gone.");
  expect(await said("camera.nursery", true)).toContain("This camera is private.");
  expect(await said("camera.other", false)).toContain("This camera is private.");
});

test("a preview shows stills", async () => {
  const card = await show(fakeHass({ [OVERVIEW]: overview([own()]) }), {}, { preview: true });
  expect(picture(card)?.live).toBe(false);
});

test("markup in names is text", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const watchers = [watcher(name)];
  const card = await show(fakeHass({ [OVERVIEW]: overview([own({ name, watchers })]) }));
  expect(words(card)).toContain(`${name} is watching`);
  expect(find(card, "img[src]")).toBeUndefined();
});

test("all cards of a window hear one subscription, which ends with the last of them", async () => {
  const hass = fakeHass({ [OVERVIEW]: overview([own()]) });
  const cards = [await show(hass), await show(hass)];
  expect(hass.asked.filter((each) => each.type === `dropcam_privacy/${OVERVIEW}`)).toHaveLength(1);
  cards.forEach((card) => card.remove());
  await show(hass);
  expect(hass.asked.filter((each) => each.type === `dropcam_privacy/${OVERVIEW}`)).toHaveLength(2);
});

test.each([
  [undefined, "`entity` is missing"],
  [{}, "`entity` is missing"],
  [{ entity: "light.lamp" }, "has to be a camera"],
  [{ entity: "camera.nursery", live: "yes" }, "`live` has to be true or false"],
  [{ entity: "camera.nursery", name: 5 }, "`name` has to be a text"],
])("a wrong configuration is told: %j", (config, sentence) => {
  const card = document.createElement("dropcam-privacy-card") as PrivacyCard;
  expect(() => card.setConfig(config as never)).toThrow(sentence);
});

const made = () => customElements.get("dropcam-privacy-card") as unknown as typeof PrivacyCard;

test("the picker is offered a camera of one's own first, else one that is ours", async () => {
  const viewed = seen({ id: "porch", entity_id: "camera.porch" });
  expect(await made().getStubConfig(fakeHass({ [OVERVIEW]: overview([viewed, own()]) }))).toEqual({
    entity: "camera.nursery",
  });
  expect(await made().getStubConfig(fakeHass({ [OVERVIEW]: overview([viewed], []) }))).toEqual({
    entity: "camera.porch",
  });
  const entities = { "camera.ours": { platform: "dropcam_privacy" } };
  const stranger = fakeHass({ [OVERVIEW]: overview([], []) }, { entities });
  expect(await made().getStubConfig(stranger, ["camera.other", "camera.ours"])).toEqual({ entity: "camera.ours" });
});

test("the editor's form and the picker speak the user's language", () => {
  document.documentElement.lang = "id";
  const { schema, computeLabel, computeHelper } = made().getConfigForm();
  expect(schema.map(computeLabel)).toEqual(["Kamera", "Nama", "Gambar langsung", expect.stringContaining("privasi")]);
  expect(schema.map(computeHelper).filter(Boolean)).toHaveLength(2);
  const { customCards } = window as unknown as { customCards: { type: string; name: string }[] };
  expect(customCards.map(({ type, name }) => [type, name])).toEqual([
    ["dropcam-privacy-card", "Kamera dengan privasi"],
  ]);
  document.documentElement.lang = "en";
});

test("the picker suggests it for a camera of ours, and for nothing else", () => {
  const platforms = { "camera.ours": "dropcam_privacy", "camera.other": "demo", "switch.ours": "dropcam_privacy" };
  const entities = Object.fromEntries(Object.entries(platforms).map(([id, platform]) => [id, { platform }]));
  const { customCards } = window as unknown as {
    customCards: { getEntitySuggestion(hass: FakeHass, id: string): unknown }[];
  };
  const suggested = (id: string) => customCards[0]?.getEntitySuggestion(fakeHass({}, { entities }), id);
  expect(suggested("camera.ours")).toEqual({ config: { type: "custom:dropcam-privacy-card", entity: "camera.ours" } });
  expect([...Object.keys(platforms).slice(1), "camera.gone"].map(suggested)).toEqual([null, null, null]);
});
