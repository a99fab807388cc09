import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType, FIRST_ETHERTYPE } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 14;

/**
 * Ethernet II, or IEEE 802.3 with a length in place of the type.
 *
 *     |  destination (6)  |  source (6)  | EtherType or length (2) |
 */
export function dissectEthernet(d: Dissection, at: number, end: number, wireEnd: number): number {
  const payload = at + HEADER;
  if (payload > end) return d.short("Ethernet header", HEADER, at, wireEnd);
  const type = u16(d.bytes, at + 12);
  if (type >= FIRST_ETHERTYPE) {
    d.push(PROTOCOL.ethernet, at, payload, end, wireEnd);
    return etherType(type);
  }
  const wire = Math.min(wireEnd, payload + type);
  d.push(PROTOCOL.ethernet, at, payload, Math.min(end, wire), wire);
  return PROTOCOL.llc;
}
