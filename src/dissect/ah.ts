import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { ipProtocol } from "./ipproto.js";
import { PROTOCOL } from "./protocols.js";

const FIXED = 12;

/**
 * Authentication Header, RFC 4302 section 2. It does not encrypt: what it carries is dissected.
 *
 *     | next header (1) | length (1) | reserved (2) | SPI (4) | sequence number (4) | ICV ... |
 */
export function dissectAh(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("AH header", FIXED, at, wireEnd);
  const length = (d.bytes[at + 1] + 2) * 4;
  if (length < FIXED) return d.broken("AH length");
  if (at + length > end) return d.short("AH header", length, at, wireEnd);
  d.push(PROTOCOL.ah, at, at + length, end, wireEnd);
  return ipProtocol(d.bytes[at], d.ip < 0 ? PROTOCOL.ipv4 : d.protocol[d.ip]);
}

/** Accessors take the offset of the header. */
export const ah = {
  nextHeader: (b: Uint8Array, at: number) => b[at],
  spi: (b: Uint8Array, at: number) => u32(b, at + 4),
};
