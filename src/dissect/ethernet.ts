import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 14;
/** Values below are the length of an IEEE 802.3 frame, not an EtherType (IEEE 802.3 clause 3.2.6). */
const FIRST_ETHERTYPE = 0x0600;

/**
 * Ethernet II.
 *
 *     |  destination (6)  |  source (6)  | EtherType (2) |
 */
export function dissectEthernet(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("Ethernet header", HEADER, at, wireEnd);
  d.push(PROTOCOL.ethernet, at, at + HEADER, end, wireEnd);
  const type = u16(d.bytes, at + 12);
  return type < FIRST_ETHERTYPE ? PROTOCOL.none : etherType(type);
}
