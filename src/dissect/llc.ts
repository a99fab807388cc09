import { u16, u24 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

/** DSAP, SSAP, control. */
const LLC = 3;
/** LLC, OUI (3), protocol (2). */
const SNAP = 8;
const OUI_ETHERTYPE = 0x000000;
/** IEEE 802.1, RFC 2684 section 5.2: bridged Ethernet, with and without its FCS. */
const OUI_BRIDGED = 0x0080c2;

/**
 * IEEE 802.2 LLC with SNAP (RFC 1042).
 *
 *     | DSAP (1) | SSAP (1) | control (1) | OUI (3) | protocol (2) |
 */
export function dissectLlc(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + LLC > end) return d.short("LLC header", LLC, at, wireEnd);
  const b = d.bytes;
  const snap = b[at] === 0xaa && b[at + 1] === 0xaa && b[at + 2] === 0x03;
  if (!snap) {
    d.push(PROTOCOL.llc, at, at + LLC, end, wireEnd);
    // 0x06 is IP's own address, RFC 948.
    return b[at] === 0x06 && b[at + 1] === 0x06 ? PROTOCOL.ipv4 : PROTOCOL.none;
  }
  if (at + SNAP > end) return d.short("SNAP header", SNAP, at, wireEnd);
  d.push(PROTOCOL.llc, at, at + SNAP, end, wireEnd);
  const oui = u24(b, at + 3);
  const protocol = u16(b, at + 6);
  if (oui === OUI_ETHERTYPE) return etherType(protocol);
  return oui === OUI_BRIDGED && (protocol === 0x0001 || protocol === 0x0007) ? PROTOCOL.ethernet : PROTOCOL.none;
}
