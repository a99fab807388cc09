import { describe, expect, it } from "vitest";
import { analyzeCorrupted, CASES } from "./corrupted.js";

const COUNT = 100;
/** Milliseconds for COUNT analyses of a few kilobytes each: many times what they take. */
const PATIENCE = 60_000;

describe("100 corruptions", () => {
  it.each(CASES)("of $name $company: no crash, no hang", async (given) => {
    const { reports, bad } = await analyzeCorrupted([given], COUNT, PATIENCE);
    expect(bad).toEqual([]);
    expect(reports).toBeGreaterThan(COUNT * 0.8);
  });
});
