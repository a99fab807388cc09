import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;

/**
 * IPv6 fragment header, RFC 8200 section 4.5.
 *
 *     | next header (1) | reserved (1) | offset (13 bits), reserved (2), M (1) | identification (4) |
 *
 * An atomic fragment (RFC 6946: offset 0, no more) is a whole packet.
 */
export function dissectIpv6Fragment(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("IPv6 fragment header", HEADER, at, wireEnd);
  d.push(PROTOCOL.ipv6Fragment, at, at + HEADER, end, wireEnd);
  const field = u16(d.bytes, at + 2);
  if ((field & 0xfff9) !== 0) d.fragment = true;
  if ((field & 0xfff8) !== 0) return PROTOCOL.fragment;
  return ipProtocol(d.bytes[at], PROTOCOL.ipv6);
}

/** Accessors take the offset of the header. */
export const ipv6Fragment = {
  nextHeader: (b: Uint8Array, at: number) => b[at],
  /** In bytes. */
  offset: (b: Uint8Array, at: number) => u16(b, at + 2) & 0xfff8,
  moreFragments: (b: Uint8Array, at: number) => (b[at + 3] & 1) !== 0,
  identification: (b: Uint8Array, at: number) => u32(b, at + 4),
};
