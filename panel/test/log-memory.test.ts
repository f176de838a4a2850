import { beforeEach, expect, test, vi } from "vitest";
import type { Head } from "../src/api";
import { after, isSame } from "../src/log-chain";
import { checkLog, rememberLog } from "../src/log-memory";
import vectors from "./chain-vectors.json"; // made by audit/chain.py; tests/audit/test_chain.py sees to that
import { fakeHass, type FakeHass } from "./fake";

const head = (made: (string | number)[]): Head => ({ number: Number(made[0]), hash: String(made[1]) });
const HEADS = vectors.heads.map(head);
const at = (number: number): Head => HEADS[number]!;
const CONTENTS = vectors.contents;
const OTHER = "ab".repeat(32);

interface Log {
  head: number;
  anchor?: number;
  most?: number; // how many rows one proof goes over
  contents?: string[];
  heads?: Head[];
}

/** A server with a log, which proves as reading.py does: with what stands in the rows, whatever that is. */
const server = (log: Log): FakeHass => {
  const { anchor = 0, most = 50_000, contents = CONTENTS, heads = HEADS } = log;
  return fakeHass({
    "log/state": { days: 90, rows: log.head, since: null, head: heads[log.head], logged: true },
    "log/prove": ({ number, hash }: Head) => {
      if (number < anchor || number > log.head) return null;
      const last = Math.min(log.head, number + most);
      const reaches = last === number ? { number, hash } : heads[last];
      return { contents: contents.slice(number, last), reaches, head: heads[log.head] };
    },
  });
};

beforeEach(() => localStorage.clear());

const visit = (log: Log, now: number) => checkLog(server(log), "account", now);

test("the rule is the one of the integration", () => {
  expect(after(at(0), CONTENTS)).toEqual(at(5));
  expect(after(at(2), CONTENTS.slice(2, 4))).toEqual(at(4));
  expect(after(at(3), [])).toEqual(at(3));
  const [from, content, to] = vectors.big as [(string | number)[], string, (string | number)[]];
  expect(after(head(from), [content])).toEqual(head(to));
  expect(isSame(after(at(0), [...CONTENTS].reverse())!, at(5))).toBe(false);
  for (const bad of ["", "zz", OTHER.slice(2), OTHER.toUpperCase()]) expect(after(at(0), [bad])).toBeUndefined();
  expect(after({ number: -1, hash: OTHER }, [])).toBeUndefined();
});

test("the first visit remembers, and the next ones find the same log", async () => {
  expect(await visit({ head: 2 }, 10)).toEqual({ kind: "first" });
  expect(await visit({ head: 2 }, 20)).toEqual({ kind: "same", since: 10 });
  expect(await visit({ head: 5 }, 30)).toEqual({ kind: "same", since: 20 });
  expect(await visit({ head: 5, anchor: 5 }, 40)).toEqual({ kind: "same", since: 30 });
});

test("a long proof is asked for part by part", async () => {
  await visit({ head: 1 }, 10);
  const hass = server({ head: 5, most: 2 });
  expect(await checkLog(hass, "account", 20)).toEqual({ kind: "same", since: 10 });
  expect(hass.asked.map(({ number }) => number)).toEqual([1, 3]);
});

test("a proof over thousands of rows is checked in turns, and to its end", async () => {
  const many = Array.from({ length: 2_500 }, (_, index) => index.toString(16).padStart(64, "0"));
  const heads = many.reduce((all, content) => [...all, after(all.at(-1)!, [content])!], [at(0)]);
  const log = { contents: many, heads };
  await visit({ ...log, head: 1 }, 10);
  expect(await visit({ ...log, head: 2_500 }, 20)).toEqual({ kind: "same", since: 10 });
  const wrong = { ...log, contents: many.with(2_400, OTHER), head: 2_500 };
  localStorage.clear();
  await visit({ ...log, head: 1 }, 30);
  expect(await visit(wrong, 40)).toEqual({ kind: "differs", since: 30 });
});

const changed = CONTENTS.with(3, OTHER);
const rewritten = [...HEADS.slice(0, 3), ...[3, 4, 5].map((number) => after(at(2), Array(number - 2).fill(OTHER))!)];
test.each<[string, Log]>([
  ["it was cut", { head: 2 }],
  ["it is gone", { head: 0 }],
  ["a row was changed", { head: 5, contents: changed }],
  [
    "it was rewritten from before that on",
    { head: 5, heads: rewritten, contents: [...CONTENTS.slice(0, 2), OTHER, OTHER, OTHER] },
  ],
  ["it was rewritten as long as it was", { head: 3, heads: rewritten }],
  ["rows of it are missing", { head: 5, contents: CONTENTS.toSpliced(4, 1) }],
  ["nothing is proved", { head: 5, contents: [] }],
  ["it never ends", { head: 5, most: 0 }],
])("another log is named, until the owner has said that they know: %s", async (_, log) => {
  await visit({ head: 3 }, 10);
  expect(await visit(log, 20)).toEqual({ kind: "differs", since: 10 });
  expect(await visit({ head: 5 }, 30)).toEqual({ kind: "differs", since: 10 }); // put back
  await rememberLog(server({ head: 5 }), "account", 40);
  expect(await visit({ head: 5 }, 50)).toEqual({ kind: "same", since: 40 });
});

test("a row that was pruned proves nothing, and stays remembered", async () => {
  await visit({ head: 2 }, 10);
  expect(await visit({ head: 5, anchor: 4 }, 20)).toEqual({ kind: "unproved", since: 10 });
  expect(await visit({ head: 5, anchor: 4 }, 30)).toEqual({ kind: "unproved", since: 10 });
  expect(await visit({ head: 5 }, 40)).toEqual({ kind: "same", since: 10 });
});

test("what cannot be asked changes nothing of what is remembered", async () => {
  await visit({ head: 3 }, 10);
  const broken = fakeHass({
    "log/prove": () => {
      throw new Error("no");
    },
  });
  await expect(checkLog(broken, "account", 20)).rejects.toThrow("no");
  expect(await visit({ head: 3 }, 30)).toEqual({ kind: "same", since: 10 });
});

test("users and accounts are remembered apart", async () => {
  await visit({ head: 3 }, 10);
  const ben = { ...server({ head: 1 }), user: { id: "ben", name: "Ben", is_admin: false } };
  expect(await checkLog(ben, "account", 20)).toEqual({ kind: "first" });
  expect(await checkLog(server({ head: 1 }), "other", 20)).toEqual({ kind: "first" });
});

test("what is not ours in the storage is nothing remembered, and an empty log neither", async () => {
  localStorage.setItem("dropcam-privacy log anna account", '{"number": 1, "hash": "x", "at": 5}');
  expect(await visit({ head: 0 }, 10)).toEqual({ kind: "first" });
  expect(await visit({ head: 1 }, 20)).toEqual({ kind: "first" });
});

test("a browser that keeps nothing is no error", async () => {
  const setItem = () => {
    throw new DOMException("no", "SecurityError");
  };
  vi.stubGlobal("localStorage", { setItem });
  expect(await visit({ head: 3 }, 10)).toEqual({ kind: "nowhere" });
  vi.unstubAllGlobals();
});

test("another window that has seen more is not set back", async () => {
  await visit({ head: 1 }, 10);
  const slow = server({ head: 3 });
  const asked = checkLog(
    { ...slow, callWS: async (message) => (await visit({ head: 5 }, 15), slow.callWS(message)) },
    "account",
    20,
  );
  expect(await asked).toEqual({ kind: "same", since: 10 });
  expect(await visit({ head: 4 }, 30)).toEqual({ kind: "differs", since: 15 });
});
