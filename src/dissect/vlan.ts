import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType, FIRST_ETHERTYPE } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 4;

/**
 * IEEE 802.1Q / 802.1ad tag, after the EtherType that announced it.
 *
 *     | PCP (3) DEI (1) VLAN id (12 bits) | EtherType (2) |
 */
export function dissectVlan(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("802.1Q tag", HEADER, at, wireEnd);
  d.push(PROTOCOL.vlan, at, at + HEADER, end, wireEnd);
  const type = u16(d.bytes, at + 2);
  return type < FIRST_ETHERTYPE ? PROTOCOL.llc : etherType(type);
}

export function vlanId(b: Uint8Array, at: number): number {
  return u16(b, at) & 0x0fff;
}
