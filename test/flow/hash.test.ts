import { describe, expect, it } from "vitest";
import { absorb, mix } from "../../src/flow/hash.js";

describe("absorb", () => {
  it("keeps a grid of addresses and ports apart, as tables of connections meet it", () => {
    for (const seed of [0, 1, 0x12345678, 0x7fffffff]) {
      const seen = new Set<number>();
      for (let host = 0; host < 64; host++) {
        for (let port = 20_000; port < 24_096; port++) seen.add(mix(absorb((0x0ac80000 + host) ^ seed, port)));
      }
      // Of 2^18 among 2^32 some eight are the same by chance.
      expect(seen.size).toBeGreaterThan(64 * 4096 - 64);
    }
  });
});
