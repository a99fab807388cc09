import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { dissectPpp } from "./ppp.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 4;

/**
 * Cisco HDLC, RFC 1547 section 4.3.1.
 *
 *     | address (1) | control (1) | EtherType (2) |
 */
export function dissectCiscoHdlc(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("Cisco HDLC header", HEADER, at, wireEnd);
  const b = d.bytes;
  // PPP_SERIAL captures hold either: only PPP begins with FF.
  if (b[at] === 0xff) return dissectPpp(d, at, end, wireEnd);
  d.push(PROTOCOL.ciscoHdlc, at, at + HEADER, end, wireEnd);
  return etherType(u16(b, at + 2));
}
