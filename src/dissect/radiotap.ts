import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const FIXED = 8;
/** Bits of the first presence word, https://www.radiotap.org/fields/defined */
const PRESENT_TSFT = 1;
const PRESENT_FLAGS = 2;
const FLAG_FCS = 0x10;
const FCS = 4;

/**
 * Radiotap, https://www.radiotap.org. Little-endian, whatever the host.
 *
 *     | version (1) | pad (1) | length (2) | present (4), more where bit 31 is set | fields ... |
 */
export function dissectRadiotap(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + FIXED > end) return d.short("radiotap header", FIXED, at, wireEnd);
  const b = d.bytes;
  const length = b[at + 2] | (b[at + 3] << 8);
  if (length < FIXED) return d.broken("radiotap length");
  if (at + length > end) return d.short("radiotap header", length, at, wireEnd);
  const fcs = hasFcs(b, at, at + length) ? FCS : 0;
  const wire = Math.max(at + length, wireEnd - fcs);
  d.push(PROTOCOL.radiotap, at, at + length, Math.min(end, wire), wire);
  return PROTOCOL.ieee80211;
}

/** Reads the flags field, the second one: only a time stamp can stand before it. */
function hasFcs(b: Uint8Array, at: number, stop: number): boolean {
  const present = b[at + 4];
  if ((present & PRESENT_FLAGS) === 0) return false;
  let field = at + 4;
  while (field + 4 <= stop && (b[field + 3] & 0x80) !== 0) field += 4;
  field += 4;
  // Fields are aligned to their size, counted from the header.
  if ((present & PRESENT_TSFT) !== 0) field = at + ((field - at + 7) & ~7) + 8;
  return field < stop && (b[field] & FLAG_FCS) !== 0;
}
