import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const INITIATION = 148;
const RESPONSE = 92;
const COOKIE_REPLY = 64;
const TRANSPORT_HEADER = 16;
/** Header and authentication tag. The payload is padded to 16 bytes, but not beyond the MTU (`calculate_skb_padding`). */
const SHORTEST_TRANSPORT = 32;

/** Whether a UDP payload of `length` bytes on the wire is a WireGuard message: the type, three zeros, and its length agree. */
export function isWireguard(b: Uint8Array, at: number, length: number): boolean {
  switch (u32(b, at)) {
    case 0x01000000:
      return length === INITIATION;
    case 0x02000000:
      return length === RESPONSE;
    case 0x03000000:
      return length === COOKIE_REPLY;
    case 0x04000000:
      return length >= SHORTEST_TRANSPORT;
    default:
      return false;
  }
}

/**
 * WireGuard, https://www.wireguard.com/protocol/: opaque but for its header.
 *
 *     | type (1) | reserved (3) | receiver (4) | counter (8) | encrypted packet, tag (16) |     transport data
 */
export function dissectWireguard(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 4 > end) return d.short("WireGuard header", 4, at, wireEnd);
  if (!isWireguard(d.bytes, at, wireEnd - at)) return PROTOCOL.none;
  d.push(PROTOCOL.wireguard, at, Math.min(end, at + TRANSPORT_HEADER), end, wireEnd);
  return PROTOCOL.none;
}

/** 1 handshake initiation, 2 response, 3 cookie reply, 4 transport data. */
export function wireguardType(b: Uint8Array, at: number): number {
  return b[at];
}
