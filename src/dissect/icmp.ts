import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;

/**
 * ICMP, RFC 792.
 *
 *     | type (1) | code (1) | checksum (2) | rest of header (4) | quoted packet, or data ... |
 *
 * What an error quotes is no layer of this frame: dissect it apart, with `dissectFrom(other, PROTOCOL.ipv4, payload, ...)`.
 */
export function dissectIcmp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("ICMP header", HEADER, at, wireEnd);
  d.transport = d.push(PROTOCOL.icmp, at, at + HEADER, end, wireEnd);
  return PROTOCOL.none;
}

export const ICMP_TYPE = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echo: 8,
  timeExceeded: 11,
  parameterProblem: 12,
} as const;

/** Code of {@link ICMP_TYPE.unreachable} that makes it a PTB. */
const FRAGMENTATION_NEEDED = 4;

/** Accessors take the offset of the header. */
export const icmp = {
  type: (b: Uint8Array, at: number) => b[at],
  code: (b: Uint8Array, at: number) => b[at + 1],
  checksum: (b: Uint8Array, at: number) => u16(b, at + 2),
  /** Of a PTB, RFC 1191 section 4; 0 from routers older than that. */
  nextHopMtu: (b: Uint8Array, at: number) => u16(b, at + 6),
  /** Of an echo and its reply. */
  identifier: (b: Uint8Array, at: number) => u16(b, at + 4),
  sequence: (b: Uint8Array, at: number) => u16(b, at + 6),
  isPacketTooBig: (b: Uint8Array, at: number) => b[at] === ICMP_TYPE.unreachable && b[at + 1] === FRAGMENTATION_NEEDED,
  /** Whether the packet that caused it is quoted after the header. */
  quotes: (b: Uint8Array, at: number) => {
    const type = b[at];
    return type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
  },
};
