import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** Preamble and start delimiter. */
const PREAMBLE = 8;
const SMD_E = 0xd5;
const CRC = 4;

/**
 * Ethernet with its preamble, https://www.tcpdump.org/linktypes/LINKTYPE_ETHERNET_MPACKET.html: whole frames only, not
 * preempted ones (IEEE 802.3br).
 */
export function dissectMpacket(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + PREAMBLE > end) return d.short("Ethernet preamble", PREAMBLE, at, wireEnd);
  const wire = Math.max(at + PREAMBLE, wireEnd - CRC);
  d.push(PROTOCOL.mpacket, at, at + PREAMBLE, Math.min(end, wire), wire);
  return d.bytes[at + PREAMBLE - 1] === SMD_E ? PROTOCOL.ethernet : PROTOCOL.none;
}
