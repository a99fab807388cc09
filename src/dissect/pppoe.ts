import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 6;

/**
 * PPPoE session, RFC 2516 section 4.
 *
 *     | version, type (1) | code (1) | session id (2) | length (2) | PPP ... |
 */
export function dissectPppoe(d: Dissection, at: number, end: number, wireEnd: number): number {
  return pushed(d, PROTOCOL.pppoe, at, end, wireEnd) ? PROTOCOL.ppp : PROTOCOL.none;
}

/** PPPoE discovery: the same header, tags behind it. */
export function dissectPppoeDiscovery(d: Dissection, at: number, end: number, wireEnd: number): number {
  pushed(d, PROTOCOL.pppoeDiscovery, at, end, wireEnd);
  return PROTOCOL.none;
}

function pushed(d: Dissection, protocol: number, at: number, end: number, wireEnd: number): boolean {
  if (at + HEADER > end) {
    d.short("PPPoE header", HEADER, at, wireEnd);
    return false;
  }
  const wire = Math.min(wireEnd, at + HEADER + u16(d.bytes, at + 4));
  d.push(protocol, at, at + HEADER, Math.min(end, wire), wire);
  return true;
}

/** Accessors take the offset of the header. */
export const pppoe = {
  sessionId: (b: Uint8Array, at: number) => u16(b, at + 2),
  /** Of the payload, in bytes. */
  length: (b: Uint8Array, at: number) => u16(b, at + 4),
};
