import { u32 } from "../dissect/bytes.js";
import type { Dissection } from "../dissect/dissection.js";
import { absorb, mix } from "./hash.js";
import { addressesAt, addressLength } from "./innermost-ip.js";

/**
 * The same for both directions of a connection: of the addresses, source then destination, `width` words each, that lie at `at`,
 * and of the ports (source in the upper half). Seeded: whoever writes a capture must not choose which connections collide.
 */
function connectionHash(b: Uint8Array, at: number, width: number, ports: number, seed: number): number {
  let x = u32(b, at) ^ seed;
  let y = u32(b, at + 4 * width) ^ seed;
  for (let w = 1; w < width; w++) {
    x = absorb(x, u32(b, at + 4 * w) | 0);
    y = absorb(y, u32(b, at + 4 * (width + w)) | 0);
  }
  return mix((mix(absorb(x, ports >>> 16)) + mix(absorb(y, ports & 0xffff))) | 0) | 0;
}

/**
 * Which of `count` shares a connection belongs to: of the same as its hash, but sooner told, since a share passes over most packets. The
 * same for both directions, as its bits are.
 */
export function shareOf(b: Uint8Array, { at, width, ports }: Connection, seed: number, count: number): number {
  let x = 0;
  for (let w = 0; w < 2 * width; w++) x ^= u32(b, at + 4 * w);
  const bothPorts = ports ^ ((ports << 16) | (ports >>> 16));
  let h = Math.imul(Math.imul(x, 0x9e3779b1) ^ bothPorts, seed | 1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return Math.imul(h >>> 16, count) >>> 16;
}

/** Where the addresses of a packet lie, in words of four bytes each, its ports, and the hash of its connection. */
export interface Connection {
  at: number;
  width: number;
  ports: number;
  hash: number;
}

/** That of a dissected TCP packet. */
export function connectionOf(d: Dissection, seed: number): Connection {
  const at = addressesAt(d);
  const width = addressLength(d) >> 2;
  const ports = u32(d.bytes, d.start[d.transport]) | 0;
  return { at, width, ports, hash: connectionHash(d.bytes, at, width, ports, seed) };
}
