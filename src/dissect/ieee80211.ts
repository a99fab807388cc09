import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 24;
const ADDRESS4 = 6;
const QOS = 2;
const HT_CONTROL = 4;
const TYPE_DATA = 2;
/** Subtype bits of data frames: QoS, and "no data". */
const SUBTYPE_QOS = 8;
const SUBTYPE_NULL = 4;

/**
 * IEEE 802.11 data frame, IEEE Std 802.11 clause 9.3.2.1. Other frames, and encrypted ones, carry nothing that can be read.
 *
 *     | frame control (2) | duration (2) | address 1-3 (18) | sequence (2) | address 4 (6)? | QoS (2)? | HT (4)? | LLC ... |
 */
export function dissectIeee80211(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 2 > end) return d.short("802.11 header", 2, at, wireEnd);
  const b = d.bytes;
  const type = (b[at] >> 2) & 3;
  const subtype = b[at] >> 4;
  const flags = b[at + 1];
  if (type !== TYPE_DATA) {
    d.push(PROTOCOL.ieee80211, at, at + 2, end, wireEnd);
    return PROTOCOL.none;
  }
  const qos = (subtype & SUBTYPE_QOS) !== 0;
  let length = HEADER;
  if ((flags & 0x03) === 0x03) length += ADDRESS4; // to and from a distribution system
  const control = at + length;
  if (qos) length += (flags & 0x80) !== 0 ? QOS + HT_CONTROL : QOS;
  if (at + length > end) return d.short("802.11 header", length, at, wireEnd);
  d.push(PROTOCOL.ieee80211, at, at + length, end, wireEnd);
  const isProtected = (flags & 0x40) !== 0;
  // An aggregate (A-MSDU) holds several frames: none of them is this one.
  const aggregate = qos && (b[control] & 0x80) !== 0;
  return (subtype & SUBTYPE_NULL) !== 0 || isProtected || aggregate ? PROTOCOL.none : PROTOCOL.llc;
}
