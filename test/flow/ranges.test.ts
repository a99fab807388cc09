import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRange, containsRange, overlapOf, type Ranges, sizeOf, subtract, union } from "../../src/flow/ranges.js";

const pair = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 }))
  .map(([a, n]) => [a, a + n] as const);
const list = fc.array(pair, { maxLength: 12 });

function members(r: Ranges): Set<number> {
  const out = new Set<number>();
  for (let i = 0; i < r.length; i += 2) for (let x = r[i]; x < r[i + 1]; x++) out.add(x);
  return out;
}

function of(pairs: readonly (readonly [number, number])[]): Ranges {
  const r: Ranges = [];
  for (const [a, b] of pairs) addRange(r, a, b);
  return r;
}

function isNormal(r: Ranges): boolean {
  return r.every((x, i) => i === 0 || (i % 2 === 1 ? x > r[i - 1] : x > r[i - 1]));
}

describe("ranges", () => {
  it("hold what was added, ascending and disjoint, and tell how much was new", () => {
    fc.assert(
      fc.property(list, (pairs) => {
        const r: Ranges = [];
        const expected = new Set<number>();
        for (const [a, b] of pairs) {
          let fresh = 0;
          for (let x = a; x < b; x++) if (!expected.has(x)) fresh++;
          for (let x = a; x < b; x++) expected.add(x);
          expect(addRange(r, a, b)).toBe(fresh);
        }
        expect(isNormal(r)).toBe(true);
        expect(members(r)).toEqual(expected);
        expect(sizeOf(r)).toBe(expected.size);
      }),
    );
  });

  it("subtract and unite as sets do", () => {
    fc.assert(
      fc.property(list, list, (p, q) => {
        const a = of(p);
        const b = of(q);
        const x = members(a);
        const y = members(b);
        expect(members(subtract(a, b))).toEqual(new Set([...x].filter((n) => !y.has(n))));
        expect(members(union(a, b))).toEqual(new Set([...x, ...y]));
      }),
    );
  });

  it("count overlaps", () => {
    fc.assert(
      fc.property(list, pair, (p, [a, b]) => {
        const r = of(p);
        const inside = [...members(r)].filter((n) => n >= a && n < b).length;
        expect(overlapOf(r, a, b)).toBe(inside);
        expect(containsRange(r, a, b)).toBe(inside === b - a);
      }),
    );
  });

  it("ignore an empty range", () => {
    const r: Ranges = [];
    expect(addRange(r, 5, 5)).toBe(0);
    expect(r).toEqual([]);
  });
});
