import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";
import { ipVersion } from "./raw.js";

const HEADER_II = 8;
const HEADER_III = 12;
const PLATFORM = 8;
const HAS_PLATFORM = 0x01;
const FRAME_TYPE_IP = 2;

/**
 * ERSPAN type II, draft-foschiano-erspan section 4.2: a mirrored frame in GRE.
 *
 *     | version, VLAN (2) | COS, encapsulation, T, session id (2) | reserved, index (4) | Ethernet frame ... |
 */
export function dissectErspan(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER_II > end) return d.short("ERSPAN header", HEADER_II, at, wireEnd);
  d.push(PROTOCOL.erspan, at, at + HEADER_II, end, wireEnd);
  return PROTOCOL.ethernet;
}

/**
 * ERSPAN type III, section 4.3.
 *
 *     | version, VLAN (2) | COS, BSO, T, session id (2) | timestamp (4) | SGT (2) | P, frame type, hardware, D, Gra, O (2) |
 *     | platform specific (8)? |
 */
export function dissectErspan3(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER_III > end) return d.short("ERSPAN header", HEADER_III, at, wireEnd);
  const b = d.bytes;
  const length = (b[at + 11] & HAS_PLATFORM) !== 0 ? HEADER_III + PLATFORM : HEADER_III;
  if (at + length > end) return d.short("ERSPAN header", length, at, wireEnd);
  d.push(PROTOCOL.erspan3, at, at + length, end, wireEnd);
  const frameType = (b[at + 10] >> 2) & 0x1f;
  if (frameType !== FRAME_TYPE_IP) return PROTOCOL.ethernet;
  return at + length < end ? ipVersion(b[at + length]) : PROTOCOL.none;
}

/** Session of the header at `at`, either type. */
export function erspanSession(b: Uint8Array, at: number): number {
  return u16(b, at + 2) & 0x03ff;
}
