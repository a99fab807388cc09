import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const AUTHENTICATION = 0x0001;
const ORIGIN = 0x0000;
/** Indicator (2), lengths of client id and of authentication value (2), nonce (8), confirmation (1). */
const AUTHENTICATION_FIXED = 13;
const ORIGIN_LENGTH = 8;

/**
 * Teredo, RFC 4380 section 5.1.1: IPv6 in UDP, after an authentication and an origin indication, either of which may be missing.
 */
export function dissectTeredo(d: Dissection, at: number, end: number, wireEnd: number): number {
  const b = d.bytes;
  let payload = at;
  if (payload + 4 <= end && u16(b, payload) === AUTHENTICATION) payload += AUTHENTICATION_FIXED + b[at + 2] + b[at + 3];
  if (payload + 2 <= end && u16(b, payload) === ORIGIN) payload += ORIGIN_LENGTH;
  if (payload + 1 > end) return d.short("Teredo header", payload + 1 - at, at, wireEnd);
  if (b[payload] >> 4 !== 6) return PROTOCOL.none;
  d.push(PROTOCOL.teredo, at, payload, end, wireEnd);
  return PROTOCOL.ipv6;
}
