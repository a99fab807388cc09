import { u16 } from "../../dissect/bytes.js";
import { fold, onesSum } from "../../dissect/checksum.js";
import type { Dissection } from "../../dissect/dissection.js";
import { PROTOCOL } from "../../dissect/protocols.js";
import type { Rewrite } from "./rewrite.js";

const GRE_CHECKSUM_PRESENT = 0x80;
const PROTOCOL_NUMBER = { tcp: 6, udp: 17 } as const;

/**
 * Mends the checksums of the first `layers` of `d` for what changed before `limit`, RFC 1624: a right one stays right, a wrong one
 * wrong by as much, and where the payload was not captured, or is cut off, it stays right for what that was.
 */
export function mendChecksums(w: Rewrite, d: Dissection, layers: number, limit: number): void {
  // From the inside: an outer checksum covers the inner ones.
  for (let i = layers - 1; i >= 0; i--) {
    const at = d.start[i];
    const end = Math.min(d.end[i], limit);
    switch (d.protocol[i]) {
      case PROTOCOL.ipv4:
        mend(w, at + 10, change(w, at, d.payload[i]));
        break;
      case PROTOCOL.tcp:
        mendTransport(w, d, i, at + 16, end, PROTOCOL_NUMBER.tcp);
        break;
      case PROTOCOL.udp:
        mendTransport(w, d, i, at + 6, end, PROTOCOL_NUMBER.udp);
        // Zero means none, RFC 768.
        if (u16(w.out, at + 6) === 0 && u16(w.before, at + 6) !== 0) w.out.fill(0xff, at + 6, at + 8);
        break;
      case PROTOCOL.icmpv6:
        mend(w, at + 2, fold(change(w, at, end) + addressChange(w, d, i)));
        break;
      case PROTOCOL.icmp:
        mend(w, at + 2, change(w, at, end));
        break;
      case PROTOCOL.gre:
        if ((w.before[at] & GRE_CHECKSUM_PRESENT) !== 0) mend(w, at + 4, change(w, at, end));
        break;
    }
  }
}

function mendTransport(w: Rewrite, d: Dissection, i: number, field: number, end: number, protocol: number): void {
  const addresses = addressChange(w, d, i);
  if (isPartial(w.before, d, i, field, protocol)) put(w, field, fold(u16(w.before, field) + addresses));
  else mend(w, field, fold(change(w, d.start[i], end) + addresses));
}

/** A field of 0 was never filled in, or means none. */
function mend(w: Rewrite, field: number, change: number): void {
  const old = u16(w.before, field);
  if (old !== 0) put(w, field, ~fold((~old & 0xffff) + change) & 0xffff);
}

function put(w: Rewrite, field: number, value: number): void {
  w.out[field] = value >> 8;
  w.out[field + 1] = value;
}

/** One's complement difference of what was written to what was there. */
function change(w: Rewrite, from: number, to: number): number {
  return fold(onesSum(w.out, from, to, 0) + (~onesSum(w.before, from, to, 0) & 0xffff));
}

/** The same of the addresses in the pseudo-header: those of the IP header that carries layer `i`. */
function addressChange(w: Rewrite, d: Dissection, i: number): number {
  const ip = carrier(d, i);
  if (ip < 0) return 0;
  const [from, to] = addressesOf(d, ip);
  return change(w, from, to);
}

function carrier(d: Dissection, i: number): number {
  let ip = i - 1;
  while (ip >= 0 && d.protocol[ip] !== PROTOCOL.ipv4 && d.protocol[ip] !== PROTOCOL.ipv6) ip--;
  return ip;
}

function addressesOf(d: Dissection, ip: number): [from: number, to: number] {
  const at = d.start[ip];
  return d.protocol[ip] === PROTOCOL.ipv4 ? [at + 12, at + 20] : [at + 8, at + 40];
}

/**
 * Whether the field holds the sum of the pseudo-header alone (CHECKSUM_PARTIAL in the kernel), with the length or without; as
 * `transportChecksum` has it, but of any layer, and of cut packets too.
 */
function isPartial(b: Uint8Array, d: Dissection, i: number, field: number, protocol: number): boolean {
  const ip = carrier(d, i);
  if (ip < 0) return false;
  const [from, to] = addressesOf(d, ip);
  const pseudo = onesSum(b, from, to, 0) + protocol;
  const length = d.wireEnd[i] - d.start[i];
  const withLength = pseudo + (length & 0xffff) + (length >>> 16);
  const value = u16(b, field);
  if (value !== fold(withLength) && value !== fold(pseudo)) return false;
  return d.end[i] < d.wireEnd[i] || onesSum(b, d.start[i], d.end[i], withLength) !== 0xffff;
}
