import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { jumboPayloadLength } from "./ipv6-options.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 40;
const NEXT_HEADER = 6;
const HOP_BY_HOP = 0;
const NO_NEXT_HEADER = 59;

/**
 * IPv6, RFC 8200 section 3.
 *
 *     | version, traffic class, flow label (4) | payload length (2) | next header (1) | hop limit (1) |
 *     | source (16) | destination (16) |
 *
 * A payload length of 0 is a jumbogram, whose length stands in a hop-by-hop option (RFC 2675), or a super-frame without
 * one (BIG TCP, `ipv6_payload_len` in the kernel), which reaches to the end of the layer below.
 */
export function dissectIpv6(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("IPv6 header", HEADER, at, wireEnd);
  const b = d.bytes;
  if (b[at] >> 4 !== 6) return d.broken("IPv6 version");
  const payload = at + HEADER;
  const next = b[at + NEXT_HEADER];
  let length = u16(b, at + 4);
  if (length === 0 && next !== NO_NEXT_HEADER) {
    const jumbo = next === HOP_BY_HOP ? jumboPayloadLength(b, payload, end) : 0;
    length = jumbo === 0 ? wireEnd - payload : jumbo;
  }
  const wire = payload + length;
  const i = d.push(PROTOCOL.ipv6, at, payload, Math.min(end, wire), wire);
  d.ip = i;
  if (d.outerIp < 0) d.outerIp = i;
  d.transport = -1;
  d.fragment = false;
  return ipProtocol(next, PROTOCOL.ipv6);
}

/** Accessors take the offset of the header. Sizes in bytes. */
export const ipv6 = {
  /** As the header says it: 0 in jumbograms and super-frames. */
  payloadLength: (b: Uint8Array, at: number) => u16(b, at + 4),
  trafficClass: (b: Uint8Array, at: number) => ((b[at] & 0x0f) << 4) | (b[at + 1] >> 4),
  flowLabel: (b: Uint8Array, at: number) => u32(b, at) & 0xfffff,
  nextHeader: (b: Uint8Array, at: number) => b[at + NEXT_HEADER],
  hopLimit: (b: Uint8Array, at: number) => b[at + 7],
};

/** Offsets of the addresses in the header. */
export const IPV6_SOURCE = 8;
export const IPV6_DESTINATION = 24;
