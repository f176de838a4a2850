/**
 * How the rows of a log follow from each other: the rule of the integration's `audit/chain.py`, which docs/commands.md
 * tells, too. A browser has no `crypto.subtle` where Home Assistant is asked over http, so SHA-256 is brought along.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Head } from "./api";

const ROW = utf8ToBytes("dropcam_privacy log row 1\0");
const HEX = /^[0-9a-f]{64}$/;

/** Whether this can be a place in a log. */
export const isHead = (head: unknown): head is Head =>
  typeof head === "object" &&
  head !== null &&
  Number.isSafeInteger((head as Head).number) &&
  (head as Head).number >= 0 &&
  HEX.test((head as Head).hash);

/** Where a log is after rows with these contents (hex); undefined if that cannot be such. */
export const after = (head: Head, contents: string[]): Head | undefined => {
  if (!isHead(head) || !contents.every((content) => HEX.test(content))) return undefined;
  let { number } = head;
  let hash = hexToBytes(head.hash);
  const place = new DataView(new ArrayBuffer(8));
  for (const content of contents) {
    number += 1;
    place.setBigUint64(0, BigInt(number));
    hash = sha256(concatBytes(ROW, hash, new Uint8Array(place.buffer), hexToBytes(content)));
  }
  return { number, hash: bytesToHex(hash) };
};

export const isSame = (one: Head, other: Head): boolean => one.number === other.number && one.hash === other.hash;
