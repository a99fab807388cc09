import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;
/** Errors have the highest bit of the type clear, RFC 4443 section 2.1. */
const FIRST_INFORMATIONAL = 128;

/**
 * ICMPv6, RFC 4443 section 2.1.
 *
 *     | type (1) | code (1) | checksum (2) | message body: its first 4 bytes, then the quoted packet or data ... |
 *
 * What an error quotes is no layer of this frame: dissect it apart, with `dissectFrom(other, PROTOCOL.ipv6, payload, ...)`.
 */
export function dissectIcmpv6(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("ICMPv6 header", HEADER, at, wireEnd);
  d.transport = d.push(PROTOCOL.icmpv6, at, at + HEADER, end, wireEnd);
  return PROTOCOL.none;
}

export const ICMPV6_TYPE = {
  unreachable: 1,
  packetTooBig: 2,
  timeExceeded: 3,
  parameterProblem: 4,
  echo: 128,
  echoReply: 129,
} as const;

/** Accessors take the offset of the header. */
export const icmpv6 = {
  type: (b: Uint8Array, at: number) => b[at],
  code: (b: Uint8Array, at: number) => b[at + 1],
  checksum: (b: Uint8Array, at: number) => u16(b, at + 2),
  /** Of a PTB, RFC 4443 section 3.2. */
  mtu: (b: Uint8Array, at: number) => u32(b, at + 4),
  /** Of an echo and its reply. */
  identifier: (b: Uint8Array, at: number) => u16(b, at + 4),
  sequence: (b: Uint8Array, at: number) => u16(b, at + 6),
  isPacketTooBig: (b: Uint8Array, at: number) => b[at] === ICMPV6_TYPE.packetTooBig,
  /** Whether the packet that caused it is quoted after the header. */
  quotes: (b: Uint8Array, at: number) => b[at] !== 0 && b[at] < FIRST_INFORMATIONAL,
};
