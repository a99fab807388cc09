import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const MARKER = 4;

/**
 * IPsec NAT traversal on UDP port 4500, RFC 3948 section 2: ESP, or IKE behind four zero bytes, or a keepalive of one FF.
 */
export function dissectNatT(d: Dissection, at: number, end: number, wireEnd: number): number {
  const keepalive = wireEnd - at === 1;
  if (!keepalive && at + MARKER > end) return d.short("NAT-T marker", MARKER, at, wireEnd);
  const isIke = !keepalive && u32(d.bytes, at) === 0;
  d.push(PROTOCOL.natT, at, isIke ? at + MARKER : at, end, wireEnd);
  return keepalive || isIke ? PROTOCOL.none : PROTOCOL.esp;
}
