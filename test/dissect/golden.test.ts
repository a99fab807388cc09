import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/hopscope.js";
import { type Comparison, compare, parseTable } from "./compare.js";

/** Captures of other projects, beside the repository, with what tshark 4.0 says of every frame. */
const PUBLIC = join(ROOT, "..", "shared", "captures", "public");

// What others own is not copied into the project: elsewhere there is nothing to compare with. CI has it.
describe.skipIf(!existsSync(PUBLIC) && !process.env.CI)("public captures, read as tshark 4.0 reads them", () => {
  it("every frame, every field", async () => {
    const files = readFileSync(join(PUBLIC, "LIST.tsv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t")[0]);
    const all: Comparison = { frames: 0, differing: 0, apart: 0, differences: [] };
    for (const file of files) {
      const table = parseTable(readFileSync(join(PUBLIC, "golden", `${file}.tsv`), "utf8"));
      const one = await compare(join(PUBLIC, "captures", file), table).catch((error) => {
        throw new Error(`${file}: ${error.message}`);
      });
      all.frames += one.frames;
      all.differing += one.differing;
      all.apart += one.apart;
      all.differences.push(...one.differences.map((difference) => `${file}: ${difference}`));
    }
    expect(all.differences).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(108);
    expect(all.frames).toBeGreaterThanOrEqual(7527);
    expect(all.differing).toBe(all.apart);
    const agreeing = 1 - all.differing / all.frames;
    console.log(`${all.frames} frames, ${(100 * agreeing).toFixed(3)} % agree, ICMP quotes counted`);
    expect(agreeing).toBeGreaterThan(0.999);
  });
});
