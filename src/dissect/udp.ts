import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { isDtls } from "./dtls.js";
import { PROTOCOL } from "./protocols.js";
import { isQuicLongHeader } from "./quic.js";
import { isWireguard } from "./wireguard.js";

const HEADER = 8;

/**
 * UDP, RFC 768.
 *
 *     | source port (2) | destination port (2) | length (2) | checksum (2) |
 *
 * A length of 0 is a jumbogram (RFC 2675 section 4) or a super-frame. In a first fragment the length goes beyond the packet.
 */
export function dissectUdp(d: Dissection, at: number, end: number, wireEnd: number): number {
  const payload = at + HEADER;
  if (payload > end) return d.short("UDP header", HEADER, at, wireEnd);
  const b = d.bytes;
  const length = u16(b, at + 4);
  if (length !== 0 && length < HEADER) {
    d.transport = d.push(PROTOCOL.udp, at, payload, end, wireEnd);
    return d.broken("UDP length");
  }
  const wire = length === 0 ? wireEnd : Math.min(wireEnd, at + length);
  const stop = Math.min(end, wire);
  d.transport = d.push(PROTOCOL.udp, at, payload, stop, wire);
  if (payload === wire) return PROTOCOL.none;
  // The lower port is the service's more often than not; the other has its say where that one is not known.
  const source = u16(b, at);
  const destination = u16(b, at + 2);
  const low = d.udpLayer[Math.min(source, destination)];
  if (low !== 0) return low;
  const high = d.udpLayer[Math.max(source, destination)];
  return high !== 0 ? high : recognised(b, payload, stop, wire);
}

/** Protocols that run on any port, by bytes that nothing else begins with. */
function recognised(b: Uint8Array, at: number, end: number, wireEnd: number): number {
  if (at + 4 > end) return PROTOCOL.none;
  const first = b[at];
  if (first <= 4) return isWireguard(b, at, wireEnd - at) ? PROTOCOL.wireguard : PROTOCOL.none;
  if (first >= 0x80) return isQuicLongHeader(b, at, end) ? PROTOCOL.quic : PROTOCOL.none;
  return isDtls(b, at, end) ? PROTOCOL.dtls : PROTOCOL.none;
}

/** Accessors take the offset of the header. */
export const udp = {
  sourcePort: (b: Uint8Array, at: number) => u16(b, at),
  destinationPort: (b: Uint8Array, at: number) => u16(b, at + 2),
  /** Header and payload, in bytes. */
  length: (b: Uint8Array, at: number) => u16(b, at + 4),
  checksum: (b: Uint8Array, at: number) => u16(b, at + 6),
};
