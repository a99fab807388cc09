import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** Raw IP: no link header, the version nibble tells the family. */
export function dissectRaw(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 1 > end) return d.short("IP version", 1, at, wireEnd);
  d.push(PROTOCOL.raw, at, at, end, wireEnd);
  return ipVersion(d.bytes[at]);
}

/** The IP layer whose header begins with this byte. */
export function ipVersion(first: number): number {
  const version = first >> 4;
  return version === 4 ? PROTOCOL.ipv4 : version === 6 ? PROTOCOL.ipv6 : PROTOCOL.none;
}
