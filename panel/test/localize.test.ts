import { expect, test } from "vitest";
import { list, say, sayError } from "../src/localize";
import { fakeHass } from "./fake";

test("a sentence is said in the user's language, else in English", () => {
  expect(say(fakeHass(), "common.mine")).toBe("Mine");
  expect(say(fakeHass({}, { language: "fr" }), "common.mine")).toBe("Mine");
});

test("a key without a sentence shows itself", () => {
  expect(say(fakeHass(), "common.nothing_like_it")).toBe("common.nothing_like_it");
});

test("names are joined", () => {
  expect(list(fakeHass(), ["Anna", "Ben"])).toBe("Anna and Ben");
});

test("an error of the integration is said by its translation, another one as it is", async () => {
  const hass = fakeHass({}, { localize: (key) => (key === "component.dropcam_privacy.exceptions.refused.message" ? "No." : "") });
  expect(await sayError(hass, { message: "x", translation_domain: "dropcam_privacy", translation_key: "refused" })).toBe("No.");
  expect(await sayError(hass, { message: "plain" })).toBe("plain");
});
