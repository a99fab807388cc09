import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { PROTOCOL } from "./protocols.js";

/** Next header, length in units of 8 bytes beyond the first 8. */
const SHORTEST = 8;
const PAD1 = 0;
const JUMBO_PAYLOAD = 0xc2;

/** Hop-by-hop options, RFC 8200 section 4.3. */
export function dissectIpv6HopByHop(d: Dissection, at: number, end: number, wireEnd: number): number {
  return dissectOptions(d, PROTOCOL.ipv6HopByHop, at, end, wireEnd);
}

/** Destination options, RFC 8200 section 4.6. */
export function dissectIpv6Destination(d: Dissection, at: number, end: number, wireEnd: number): number {
  return dissectOptions(d, PROTOCOL.ipv6Destination, at, end, wireEnd);
}

/**
 *     | next header (1) | length (1) | options ... |
 */
function dissectOptions(d: Dissection, protocol: number, at: number, end: number, wireEnd: number): number {
  if (at + SHORTEST > end) return d.short("IPv6 options", SHORTEST, at, wireEnd);
  const length = (d.bytes[at + 1] + 1) * 8;
  if (at + length > end) return d.short("IPv6 options", length, at, wireEnd);
  d.push(protocol, at, at + length, end, wireEnd);
  return ipProtocol(d.bytes[at], PROTOCOL.ipv6);
}

/** Bytes that follow the IPv6 header by the jumbo payload option (RFC 2675 section 2), 0 where there is none. */
export function jumboPayloadLength(b: Uint8Array, at: number, end: number): number {
  if (at + SHORTEST > end) return 0;
  const stop = Math.min(end, at + (b[at + 1] + 1) * 8);
  let option = at + 2;
  while (option + 6 <= stop) {
    if (b[option] === JUMBO_PAYLOAD && b[option + 1] === 4) return jumbo(u32(b, option + 2));
    option += b[option] === PAD1 ? 1 : 2 + b[option + 1];
  }
  return 0;
}

/** Only lengths that the plain field cannot hold are legal; what no frame can hold would overflow offsets. */
function jumbo(length: number): number {
  return length > 0xffff && length < 0x4000_0000 ? length : 0;
}
