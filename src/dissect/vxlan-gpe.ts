import type { Dissection } from "./dissection.js";
import { nextProtocol } from "./next-protocol.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;
const VALID_VNI = 0x08;
const HAS_NEXT_PROTOCOL = 0x04;

/**
 * VXLAN-GPE, draft-ietf-nvo3-vxlan-gpe section 3.
 *
 *     | flags (1) | reserved (2) | next protocol (1) | VNI (3) | reserved (1) | IP, Ethernet, NSH or MPLS ... |
 */
export function dissectVxlanGpe(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("VXLAN-GPE header", HEADER, at, wireEnd);
  const flags = d.bytes[at];
  if ((flags & (VALID_VNI | HAS_NEXT_PROTOCOL)) === 0) return PROTOCOL.none;
  d.push(PROTOCOL.vxlanGpe, at, at + HEADER, end, wireEnd);
  // Without the P bit it is VXLAN, section 4.
  return (flags & HAS_NEXT_PROTOCOL) !== 0 ? nextProtocol(d.bytes[at + 3]) : PROTOCOL.ethernet;
}
