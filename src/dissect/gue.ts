import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { PROTOCOL } from "./protocols.js";
import { ipVersion } from "./raw.js";

const FIXED = 4;
const CONTROL = 0x20;

/**
 * Generic UDP Encapsulation, draft-ietf-intarea-gue section 3. Variant 1 is an IP packet without a header.
 *
 *     | variant (2 bits), C, header length (5) in units of 4 | protocol (1) | flags (2) | extensions ... |
 */
export function dissectGue(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("GUE header", FIXED, at, wireEnd);
  const b = d.bytes;
  const variant = b[at] >> 6;
  if (variant === 1) {
    d.push(PROTOCOL.gue, at, at, end, wireEnd);
    return ipVersion(b[at]);
  }
  if (variant !== 0) return PROTOCOL.none;
  const length = FIXED + (b[at] & 0x1f) * 4;
  if (at + length > end) return d.short("GUE extensions", length, at, wireEnd);
  d.push(PROTOCOL.gue, at, at + length, end, wireEnd);
  if ((b[at] & CONTROL) !== 0) return PROTOCOL.none;
  return ipProtocol(b[at + 1], d.ip < 0 ? PROTOCOL.ipv4 : d.protocol[d.ip]);
}
