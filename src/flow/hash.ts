/** 32-bit mixing (the finalizer of MurmurHash3), for tables and samples; nothing here needs to resist an adversary's collisions for correctness. */
export function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

export function combine(h: number, value: number): number {
  return (Math.imul(h ^ value, 0x9e3779b1) ^ (h >>> 15)) | 0;
}

/**
 * For tables of addresses and ports, of which captures have whole grids: what differs in one word and in another must not end up the same,
 * as in `combine`, where words meet before they are mixed.
 */
export function absorb(h: number, value: number): number {
  return (mix(h) + value) | 0;
}

/** FNV-1a over bytes [from, to). */
export function hashBytes(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let h = (0x811c9dc5 ^ seed) | 0;
  for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return mix(h);
}
