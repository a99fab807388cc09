import type { Dissection } from "../../dissect/dissection.js";
import { PROTOCOL } from "../../dissect/protocols.js";
import { quic } from "../../dissect/quic.js";
import type { Rewrite } from "./rewrite.js";
import { sipHash } from "./siphash.js";

/** As many bytes tell one datagram from another: a digest compares them, and the length. */
const COMPARED = 16;
const DOMAIN = { payload: 0x44, connection: 0x51 } as const;

/**
 * Replaces the first bytes of a datagram's payload, which begins at `payload`, by others that are equal where those are equal, from
 * `at` on: what stands before is a header to be kept. Returns the end of them; what follows may be cut.
 */
export function replaceStart(w: Rewrite, payload: number, at: number, end: number): number {
  const stop = Math.min(end, payload + COMPARED);
  if (at >= stop) return Math.max(at, payload);
  const tokens = tokenOf(w.key, DOMAIN.payload, w.before.subarray(payload, stop));
  w.out.set(tokens.subarray(at - payload, stop - payload), at);
  // Nothing that is recognised by its first bytes, or by a flag in them, begins like this.
  if (at === payload) {
    w.out[at] = 0x40;
    if (at + 1 < stop) w.out[at + 1] &= 0xf0;
  }
  return stop;
}

/** Connection ids (RFC 8999 section 5.1) are looked for by load balancers, and may tell servers apart. */
export function replaceConnectionIds(w: Rewrite, d: Dissection, i: number): void {
  if (d.protocol[i] !== PROTOCOL.quic) return;
  const at = d.start[i];
  for (const [id, length] of [
    [quic.destinationId(w.before, at), quic.destinationIdLength(w.before, at)],
    [quic.sourceId(w.before, at), quic.sourceIdLength(w.before, at)],
  ]) {
    for (let from = 0; from < length; from += COMPARED) {
      const part = w.before.subarray(id + from, id + Math.min(length, from + COMPARED));
      w.out.set(tokenOf(w.key, DOMAIN.connection, part), id + from);
    }
  }
}

/** At most 16 bytes, as many as were given. */
function tokenOf(key: Uint8Array, domain: number, bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(COMPARED);
  const view = new DataView(out.buffer);
  for (const half of [0, 1]) {
    const [low, high] = sipHash(key, Uint8Array.of(domain, half, ...bytes));
    view.setUint32(half * 8, low);
    view.setUint32(half * 8 + 4, high);
  }
  return out.subarray(0, bytes.length);
}
