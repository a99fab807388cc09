import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** What a checksum field says. */
export const CHECKSUM = {
  /** It cannot be told: the packet is cut, or a fragment. */
  unknown: 0,
  good: 1,
  bad: 2,
  /**
   * It holds the sum of the pseudo-header alone: the sender left the rest to its NIC (CHECKSUM_PARTIAL in the kernel), and
   * the capture was taken before that.
   */
  partial: 3,
  /** UDP over IPv4 sent none, RFC 768. */
  absent: 4,
} as const;

const PROTOCOL_NUMBER_TCP = 6;
const PROTOCOL_NUMBER_UDP = 17;

/** One's complement sum of 16-bit words, RFC 1071, folded to 16 bits; an odd last byte is the high one of a word. */
export function onesSum(b: Uint8Array, start: number, end: number, initial: number): number {
  let sum = initial;
  let at = start;
  // 2^16 words of 16 bits stay below 2^32; frames longer than 128 KiB are folded on the way.
  while (end - at > 0x20000) {
    for (const stop = at + 0x20000; at < stop; at += 2) sum += u16(b, at);
    sum = fold(sum);
  }
  for (; at + 1 < end; at += 2) sum += u16(b, at);
  if (at < end) sum += b[at] << 8;
  return fold(sum);
}

export function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}

/** Checksum of the IPv4 header at `at`, whose `headerLength` bytes are all there. */
export function ipv4HeaderChecksum(b: Uint8Array, at: number, headerLength: number): number {
  if (onesSum(b, at, at + headerLength, 0) === 0xffff) return CHECKSUM.good;
  // Transmit offload leaves the field at 0 for the NIC to fill in.
  return u16(b, at + 10) === 0 ? CHECKSUM.partial : CHECKSUM.bad;
}

/** Sum of the pseudo-header without its length, RFC 9293 section 3.1 and RFC 8200 section 8.1. */
function pseudoHeader(b: Uint8Array, header: number, overIpv4: boolean, protocol: number): number {
  const addresses = overIpv4 ? onesSum(b, header + 12, header + 20, 0) : onesSum(b, header + 8, header + 40, 0);
  return addresses + protocol;
}

function lengthWords(length: number): number {
  return (length & 0xffff) + (length >>> 16);
}

/** Checksum of the innermost TCP or UDP header of `d`, a {@link CHECKSUM} value. */
export function transportChecksum(d: Dissection): number {
  const { ip, transport } = d;
  if (ip < 0 || transport < 0 || d.fragment || d.end[transport] < d.wireEnd[transport]) return CHECKSUM.unknown;
  const protocol = d.protocol[transport];
  const isTcp = protocol === PROTOCOL.tcp;
  if (!isTcp && protocol !== PROTOCOL.udp) return CHECKSUM.unknown;
  const b = d.bytes;
  const at = d.start[transport];
  const end = d.end[transport];
  const field = u16(b, at + (isTcp ? 16 : 6));
  const overIpv4 = d.protocol[ip] === PROTOCOL.ipv4;
  if (!isTcp && field === 0) return overIpv4 ? CHECKSUM.absent : CHECKSUM.bad;
  const pseudo = pseudoHeader(b, d.start[ip], overIpv4, isTcp ? PROTOCOL_NUMBER_TCP : PROTOCOL_NUMBER_UDP);
  const withLength = pseudo + lengthWords(end - at);
  if (onesSum(b, at, end, withLength) === 0xffff) return CHECKSUM.good;
  // The length counts too, but for packets that are to be cut (`tcp_v4_gso_send_check`), where the NIC adds it.
  return field === fold(withLength) || field === fold(pseudo) ? CHECKSUM.partial : CHECKSUM.bad;
}
