import { u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;

/**
 * Encapsulating Security Payload, RFC 4303 section 2: opaque but for its header.
 *
 *     | SPI (4) | sequence number (4) | initialisation vector, payload, padding, next header, ICV ... |
 */
export function dissectEsp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("ESP header", HEADER, at, wireEnd);
  d.push(PROTOCOL.esp, at, at + HEADER, end, wireEnd);
  return PROTOCOL.none;
}

/** Accessors take the offset of the header. */
export const esp = {
  spi: (b: Uint8Array, at: number) => u32(b, at),
  sequence: (b: Uint8Array, at: number) => u32(b, at + 4),
};
