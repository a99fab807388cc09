import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const LONG_HEADER = 0x80;
/** First byte, version, length of the destination's connection id. */
const FIXED = 6;
const MAX_CONNECTION_ID = 20;

/** Packet types of version 1's long header, RFC 9000 section 17.2. */
export const QUIC_TYPE = { initial: 0, zeroRtt: 1, handshake: 2, retry: 3 } as const;

/** Whether a QUIC long header of a version in use begins at `at`: RFC 9000, RFC 9369, version negotiation, the drafts. */
export function isQuicLongHeader(b: Uint8Array, at: number, end: number): boolean {
  if (at + FIXED > end || (b[at] & LONG_HEADER) === 0) return false;
  const version = u32(b, at + 1);
  const known = version === 1 || version === 0x6b3343cf || version === 0 || version >>> 8 === 0xff0000;
  if (!known || b[at + 5] > MAX_CONNECTION_ID) return false;
  // All but version negotiation have the fixed bit, section 17.2.
  if (version !== 0) return (b[at] & 0x40) !== 0;
  const source = at + FIXED + b[at + 5];
  return source < end && b[source] <= MAX_CONNECTION_ID && b[at + 5] + b[source] > 0;
}

/**
 * QUIC long header, RFC 8999 section 5.1.
 *
 *     | 1, type (1) | version (4) | length (1), destination connection id | length (1), source connection id | ... |
 */
export function dissectQuic(d: Dissection, at: number, end: number, wireEnd: number): number {
  const b = d.bytes;
  if (!isQuicLongHeader(b, at, end)) return PROTOCOL.none;
  const source = at + FIXED + b[at + 5];
  if (source + 1 > end) return d.short("QUIC connection id", source + 1 - at, at, wireEnd);
  const header = source + 1 + b[source];
  if (header > end) return d.short("QUIC connection id", header - at, at, wireEnd);
  d.push(PROTOCOL.quic, at, header, end, wireEnd);
  return PROTOCOL.none;
}

/** Accessors take the offset of the long header, which was dissected. */
export const quic = {
  version: (b: Uint8Array, at: number) => u32(b, at + 1),
  /** Of {@link QUIC_TYPE}, in version 1. */
  type: (b: Uint8Array, at: number) => (b[at] >> 4) & 3,
  destinationIdLength: (b: Uint8Array, at: number) => b[at + 5],
  destinationId: (_b: Uint8Array, at: number) => at + FIXED,
  sourceIdLength: (b: Uint8Array, at: number) => b[at + FIXED + b[at + 5]],
  sourceId: (b: Uint8Array, at: number) => at + FIXED + b[at + 5] + 1,
};
