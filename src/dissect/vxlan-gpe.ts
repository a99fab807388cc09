import type { Dissection } from "./dissection.js";
import { nextProtocol } from "./next-protocol.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;
const VALID_VNI = 0x08;

/**
 * VXLAN-GPE, draft-ietf-nvo3-vxlan-gpe section 3.
 *
 *     | flags (1) | reserved (2) | next protocol (1) | VNI (3) | reserved (1) | IP, Ethernet, NSH or MPLS ... |
 */
export function dissectVxlanGpe(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("VXLAN-GPE header", HEADER, at, wireEnd);
  if ((d.bytes[at] & VALID_VNI) === 0) return PROTOCOL.none;
  d.push(PROTOCOL.vxlanGpe, at, at + HEADER, end, wireEnd);
  // Writers forget the P bit; where there is no protocol it is VXLAN, section 4.
  const next = d.bytes[at + 3];
  return next === 0 ? PROTOCOL.ethernet : nextProtocol(next);
}
