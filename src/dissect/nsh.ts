import { u24 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { nextProtocol } from "./next-protocol.js";
import { PROTOCOL } from "./protocols.js";

const SHORTEST = 8;

/**
 * Network Service Header, RFC 8300 section 2.
 *
 *     | version, O, U, TTL, length (6 bits) (2) | MD type (1) | next protocol (1) | path id (3) | index (1) | context ... |
 */
export function dissectNsh(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + SHORTEST > end) return d.short("NSH header", SHORTEST, at, wireEnd);
  const length = (d.bytes[at + 1] & 0x3f) * 4;
  if (length < SHORTEST) return d.broken("NSH length");
  if (at + length > end) return d.short("NSH context", length, at, wireEnd);
  d.push(PROTOCOL.nsh, at, at + length, end, wireEnd);
  return nextProtocol(d.bytes[at + 3]);
}

/** Service path of the header at `at`. */
export function nshPathId(b: Uint8Array, at: number): number {
  return u24(b, at + 4);
}
