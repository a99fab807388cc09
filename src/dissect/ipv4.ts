import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 20;

/**
 * IPv4, RFC 791 section 3.1.
 *
 *     | version ihl | tos | total length | identification | flags fragment offset |
 *     | ttl | protocol | header checksum | source | destination | options ... |
 *
 * A total length of 0 is a super-frame that was not yet cut (TSO, BIG TCP, `iph_totlen` in the kernel): the packet then
 * reaches to the end of the layer below.
 */
export function dissectIpv4(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("IPv4 header", HEADER, at, wireEnd);
  const b = d.bytes;
  if (b[at] >> 4 !== 4) return d.broken("IPv4 version");
  const headerLength = (b[at] & 0x0f) * 4;
  if (headerLength < HEADER) return d.broken("IPv4 header length");
  const total = u16(b, at + 2);
  const wire = total === 0 ? wireEnd : at + total;
  if (wire < at + headerLength) return d.broken("IPv4 total length");
  if (at + headerLength > end) return d.short("IPv4 options", headerLength, at, wireEnd);
  const i = d.push(PROTOCOL.ipv4, at, at + headerLength, Math.min(end, wire), wire);
  d.ip = i;
  if (d.outerIp < 0) d.outerIp = i;
  d.transport = -1;
  const fragment = u16(b, at + 6);
  d.fragment = (fragment & 0x3fff) !== 0;
  if ((fragment & 0x1fff) !== 0) return PROTOCOL.fragment;
  return ipProtocol(b[at + 9], PROTOCOL.ipv4);
}

/** Accessors take the offset of the header. Sizes in bytes. */
export const ipv4 = {
  totalLength: (b: Uint8Array, at: number) => u16(b, at + 2),
  identification: (b: Uint8Array, at: number) => u16(b, at + 4),
  dontFragment: (b: Uint8Array, at: number) => (b[at + 6] & 0x40) !== 0,
  moreFragments: (b: Uint8Array, at: number) => (b[at + 6] & 0x20) !== 0,
  /** In bytes; the field counts units of 8. */
  fragmentOffset: (b: Uint8Array, at: number) => (u16(b, at + 6) & 0x1fff) * 8,
  ttl: (b: Uint8Array, at: number) => b[at + 8],
  protocol: (b: Uint8Array, at: number) => b[at + 9],
};
