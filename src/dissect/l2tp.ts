import { u16, u32 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { plausibleEthernet } from "./plausible.js";
import { PROTOCOL } from "./protocols.js";

const FLAG = { control: 0x8000, length: 0x4000, sequence: 0x0800, offset: 0x0200 } as const;
const VERSION = 0x000f;
/** Flags and reserved (4), session id (4) of L2TPv3 over UDP. */
const V3_HEADER = 8;

/**
 * L2TP over UDP: version 2 (RFC 2661 section 3.1), which carries PPP, or 3 (RFC 3931 section 4.1.2).
 *
 *     | T L S O P, version (2) | length (2)? | tunnel id (2) | session id (2) | Ns, Nr (4)? | offset size (2), pad? |
 */
export function dissectL2tp(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 6 > end) return d.short("L2TP header", 6, at, wireEnd);
  const b = d.bytes;
  const flags = u16(b, at);
  if ((flags & VERSION) === 3) {
    if ((flags & FLAG.control) !== 0) return pushed(d, PROTOCOL.l2tpv3, at, at + 6, end, wireEnd, PROTOCOL.none);
    return dissectSession(d, at, V3_HEADER, end, wireEnd);
  }
  if ((flags & VERSION) !== 2) return PROTOCOL.none;
  const hasLength = (flags & FLAG.length) !== 0;
  let length = hasLength ? 8 : 6;
  if ((flags & FLAG.sequence) !== 0) length += 4;
  if ((flags & FLAG.offset) !== 0) {
    if (at + length + 2 > end) return d.short("L2TP header", length + 2, at, wireEnd);
    length += 2 + u16(b, at + length);
  }
  if (at + length > end) return d.short("L2TP header", length, at, wireEnd);
  const total = hasLength ? u16(b, at + 2) : 0;
  const wire = total < length ? wireEnd : Math.min(wireEnd, at + total);
  const next = (flags & FLAG.control) !== 0 || at + length >= wire ? PROTOCOL.none : PROTOCOL.ppp;
  return pushed(d, PROTOCOL.l2tp, at, at + length, Math.min(end, wire), wire, next);
}

/** L2TPv3 directly over IP, RFC 3931 section 4.1.1: session id (4), 0 for control messages. */
export function dissectL2tpv3Ip(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 4 > end) return d.short("L2TPv3 header", 4, at, wireEnd);
  if (u32(d.bytes, at) === 0) return pushed(d, PROTOCOL.l2tpv3Ip, at, at + 4, end, wireEnd, PROTOCOL.none);
  return dissectSession(d, at, 4, end, wireEnd);
}

/**
 * The session's cookie (0, 4 or 8 bytes) and sublayer (0 or 4) are agreed upon elsewhere: the lengths that make an
 * Ethernet header of what follows are theirs.
 */
function dissectSession(d: Dissection, at: number, header: number, end: number, wireEnd: number): number {
  const protocol = header === V3_HEADER ? PROTOCOL.l2tpv3 : PROTOCOL.l2tpv3Ip;
  if (at + header > end) return d.short("L2TPv3 header", header, at, wireEnd);
  for (let extra = 0; extra <= 12; extra += 4) {
    const payload = at + header + extra;
    if (plausibleEthernet(d.bytes, payload, end))
      return pushed(d, protocol, at, payload, end, wireEnd, PROTOCOL.ethernet);
  }
  return pushed(d, protocol, at, at + header, end, wireEnd, PROTOCOL.none);
}

function pushed(
  d: Dissection,
  protocol: number,
  at: number,
  payload: number,
  end: number,
  wireEnd: number,
  next: number,
): number {
  d.push(protocol, at, payload, end, wireEnd);
  return next;
}

/** Whether the L2TP header at `at` is a control message. */
export function isL2tpControl(b: Uint8Array, at: number): boolean {
  return (b[at] & 0x80) !== 0;
}
