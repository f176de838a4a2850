/**
 * What this browser remembers of a log: the newest place that its owner saw. At the next visit it has itself proved
 * that today's log still contains it. Whoever can write to Home Assistant's disk can rewrite a log and all that stands
 * beside it; what a browser remembers they cannot reach. A place is remembered only after the proof held.
 */
import { logState, proveLog, type Head } from "./api";
import type { Hass } from "./hass";
import { after, isHead, isSame } from "./log-chain";

const AT_ONCE = 1_000;

export type Found =
  | { kind: "first" | "nowhere" } // nothing was remembered before; nothing can be remembered here
  | { kind: "same" | "differs" | "unproved"; since: number };

interface Memory extends Head {
  at: number; // when it was seen
  differs?: true; // what an owner was shown stays until they have said that they know
}

const key = (hass: Hass, account: string): string => `dropcam-privacy log ${hass.user?.id ?? ""} ${account}`;

const recall = (name: string): Memory | undefined => {
  const stored = localStorage.getItem(name);
  try {
    const memory: unknown = JSON.parse(stored ?? "null");
    return isHead(memory) && typeof (memory as Memory).at === "number" ? (memory as Memory) : undefined;
  } catch {
    return undefined; // not ours, or of another version
  }
};

const remember = (name: string, memory: Memory): void => localStorage.setItem(name, JSON.stringify(memory));

/** Remembers where the log is now, whatever was remembered. */
export const rememberLog = async (hass: Hass, account: string, now = Date.now()): Promise<void> => {
  const { head } = await logState(hass, account);
  if (!isHead(head) || head.number < 1) return;
  remember(key(hass, account), { number: head.number, hash: head.hash, at: now });
};

/** Goes over many rows without holding up the page. */
const follow = async (from: Head, contents: string[]): Promise<Head | undefined> => {
  let head: Head | undefined = from;
  for (let done = 0; head && done < contents.length; done += AT_ONCE) {
    if (done) await new Promise((resolve) => setTimeout(resolve));
    head = after(head, contents.slice(done, done + AT_ONCE));
  }
  return head;
};

/** Proves that the log goes on from a place, part by part; returns where it is, or why that is not so. */
const prove = async (hass: Hass, account: string, from: Head): Promise<Head | "differs" | "unproved"> => {
  for (let head: Head = { number: from.number, hash: from.hash }; ;) {
    const proof = await proveLog(hass, account, head);
    if (proof === null) {
      // What is not there any more was removed for its age, as the log says; what is yet to come was there already.
      const now = (await logState(hass, account)).head;
      return (now?.number ?? 0) < head.number ? "differs" : "unproved";
    }
    const reached = await follow(head, proof.contents);
    if (!reached || !isSame(reached, proof.reaches)) return "differs";
    if (reached.number >= proof.head.number) return isSame(reached, proof.head) ? reached : "differs";
    if (!proof.contents.length) return "differs";
    head = reached;
  }
};

const canRemember = (): boolean => {
  try {
    localStorage.setItem("dropcam-privacy", "");
    localStorage.removeItem("dropcam-privacy");
    return true;
  } catch {
    return false; // the browser is told to keep nothing
  }
};

/** Looks whether a log still is the one that was seen, and remembers where it is now, if so. */
export const checkLog = async (hass: Hass, account: string, now = Date.now()): Promise<Found> => {
  if (!canRemember()) return { kind: "nowhere" };
  const name = key(hass, account);
  const memory = recall(name);
  if (!memory) {
    await rememberLog(hass, account, now);
    return { kind: "first" };
  }
  if (memory.differs) return { kind: "differs", since: memory.at };
  const proved = await prove(hass, account, memory);
  const latest = recall(name); // another window may have seen more meanwhile
  const alone = latest !== undefined && isSame(latest, memory);
  if (typeof proved !== "string") {
    if (alone) remember(name, { ...proved, at: now });
    return { kind: "same", since: memory.at };
  }
  if (proved === "differs" && alone) remember(name, { ...memory, differs: true });
  return { kind: proved, since: memory.at };
};
