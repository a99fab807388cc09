import { u16, u24 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;
const VALID_VNI = 0x08;

/**
 * VXLAN, RFC 7348 section 5; the group policy extension uses some of the reserved bits.
 *
 *     | flags (1) | reserved (3) | VNI (3) | reserved (1) | Ethernet frame ... |
 *
 * Without the I flag it is something else on the same port, and no layer is added.
 */
export function dissectVxlan(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("VXLAN header", HEADER, at, wireEnd);
  if ((d.bytes[at] & VALID_VNI) === 0) return PROTOCOL.none;
  d.push(PROTOCOL.vxlan, at, at + HEADER, end, wireEnd);
  return PROTOCOL.ethernet;
}

/** Accessors take the offset of the header. */
export const vxlan = {
  flags: (b: Uint8Array, at: number) => b[at],
  vni: (b: Uint8Array, at: number) => u24(b, at + 4),
  /** Group policy ID, draft-smith-vxlan-group-policy. */
  group: (b: Uint8Array, at: number) => u16(b, at + 2),
};
