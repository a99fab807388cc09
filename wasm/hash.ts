import { PSH } from "./flags";

/** As src/flow/hash.ts, connection-hash.ts and fingerprint.ts have them. */

function mix(value: u32): u32 {
  let h = value;
  h ^= h >>> 16;
  h *= 0x85ebca6b;
  h ^= h >>> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >>> 16);
}

function combine(h: u32, value: u32): u32 {
  return ((h ^ value) * 0x9e3779b1) ^ (h >>> 15);
}

function absorb(h: u32, value: u32): u32 {
  return mix(h) + value;
}

/** Of `width` address words of the source and as many of the destination, big-endian at `at`, the first of each being those, and of the ports. */
export function connectionHash(source: u32, destination: u32, at: usize, width: i32, ports: u32, seed: u32): u32 {
  const there = at + <usize>(width << 2);
  let x = source ^ seed;
  let y = destination ^ seed;
  for (let w: usize = 4; w < <usize>(width << 2); w += 4) {
    x = absorb(x, bswap(load<u32>(at + w)));
    y = absorb(y, bswap(load<u32>(there + w)));
  }
  return mix(mix(absorb(x, ports >>> 16)) + mix(absorb(y, ports & 0xffff)));
}

/** Which of `count` shares the connection of those addresses and ports belongs to. */
export function shareOf(source: u32, destination: u32, at: usize, width: i32, ports: u32, seed: u32, count: u32): u32 {
  let x = source ^ destination;
  if (width > 1) {
    const there = at + <usize>(width << 2);
    for (let w: usize = 4; w < <usize>(width << 2); w += 4) x ^= bswap(load<u32>(at + w) ^ load<u32>(there + w));
  }
  let h = ((x * 0x9e3779b1) ^ ports ^ rotl<u32>(ports, 16)) * (seed | 1);
  h = (h ^ (h >>> 15)) * 0x85ebca6b;
  return ((h >>> 16) * count) >>> 16;
}

/** As src/flow/whole.ts has it. */
export function keepingOrder(client: u32, server: u32): u32 {
  return mix(combine(combine(0x5eed, client), server));
}

export function sampleHash(sequence: u32, acknowledgment: u32, flags: u32, payload: i32, timestamp: u32): u32 {
  const h = combine(combine(sequence, acknowledgment), (flags & ~PSH & 0x3f) | (payload > 0 ? 0x100 : 0));
  return mix(combine(h, timestamp));
}
