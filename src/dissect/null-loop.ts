import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 4;

/**
 * BSD loopback: the address family, in the byte order of the host that captured (NULL) or of the network (LOOP).
 * https://www.tcpdump.org/linktypes.html
 *
 *     | AF_ value (4) |
 */
export function dissectNullLoop(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("loopback header", HEADER, at, wireEnd);
  d.push(PROTOCOL.nullLoop, at, at + HEADER, end, wireEnd);
  return familyLayer(addressFamily(d.bytes, at));
}

/** No family is above 255, so that the zero bytes tell the byte order. */
function addressFamily(b: Uint8Array, at: number): number {
  const big = u32(b, at);
  return big > 0xffff ? b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) : big;
}

function familyLayer(family: number): number {
  switch (family) {
    case 2:
      return PROTOCOL.ipv4;
    case 10: // Linux
    case 24: // NetBSD, OpenBSD
    case 28: // FreeBSD
    case 30: // Darwin
      return PROTOCOL.ipv6;
    default:
      return PROTOCOL.none;
  }
}
