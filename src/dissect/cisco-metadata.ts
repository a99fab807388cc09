import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 8;

/**
 * Cisco MetaData, which carries a security group tag (draft-smith-kandula-sxp section 3.7 names the field).
 *
 *     | version (1) | length (1) | option (2) | security group tag (2) | EtherType (2) |
 */
export function dissectCiscoMetadata(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("Cisco MetaData header", HEADER, at, wireEnd);
  d.push(PROTOCOL.ciscoMetadata, at, at + HEADER, end, wireEnd);
  return etherType(u16(d.bytes, at + 6));
}
