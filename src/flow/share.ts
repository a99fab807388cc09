/**
 * Which connections of a capture are read: of `count` shares the one of that `index`. A connection's share follows from its
 * addresses and ports and the `seed`; what belongs to no TCP connection is the first share's. Digests of all shares make the whole's.
 */
export interface Share {
  index: number;
  count: number;
  seed: number;
}

/** Everything. */
export function wholeShare(): Share {
  return { index: 0, count: 1, seed: Math.trunc(Math.random() * 0x7fffffff) };
}

/** Whether the connection of that hash belongs to the share. */
export function isOurs({ index, count }: Share, hash: number): boolean {
  return count === 1 || (hash >>> 16) % count === index;
}
