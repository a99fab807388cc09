import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 12;
const CHUNK_HEADER = 4;

/**
 * SCTP, RFC 9260 section 3.
 *
 *     | source port (2) | destination port (2) | verification tag (4) | checksum (4) | chunks ... |
 */
export function dissectSctp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("SCTP header", HEADER, at, wireEnd);
  d.transport = d.push(PROTOCOL.sctp, at, at + HEADER, end, wireEnd);
  return PROTOCOL.none;
}

/** Accessors take the offset of the header. */
export const sctp = {
  sourcePort: (b: Uint8Array, at: number) => u16(b, at),
  destinationPort: (b: Uint8Array, at: number) => u16(b, at + 2),
  verificationTag: (b: Uint8Array, at: number) => u32(b, at + 4),
};

/** Accessors take the offset of a chunk. */
export const sctpChunk = {
  type: (b: Uint8Array, at: number) => b[at],
  flags: (b: Uint8Array, at: number) => b[at + 1],
  /** With its header, without the padding to 4 bytes. */
  length: (b: Uint8Array, at: number) => u16(b, at + 2),
};

/** Offset of the chunk after the one at `at`, or -1 where there is none whose header was captured. Begin at the payload. */
export function nextSctpChunk(b: Uint8Array, at: number, end: number): number {
  const length = u16(b, at + 2);
  if (length < CHUNK_HEADER) return -1;
  const next = at + ((length + 3) & ~3);
  return next + CHUNK_HEADER <= end ? next : -1;
}
