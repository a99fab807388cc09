import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const FIXED = 4;
const FLAG = { checksum: 0x8000, routing: 0x4000, key: 0x2000, sequence: 0x1000, acknowledgment: 0x0080 } as const;
const VERSION = 0x0007;
const ERSPAN = { iOrII: 0x88be, iii: 0x22eb } as const;
/** Family, offset, length of a source route entry, RFC 1701. */
const SOURCE_ROUTE = 4;

/**
 * GRE, RFC 2784 and 2890; version 1 is PPTP's, RFC 2637 section 4.1. GRETAP and NVGRE (RFC 7637) are GRE with Ethernet inside.
 *
 *     | C R K S ... A, version (2) | protocol (2) | checksum, reserved (4)? | key (4)? | sequence (4)? | acknowledgment (4)? |
 */
export function dissectGre(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("GRE header", FIXED, at, wireEnd);
  const b = d.bytes;
  const flags = u16(b, at);
  const version = flags & VERSION;
  if (version > 1) return d.broken("GRE version");
  let length = greFixedLength(flags);
  if (at + length > end) return d.short("GRE header", length, at, wireEnd);
  if (version === 0 && (flags & FLAG.routing) !== 0) {
    length = afterRoutes(b, at, length, end);
    if (at + length > end) return d.short("GRE routing", length, at, wireEnd);
  }
  d.push(PROTOCOL.gre, at, at + length, end, wireEnd);
  const type = u16(b, at + 2);
  // Type I has neither a sequence number nor a header of its own (draft-foschiano-erspan section 4.1).
  if (type === ERSPAN.iOrII) return (flags & FLAG.sequence) === 0 ? PROTOCOL.ethernet : PROTOCOL.erspan;
  if (type === ERSPAN.iii) return PROTOCOL.erspan3;
  // PPTP acknowledges without data; the key's first half is the payload's length.
  if (version === 1 && (flags & FLAG.key) !== 0 && u16(b, at + 4) === 0) return PROTOCOL.none;
  return etherType(type);
}

function greFixedLength(flags: number): number {
  let length = FIXED;
  if ((flags & (FLAG.checksum | FLAG.routing)) !== 0) length += 4;
  if ((flags & FLAG.key) !== 0) length += 4;
  if ((flags & FLAG.sequence) !== 0) length += 4;
  if ((flags & VERSION) === 1 && (flags & FLAG.acknowledgment) !== 0) length += 4;
  return length;
}

/** Length of the header with its source routes, a list that ends with an entry of length 0. */
function afterRoutes(b: Uint8Array, at: number, fixed: number, end: number): number {
  let length = fixed;
  while (at + length + SOURCE_ROUTE <= end) {
    const entry = b[at + length + 3];
    const last = entry === 0 && u16(b, at + length) === 0;
    length += SOURCE_ROUTE + entry;
    if (last) return length;
  }
  return length + SOURCE_ROUTE;
}

/** Accessors take the offset of the header. */
export const gre = {
  protocol: (b: Uint8Array, at: number) => u16(b, at + 2),
  version: (b: Uint8Array, at: number) => b[at + 1] & VERSION,
  hasKey: (b: Uint8Array, at: number) => (u16(b, at) & FLAG.key) !== 0,
  /** Only where it has one. Of NVGRE: the 24-bit subnet and the flow. Of PPTP: payload length and call. */
  key: (b: Uint8Array, at: number) => u32(b, at + ((u16(b, at) & (FLAG.checksum | FLAG.routing)) !== 0 ? 8 : 4)),
};
