import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;

/**
 * UDP, RFC 768.
 *
 *     | source port (2) | destination port (2) | length (2) | checksum (2) |
 *
 * A length of 0 is a jumbogram (RFC 2675 section 4) or a super-frame. In a first fragment the length goes beyond the packet.
 */
export function dissectUdp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("UDP header", HEADER, at, wireEnd);
  const b = d.bytes;
  const length = u16(b, at + 4);
  const wire = length === 0 ? wireEnd : Math.min(wireEnd, at + length);
  if (length !== 0 && length < HEADER) {
    d.transport = d.push(PROTOCOL.udp, at, at + HEADER, end, wireEnd);
    return d.broken("UDP length");
  }
  d.transport = d.push(PROTOCOL.udp, at, at + HEADER, Math.min(end, wire), wire);
  // The lower port is the service's more often than not; the other has its say where that one is not known.
  const source = u16(b, at);
  const destination = u16(b, at + 2);
  const ports = d.options.udpPorts;
  const low = ports.get(source < destination ? source : destination);
  if (low !== undefined) return low;
  return ports.get(source < destination ? destination : source) ?? PROTOCOL.none;
}

/** Accessors take the offset of the header. */
export const udp = {
  sourcePort: (b: Uint8Array, at: number) => u16(b, at),
  destinationPort: (b: Uint8Array, at: number) => u16(b, at + 2),
  /** Header and payload, in bytes. */
  length: (b: Uint8Array, at: number) => u16(b, at + 4),
  checksum: (b: Uint8Array, at: number) => u16(b, at + 6),
};
