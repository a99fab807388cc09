import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 2;

/** EtherIP, RFC 3378 section 2: version 3 in four bits, the rest reserved, then an Ethernet frame. */
export function dissectEtherip(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("EtherIP header", HEADER, at, wireEnd);
  if (d.bytes[at] >> 4 !== 3) return d.broken("EtherIP version");
  d.push(PROTOCOL.etherip, at, at + HEADER, end, wireEnd);
  return PROTOCOL.ethernet;
}
