import { afterEach, expect, test } from "vitest";
import "../src/main";
import type { Finding, Overview } from "../src/api";
import type { CheckUpPage } from "../src/pages/check-up";
import { en } from "../src/translations";
import { fakeHass, type FakeHass } from "./fake";

const finding = (kind: string, more: Partial<Finding> = {}): Finding => ({
  id: kind,
  kind,
  severity: "serious",
  values: {
    camera: "Nursery",
    original: "Nursery (raw)",
    entity_id: "camera.raw",
    other: "Sub",
    assistant: "cloud.alexa",
  },
  fix: null,
  path: null,
  may_fix: true,
  ...more,
});
let hass: FakeHass;
let element: CheckUpPage;
const settle = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve().then(() => element.updateComplete);
};
const show = async (answers: Record<string, unknown>, is_admin = false) => {
  hass = fakeHass(answers, { user: { id: "anna", name: "Anna", is_admin } });
  const overview = { accounts: [], cameras: [], may_set_up: false, any: true } satisfies Overview;
  element = Object.assign(document.createElement("dropcam-privacy-check-up") as CheckUpPage, { hass, overview });
  document.body.append(element);
  await settle();
};
const text = () => element.shadowRoot!.textContent!.replace(/\s+/g, " ");
const all = (selector: string) => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
afterEach(() => element.remove());

test("what is open stands by how bad it is, the worst first, with what to do", async () => {
  await show({
    check_up: [
      finding("exposed", { severity: "minor" }),
      finding("original_open"),
      finding("forwarded", { severity: "moderate", values: { camera: "Porch", integration: "HomeKit" } }),
      finding("odd", { severity: "unheard of" as never }),
    ],
  });
  expect(all("h2").map((it) => it.textContent)).toEqual(["Serious", "Worth doing", "Good to know"]);
  expect(all("li")).toHaveLength(4);
  expect(text()).toContain("Everybody in Home Assistant can open Nursery (raw), from which Nursery gets its pictures.");
  expect(text()).toContain("Nursery is exposed to Amazon Alexa");
  expect(text()).toContain("Porch lets other integrations use its pictures, and HomeKit sends on what it gets.");
  expect(text()).toContain("no words for yet (odd)");
});

test.each(Object.keys(en.check_up.kinds))("%s is said whole", async (kind) => {
  const values = Object.fromEntries(
    "camera original other entity_id file by integration automation login used networks address logger location"
      .split(" ")
      .map((word) => [word, word === "used" ? "2026-06-01" : `<${word}>`]),
  );
  await show({ check_up: [finding(kind, { values: { ...values, assistant: "new.one", what: "go2rtc" } })] });
  expect(text()).not.toMatch(/[{}]|check_up\./);
  expect(text()).toContain("It was last used on June 1, 2026.");
  expect(all("camera, original")).toEqual([]);
});

test("further files are counted, and what only this machine reaches is said so", async () => {
  await show({
    check_up: [
      finding("picture_in_www", { values: { camera: "Nursery", file: "a.jpg", more: "2" } }),
      finding("picture_in_www", { values: { camera: "Porch", file: "b.jpg", more: "0" } }),
      finding("go2rtc_api_open", { severity: "moderate", values: { address: "127.0.0.1:1984" } }),
    ],
  });
  expect(text().match(/more files? (is|are) named like that/g)).toEqual(["more files are named like that"]);
  expect(text()).toContain("go2rtc at 127.0.0.1:1984 hands out pictures to every program on this machine");
});

test("nothing found says what was looked at", async () => {
  await show({ check_up: [] });
  expect(text()).toContain("Nothing was found.");
  expect(all(".none li")).toHaveLength(11);
});

test("a fix is asked for by its id, and the new list shown, with the focus on what it came to", async () => {
  await show({ check_up: [finding("original_open", { fix: "lock_original" })], "check_up/fix": [] });
  const [button] = all("li button");
  expect(button!.textContent!.trim()).toBe("Lock the original");
  button!.click();
  await settle();
  expect(Object.values(hass.asked.at(-1)!)).toEqual(["dropcam_privacy/check_up/fix", "original_open"]);
  expect(text()).toContain("Done, and looked again.");
  expect(text()).toContain("Nothing was found.");
  expect(element.shadowRoot!.activeElement).toBe(all(".status")[0]);
});

test("a fix that fails is said beside its finding, and can be tried again", async () => {
  await show({
    check_up: [finding("original_open", { fix: "lock_original" }), finding("beside_open", { fix: "a_new_one" })],
    "check_up/fix": () => {
      throw { message: "Not now." };
    },
  });
  const [first, second] = all("li button") as HTMLButtonElement[];
  expect(second!.textContent!.trim()).toBe("Fix it");
  second!.click();
  await settle();
  expect(all("li")[1]!.querySelector("[role=alert]")!.textContent).toBe("Not now.");
  expect([first!.disabled, second!.disabled]).toEqual([false, false]);
});

test("a page of Home Assistant is opened inside it; no other host is", async () => {
  const path = "/config/backup/settings";
  await show({ check_up: [finding("backup_open", { path }), finding("exposed", { path: "//elsewhere.example" })] });
  expect(all("a")).toHaveLength(1);
  let told = 0;
  window.addEventListener("location-changed", () => (told += 1), { once: true });
  all("a")[0]!.click();
  expect([location.pathname, told]).toEqual([path, 1]);
});

test("who may not do it reads whom to ask", async () => {
  const no = { fix: "quiet_log", path: "/config", may_fix: false };
  await show({ check_up: [finding("debug_logging", no)] });
  expect(text()).toContain("Ask an administrator");
  expect(all("li button, li a")).toEqual([]);
  element.remove();
  await show({ check_up: [finding("exposed", no)] }, true);
  expect(text()).toContain("Ask an owner of the camera");
});

test("what cannot be looked at is said, and can be tried again", async () => {
  let fails = true;
  await show({
    check_up: () => {
      if (fails) throw { message: "Not now." };
      return [];
    },
  });
  expect(all("[role=alert]")[0]!.textContent).toBe("Not now.");
  fails = false;
  all(".top button")[0]!.click();
  await settle();
  expect(text()).toContain("Nothing was found.");
});
