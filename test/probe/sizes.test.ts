import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOf, deal, ladder, type Result, share } from "../../src/probe/sizes.js";

describe("the ladder", () => {
  it("tries every size of a small gap, and nothing where there is none", () => {
    expect(ladder(1450, 1455, 16)).toEqual([1451, 1452, 1453, 1454]);
    expect(ladder(1450, 1451, 16)).toEqual([]);
    expect(ladder(576, 1500, 0)).toEqual([]);
  });

  it("puts most of its sizes where path MTUs are", () => {
    const sizes = ladder(576, 1500, 16);
    expect(sizes.filter((size) => size >= 1280)).toHaveLength(13);
    expect(ladder(576, 9000, 16)).toContain(1500);
  });

  it("keeps within its bounds, ascending, without repeats", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 68, max: 9000 }),
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 1, max: 20 }),
        (passes, gap, count) => {
          const sizes = ladder(passes, passes + gap, count);
          expect(sizes.length).toBeLessThanOrEqual(count);
          expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
          expect(sizes.every((size) => size > passes && size < passes + gap)).toBe(true);
          if (gap > 1) expect(sizes.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it.each([
    [576, 1500, 2],
    [1280, 1500, 2],
    [300, 1500, 3],
    [576, 9000, 4],
  ])("finds any limit between %i and %i in %i rounds of 16 at most", (low, high, rounds) => {
    for (let limit = Math.max(low, 1280); limit < high; limit++) {
      const results = new Map<number, Result>([[high, "failed"]]);
      let round = 0;
      for (;;) {
        const { passes, fails } = boundsOf(results, low);
        const sizes = ladder(passes, fails ?? high, 16);
        if (sizes.length === 0) {
          expect([passes, fails]).toEqual([limit, limit + 1]);
          break;
        }
        round++;
        for (const size of sizes) results.set(size, size <= limit ? "passed" : "failed");
      }
      expect(round).toBeLessThanOrEqual(rounds);
    }
  });
});

describe("bounds", () => {
  it("takes no size for a limit that fails below one that passes", () => {
    const results = new Map<number, Result>([
      [1300, "failed"],
      [1400, "passed"],
      [1450, "unknown"],
      [1500, "failed"],
    ]);
    expect(boundsOf(results, 576)).toEqual({ passes: 1400, fails: 1500, odd: [1300] });
    expect(boundsOf(new Map([[1400, "failed"]]), 1500)).toEqual({ passes: 1500, fails: null, odd: [1400] });
  });
});

describe("bursts", () => {
  it("each hold sizes of the whole range, ascending", () => {
    expect(deal([1, 2, 3, 4, 5], 3)).toEqual([
      [1, 3, 5],
      [2, 4],
    ]);
    expect(deal([], 10)).toEqual([]);
  });
});

describe("the share of a round", () => {
  it.each([
    [54, 33, 3],
    [16, 17, 16],
    [17, 17, 1],
    [900, 17, 9],
    [0, 17, 0],
    [900, 0, 0],
  ])("for a gap of %i sizes with %i tries left is %i", (gap, left, wanted) => {
    expect(share(gap, left, 16)).toBe(wanted);
  });

  it.each([
    [576, 1500],
    [1280, 1500],
    [576, 9000],
  ])("finds any limit between %i and %i with 31 tries", (low, high) => {
    for (let limit = low; limit < high; limit++) {
      const results = new Map<number, Result>([[high, "failed"]]);
      let left = 31;
      let found = boundsOf(results, low);
      for (;;) {
        const sizes = ladder(
          found.passes,
          found.fails ?? high,
          share((found.fails ?? high) - found.passes - 1, left, 16),
        );
        if (sizes.length === 0) break;
        left -= sizes.length;
        for (const size of sizes) results.set(size, size <= limit ? "passed" : "failed");
        found = boundsOf(results, low);
      }
      expect([found.passes, found.fails, limit]).toEqual([limit, limit + 1, limit]);
    }
  });
});
