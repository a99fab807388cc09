import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { plausibleEthernet, plausibleIp } from "./plausible.js";
import { PROTOCOL } from "./protocols.js";

const ENTRY = 4;
const BOTTOM_OF_STACK = 0x100;
const CONTROL_WORD = 4;

/**
 * MPLS label stack entry, RFC 3032 section 2.1: one layer a label.
 *
 *     | label (20 bits) | traffic class (3) | bottom of stack (1) | TTL (8) |
 *
 * Nothing says what follows the last label: IP by its version (RFC 4928), else a pseudowire (RFC 4385, 4448), whose control
 * word, where it has one, begins with a zero nibble so as not to look like IP.
 */
export function dissectMpls(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + ENTRY > end) return d.short("MPLS label", ENTRY, at, wireEnd);
  const b = d.bytes;
  const payload = at + ENTRY;
  d.push(PROTOCOL.mpls, at, payload, end, wireEnd);
  if ((u32(b, at) & BOTTOM_OF_STACK) === 0) return PROTOCOL.mpls;
  if (payload >= end) return PROTOCOL.none;
  const nibble = b[payload] >> 4;
  if (nibble === 4 || nibble === 6) {
    // Without a control word an Ethernet address may begin like IP.
    if (!plausibleIp(b, payload, end) && plausibleEthernet(b, payload, end)) return PROTOCOL.ethernet;
    return nibble === 4 ? PROTOCOL.ipv4 : PROTOCOL.ipv6;
  }
  if (nibble === 0 && (!plausibleEthernet(b, payload, end) || plausibleEthernet(b, payload + CONTROL_WORD, end)))
    return PROTOCOL.pseudowire;
  return plausibleEthernet(b, payload, end) ? PROTOCOL.ethernet : PROTOCOL.none;
}

/** Accessors take the offset of the entry. */
export const mpls = {
  label: (b: Uint8Array, at: number) => u32(b, at) >>> 12,
  bottomOfStack: (b: Uint8Array, at: number) => (b[at + 2] & 1) !== 0,
  ttl: (b: Uint8Array, at: number) => b[at + 3],
};
