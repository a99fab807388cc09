import type { Dissection } from "./dissection.js";
import { plausibleEthernet } from "./plausible.js";
import { PROTOCOL } from "./protocols.js";

const CONTROL_WORD = 4;

/**
 * Pseudowire control word, RFC 4385 section 3; over MPLS it is Ethernet's (RFC 4448) more often than not.
 *
 *     | 0000 flags (4) FRG (2) length (6 bits) | sequence number (2) |
 */
export function dissectPseudowire(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + CONTROL_WORD > end) return d.short("pseudowire control word", CONTROL_WORD, at, wireEnd);
  const payload = at + CONTROL_WORD;
  d.push(PROTOCOL.pseudowire, at, payload, end, wireEnd);
  return plausibleEthernet(d.bytes, payload, end) ? PROTOCOL.ethernet : PROTOCOL.none;
}
