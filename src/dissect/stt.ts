import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { plausibleEthernet } from "./plausible.js";
import { PROTOCOL } from "./protocols.js";

/** A TCP header without options, to please NICs. */
const SEGMENT_HEADER = 20;
/** Version, flags, offset, reserved, MSS, VLAN, context id (8), padding (2). */
const FRAME_HEADER = 18;

/**
 * Whether the TCP header at `at` is STT's: the sequence number holds the length of the whole frame and this segment's
 * offset in it (draft-davie-stt section 3).
 */
export function isStt(b: Uint8Array, at: number, end: number, wireEnd: number): boolean {
  if (at + SEGMENT_HEADER > end || b[at + 12] >> 4 !== 5) return false;
  const frame = u16(b, at + 4);
  const offset = u16(b, at + 6);
  const length = wireEnd - at - SEGMENT_HEADER;
  if (length <= 0 || offset + length > frame) return false;
  if (offset > 0) return true;
  const header = at + SEGMENT_HEADER;
  return header + FRAME_HEADER <= end && b[header] === 0 && plausibleEthernet(b, header + FRAME_HEADER, end);
}

/**
 * STT, draft-davie-stt section 4, in the place of a TCP header; `isStt` holds.
 *
 *     | ports (4) | frame length (2) | offset (2) | frame id (4) | ... (8) | STT header (18), at offset 0 only | Ethernet ... |
 */
export function dissectStt(d: Dissection, at: number, end: number, wireEnd: number): number {
  const later = u16(d.bytes, at + 6) > 0;
  const header = later ? SEGMENT_HEADER : SEGMENT_HEADER + FRAME_HEADER;
  d.push(PROTOCOL.stt, at, at + header, end, wireEnd);
  return later ? PROTOCOL.fragment : PROTOCOL.ethernet;
}
