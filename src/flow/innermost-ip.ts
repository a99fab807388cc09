import { formatIpv4, formatIpv6 } from "../dissect/address.js";
import type { Dissection } from "../dissect/dissection.js";
import { ipv4 } from "../dissect/ipv4.js";
import { ipv6 } from "../dissect/ipv6.js";
import { PROTOCOL } from "../dissect/protocols.js";
import type { Endpoint } from "./digest.js";

/** Fields of the innermost IP header of a dissected frame; there must be one. */

const IPV6_HEADER = 40;

function isIpv4(d: Dissection): boolean {
  return d.protocol[d.ip] === PROTOCOL.ipv4;
}

/** IP bytes of the packet on the wire; a length of 0 is a super-frame that reaches to the frame's end. */
export function ipSize(d: Dissection): number {
  const at = d.start[d.ip];
  if (isIpv4(d)) return ipv4.totalLength(d.bytes, at) || d.wireEnd[d.ip] - at;
  const payload = ipv6.payloadLength(d.bytes, at);
  return payload === 0 ? d.wireEnd[d.ip] - at : payload + IPV6_HEADER;
}

export function ttlOf(d: Dissection): number {
  const at = d.start[d.ip];
  return isIpv4(d) ? ipv4.ttl(d.bytes, at) : ipv6.hopLimit(d.bytes, at);
}

/** IPv4 identification; -1 where there is none worth trusting (IPv6, or 0). */
export function identificationOf(d: Dissection): number {
  return isIpv4(d) ? ipv4.identification(d.bytes, d.start[d.ip]) || -1 : -1;
}

export function dontFragment(d: Dissection): boolean {
  return !isIpv4(d) || ipv4.dontFragment(d.bytes, d.start[d.ip]);
}

/** Offset of the source address, which the destination follows. */
export function addressesAt(d: Dissection): number {
  return d.start[d.ip] + (isIpv4(d) ? 12 : 8);
}

/** Bytes of one address. */
export function addressLength(d: Dissection): number {
  return isIpv4(d) ? 4 : 16;
}

export function endpointsOf(d: Dissection, source: number, destination: number): [Endpoint, Endpoint] {
  const at = addressesAt(d);
  const format = isIpv4(d) ? formatIpv4 : formatIpv6;
  return [
    { address: format(d.bytes, at), port: source },
    { address: format(d.bytes, at + addressLength(d)), port: destination },
  ];
}

/** Whether the outermost IP packet, a tunnel's, is the first of several fragments. */
export function outerIsFragment(d: Dissection): boolean {
  if (d.outerIp === d.ip) return false;
  if (d.protocol[d.outerIp] === PROTOCOL.ipv4) return ipv4.moreFragments(d.bytes, d.start[d.outerIp]);
  return d.protocol[d.outerIp + 1] === PROTOCOL.ipv6Fragment;
}
