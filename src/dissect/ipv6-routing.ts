import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { PROTOCOL } from "./protocols.js";

const SHORTEST = 8;

/**
 * IPv6 routing header of any type (segment routing too), RFC 8200 section 4.4.
 *
 *     | next header (1) | length (1) | type (1) | segments left (1) | data ... |
 */
export function dissectIpv6Routing(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + SHORTEST > end) return d.short("IPv6 routing header", SHORTEST, at, wireEnd);
  const length = (d.bytes[at + 1] + 1) * 8;
  if (at + length > end) return d.short("IPv6 routing header", length, at, wireEnd);
  d.push(PROTOCOL.ipv6Routing, at, at + length, end, wireEnd);
  return ipProtocol(d.bytes[at], PROTOCOL.ipv6);
}
