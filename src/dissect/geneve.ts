import { u16, u24 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const FIXED = 8;

/**
 * Geneve, RFC 8926 section 3.4.
 *
 *     | version (2 bits), option length (6) in units of 4 | O, C, reserved (1) | protocol type (2) | VNI (3) | reserved (1) |
 *     | options ... |
 */
export function dissectGeneve(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("Geneve header", FIXED, at, wireEnd);
  const b = d.bytes;
  if (b[at] >> 6 !== 0) return PROTOCOL.none;
  const length = FIXED + (b[at] & 0x3f) * 4;
  if (at + length > end) return d.short("Geneve options", length, at, wireEnd);
  d.push(PROTOCOL.geneve, at, at + length, end, wireEnd);
  return etherType(u16(b, at + 2));
}

/** Accessors take the offset of the header. */
export const geneve = {
  vni: (b: Uint8Array, at: number) => u24(b, at + 4),
  /** In bytes. */
  optionsLength: (b: Uint8Array, at: number) => (b[at] & 0x3f) * 4,
};
