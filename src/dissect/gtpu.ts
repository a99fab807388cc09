import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";
import { ipVersion } from "./raw.js";

const FIXED = 8;
/** Sequence number (2), N-PDU number (1), next extension (1): there when any of the three flags is set. */
const OPTIONAL = 4;
const FLAGS_OPTIONAL = 0x07;
const FLAG_EXTENSION = 0x04;
const PROTOCOL_TYPE = 0x10;
const G_PDU = 0xff;

/**
 * GTP-U, 3GPP TS 29.281 section 5.1.
 *
 *     | version (3 bits), PT, -, E, S, PN | message type (1) | length (2) | TEID (4) | optional (4)? | extensions ... |
 */
export function dissectGtpu(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("GTP-U header", FIXED, at, wireEnd);
  const b = d.bytes;
  const flags = b[at];
  if (flags >> 5 !== 1 || (flags & PROTOCOL_TYPE) === 0) return PROTOCOL.none;
  // The length counts what follows the first 8 bytes; super-frames leave it short or 0.
  const counted = u16(b, at + 2);
  const wire = counted === 0 ? wireEnd : Math.min(wireEnd, at + FIXED + counted);
  const stop = Math.min(end, wire);
  let length = FIXED;
  if ((flags & FLAGS_OPTIONAL) !== 0) {
    length += OPTIONAL;
    if (at + length > stop) return d.short("GTP-U header", length, at, wireEnd);
    let next = (flags & FLAG_EXTENSION) !== 0 ? b[at + length - 1] : 0;
    while (next !== 0) {
      if (at + length >= stop) return d.short("GTP-U extension", length + 1, at, wireEnd);
      const extension = b[at + length] * 4;
      if (extension === 0) return d.broken("GTP-U extension length");
      length += extension;
      if (at + length > stop) return d.short("GTP-U extension", length, at, wireEnd);
      next = b[at + length - 1];
    }
  }
  d.push(PROTOCOL.gtpu, at, at + length, stop, wire);
  return b[at + 1] === G_PDU && at + length < stop ? ipVersion(b[at + length]) : PROTOCOL.none;
}

/** Accessors take the offset of the header. */
export const gtpu = {
  messageType: (b: Uint8Array, at: number) => b[at + 1],
  teid: (b: Uint8Array, at: number) => u32(b, at + 4),
};
