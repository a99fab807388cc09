import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const FIXED = 4;
const TAG_PADDING = 0;
const TAG_END = 1;

/**
 * TaZmen Sniffer Protocol, as Wireshark's packet-tzsp.c reads it: a mirrored frame in UDP.
 *
 *     | version (1) | type (1) | encapsulated protocol (2) | tags: type (1), length (1)?, value ... | frame ... |
 */
export function dissectTzsp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("TZSP header", FIXED, at, wireEnd);
  const b = d.bytes;
  if (b[at] !== 1) return PROTOCOL.none;
  let tag = at + FIXED;
  while (tag < end && b[tag] !== TAG_END) {
    if (b[tag] === TAG_PADDING) tag++;
    else if (tag + 1 < end) tag += 2 + b[tag + 1];
    else break;
  }
  if (tag >= end || b[tag] !== TAG_END) return d.short("TZSP tags", tag + 1 - at, at, wireEnd);
  d.push(PROTOCOL.tzsp, at, tag + 1, end, wireEnd);
  const encapsulated = u16(b, at + 2);
  return encapsulated === 1 ? PROTOCOL.ethernet : encapsulated === 18 ? PROTOCOL.ieee80211 : PROTOCOL.none;
}
