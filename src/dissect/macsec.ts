import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

/** TCI and AN, short length, packet number; the SCI is optional. */
const SHORTEST = 6;
const SCI = 8;
const HAS_SCI = 0x20;
const ENCRYPTED = 0x08;
const CHANGED = 0x04;
const ICV = 16;

/**
 * MACsec SecTAG, IEEE 802.1AE clause 9.3, after its EtherType. Readable only where it protects without encrypting.
 *
 *     | TCI, AN (1) | short length (1) | packet number (4) | SCI (8)? | EtherType (2) ... ICV (16) |
 */
export function dissectMacsec(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + SHORTEST > end) return d.short("MACsec tag", SHORTEST, at, wireEnd);
  const tci = d.bytes[at];
  const length = (tci & HAS_SCI) !== 0 ? SHORTEST + SCI : SHORTEST;
  if (at + length > end) return d.short("MACsec tag", length, at, wireEnd);
  const clear = (tci & (ENCRYPTED | CHANGED)) === 0;
  if (!clear) {
    d.push(PROTOCOL.macsec, at, at + length, end, wireEnd);
    return PROTOCOL.none;
  }
  const payload = at + length + 2;
  if (payload > end) return d.short("MACsec tag", length + 2, at, wireEnd);
  const wire = Math.max(payload, wireEnd - ICV);
  d.push(PROTOCOL.macsec, at, payload, Math.min(end, wire), wire);
  return etherType(u16(d.bytes, at + length));
}
