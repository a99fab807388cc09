import { TCP_FLAG } from "../dissect/tcp.js";
import type { TcpOptions } from "../dissect/tcp-options.js";
import { combine, mix } from "./hash.js";

/** What a copy of a packet has in common with it, beside its sequence number. */
export function tcpFingerprint(
  acknowledgment: number,
  flags: number,
  window: number,
  timestamp: number,
  payload: number,
): number {
  // Each by itself: a FIN differs from the acknowledgment before it by one bit of the flags, and often by the same of the number.
  return mix(combine(combine(combine(combine(0, acknowledgment | 0), flags | (window << 8)), timestamp | 0), payload));
}

/** The same of a packet with selective acknowledgments: one after the other may differ in nothing else. `plain`: without them. */
export function sackFingerprint(plain: number, { sackCount, sackLeft, sackRight }: TcpOptions): number {
  let h = plain | 0;
  for (let i = 0; i < sackCount; i++) h = combine(combine(h, sackLeft[i] | 0), sackRight[i] | 0);
  return mix(h);
}

/** Of what survives NAT, tunnels and re-segmentation: sequence and acknowledgment numbers, flags, the timestamp value. */
export function sampleHash(
  sequence: number,
  acknowledgment: number,
  flags: number,
  payload: number,
  timestamp: number,
): number {
  let h = combine(sequence | 0, acknowledgment | 0);
  h = combine(h, (flags & ~TCP_FLAG.psh & 0x3f) | (payload > 0 ? 0x100 : 0));
  return mix(combine(h, timestamp | 0));
}
