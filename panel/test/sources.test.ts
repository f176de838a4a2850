/// <reference types="vite/client" />
/** What no source may do: markup from people, another host, long files. */
import { expect, test } from "vitest";
import { en, id, zhHans } from "../src/translations";

const texts = import.meta.glob<string>("../src/**/*.{ts,json}", { query: "?raw", import: "default", eager: true });
const sources = Object.keys(texts);
const text = (file: string): string => texts[file] ?? "";

const leaves = (tree: object, path = ""): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(tree).map(([key, value]) =>
      typeof value === "string" ? { [`${path}${key}`]: value } : leaves(value, `${path}${key}.`),
    ),
  );
/** Without the plural's ending: languages differ in what plurals they have. */
const keys = (tree: object) => new Set(Object.keys(leaves(tree)).map((key) => key.replace(/_(one|other)$/, "")));
const values = (tree: object) =>
  Object.entries(leaves(tree)).reduce<Record<string, string>>((all, [key, sentence]) => {
    const names = [...new Set(sentence.match(/\{\w+\}/g) ?? [])].filter((name) => name !== "{count}");
    return key.endsWith("_one") ? all : { ...all, [key.replace(/_other$/, "")]: names.sort().join(" ") };
  }, {});

test("there are sources", () => {
  expect(sources).toContain("../src/panel.ts");
  expect(text("../src/panel.ts")).toContain("class Panel");
});

test("what comes from people is text everywhere", () => {
  const wrong = /unsafe(HTML|SVG|Static|CSS)|innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(/;
  expect(sources.filter((file) => wrong.test(text(file)))).toEqual([]);
});

test("no other host is asked", () => {
  const svg = /http:\/\/www\.w3\.org\/2000\/svg/g;
  expect(sources.filter((file) => /\b(https?|wss?):/.test(text(file).replace(svg, "")))).toEqual([]);
});

test("files and lines are short", () => {
  const code = sources.filter((file) => file.endsWith(".ts"));
  expect(code.filter((file) => text(file).split("\n").length > 301)).toEqual([]);
  expect(code.filter((file) => text(file).split("\n").some((line) => line.length > 120))).toEqual([]);
});

test("each language has every sentence, with the same values", () => {
  for (const tree of [id, zhHans]) {
    expect([...keys(tree)].sort()).toEqual([...keys(en)].sort());
    expect(values(tree)).toEqual(values(en));
  }
});
