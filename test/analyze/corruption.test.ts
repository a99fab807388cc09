import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { corruptions } from "../support/corrupt.js";
import { hopscope, ROOT } from "../support/hopscope.js";
import { analyzeCorrupted, CASES } from "./corrupted.js";

/** Every kind of damage once; corruption.slow.test.ts has a hundred of each capture. */
const COUNT = 10;
/** Milliseconds; many times what it takes. */
const PATIENCE = 60_000;

const folder = mkdtempSync(join(tmpdir(), "hopscope-corrupt-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("every kind of damage to every capture of the incident", () => {
  it.each(["alone", "among the other six"])(
    "%s: no crash, no hang",
    { timeout: PATIENCE + 10_000 },
    async (company) => {
      const cases = CASES.filter((given) => given.company === company);
      const { reports, bad } = await analyzeCorrupted(cases, COUNT, PATIENCE);
      expect(bad).toEqual([]);
      // Most damage leaves something to report on: a reader that gives up at once would pass the rest.
      expect(reports).toBeGreaterThan(cases.length * COUNT * 0.8);
    },
  );
});

describe("the command line", () => {
  it("reports on what is left, or says in a line why it cannot", async () => {
    const container = new Uint8Array(readFileSync(join(ROOT, "fixtures/incident/v1/container.pcap")));
    for (const { what, bytes } of corruptions(container, 1, 20)) {
      const path = join(folder, "container.pcap");
      writeFileSync(path, bytes);
      const { status, stdout, stderr } = await hopscope(["analyze", "--json", path]);
      if (status === 2) {
        expect({ what, stdout }).toEqual({ what, stdout: "" });
        expect(stderr, what).toMatch(/^hopscope: .*container\.pcap: /);
      } else {
        expect([0, 1], what).toContain(status);
        expect(JSON.parse(stdout), what).toMatchObject({ schema: "hopscope.report/1" });
      }
    }
  });
});
