import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";
import { dissectStt, isStt } from "./stt.js";

const HEADER = 20;

/**
 * TCP, RFC 9293 section 3.1.
 *
 *     | source port | destination port | sequence number | acknowledgment number |
 *     | data offset, flags | window | checksum | urgent pointer | options ... |
 */
export function dissectTcp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("TCP header", HEADER, at, wireEnd);
  if (d.tcpLayer[u16(d.bytes, at + 2)] === PROTOCOL.stt && isStt(d.bytes, at, end, wireEnd))
    return dissectStt(d, at, end, wireEnd);
  const headerLength = (d.bytes[at + 12] >> 4) * 4;
  if (headerLength < HEADER || at + headerLength > wireEnd) return d.broken("TCP data offset");
  if (at + headerLength > end) d.cut = true;
  d.transport = d.push(PROTOCOL.tcp, at, Math.min(at + headerLength, end), end, wireEnd);
  return PROTOCOL.none;
}

/** Flag bits, RFC 9293 section 3.1. */
export const TCP_FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

/** Accessors take the offset of the header. */
export const tcp = {
  sourcePort: (b: Uint8Array, at: number) => u16(b, at),
  destinationPort: (b: Uint8Array, at: number) => u16(b, at + 2),
  sequence: (b: Uint8Array, at: number) => u32(b, at + 4),
  acknowledgment: (b: Uint8Array, at: number) => u32(b, at + 8),
  /** In bytes. */
  headerLength: (b: Uint8Array, at: number) => (b[at + 12] >> 4) * 4,
  flags: (b: Uint8Array, at: number) => b[at + 13],
  /** Unscaled, as the header carries it. */
  window: (b: Uint8Array, at: number) => u16(b, at + 14),
  checksum: (b: Uint8Array, at: number) => u16(b, at + 16),
};
