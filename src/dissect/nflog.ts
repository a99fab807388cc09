import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 4;
const TLV_HEADER = 4;
/** NFULA_PAYLOAD of linux/netfilter/nfnetlink_log.h. */
const PAYLOAD = 9;
const AF_INET = 2;
const AF_INET6 = 10;

/**
 * Linux NFLOG, https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html. TLVs in the byte order of the host.
 *
 *     | family (1) | version (1) | resource id (2) | TLVs: length (2) | type (2) | value, padded to 4 |
 */
export function dissectNflog(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("NFLOG header", HEADER, at, wireEnd);
  const b = d.bytes;
  let tlv = at + HEADER;
  while (tlv + TLV_HEADER <= end) {
    const little = b[tlv] | (b[tlv + 1] << 8);
    const big = (b[tlv] << 8) | b[tlv + 1];
    // Types are small: the side where the zero is tells the byte order.
    const swapped = b[tlv + 3] !== 0 && b[tlv + 2] === 0;
    const length = swapped ? big : little;
    const type = swapped ? b[tlv + 3] : b[tlv + 2];
    if (length < TLV_HEADER) return d.broken("NFLOG TLV length");
    if (type === PAYLOAD) {
      const wire = Math.min(wireEnd, tlv + length);
      d.push(PROTOCOL.nflog, at, tlv + TLV_HEADER, Math.min(end, wire), wire);
      return b[at] === AF_INET ? PROTOCOL.ipv4 : b[at] === AF_INET6 ? PROTOCOL.ipv6 : PROTOCOL.none;
    }
    tlv += (length + 3) & ~3;
  }
  return d.short("NFLOG payload", tlv + TLV_HEADER - at, at, wireEnd);
}
