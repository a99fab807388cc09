import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** All-stations address and unnumbered information, RFC 1662 section 3.1; may be left out. */
const ADDRESS_CONTROL = 0xff03;

/**
 * PPP, RFC 1661 section 2.
 *
 *     | FF 03, or nothing | protocol (2, or 1 where compressed) |
 */
export function dissectPpp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 2 > end) return d.short("PPP header", 2, at, wireEnd);
  const b = d.bytes;
  const field = u16(b, at) === ADDRESS_CONTROL ? at + 2 : at;
  if (field + 2 > end) return d.short("PPP header", field + 2 - at, at, wireEnd);
  // A protocol number is odd in its last byte and even in its first: an odd first byte is all there is.
  const compressed = (b[field] & 1) !== 0;
  const payload = field + (compressed ? 1 : 2);
  d.push(PROTOCOL.ppp, at, payload, end, wireEnd);
  return pppProtocol(compressed ? b[field] : u16(b, field));
}

/** PPP protocol number of the header at `at`. */
export function pppProtocolNumber(b: Uint8Array, at: number): number {
  const field = u16(b, at) === ADDRESS_CONTROL ? at + 2 : at;
  return (b[field] & 1) !== 0 ? b[field] : u16(b, field);
}

/** The layer a PPP protocol number (IANA "PPP DLL Protocol Numbers") announces. */
function pppProtocol(number: number): number {
  switch (number) {
    case 0x0021:
      return PROTOCOL.ipv4;
    case 0x0057:
      return PROTOCOL.ipv6;
    case 0x0281: // unicast
    case 0x0283: // multicast
      return PROTOCOL.mpls;
    default:
      return PROTOCOL.none;
  }
}
