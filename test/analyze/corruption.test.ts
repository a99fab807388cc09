import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { corruptions } from "../support/corrupt.js";
import { hopscope, ROOT } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";

const COUNT = 100;
/** Milliseconds for COUNT analyses of a few kilobytes each: many times what they take. */
const PATIENCE = 60_000;

const folder = mkdtempSync(join(tmpdir(), "hopscope-corrupt-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What analyze-each.mjs printed, or printed before it was ended for taking too long. */
function analyzeEach(lines: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "test/analyze/analyze-each.mjs")], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
      timeout: PATIENCE,
      killSignal: "SIGKILL",
    });
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    child.on("error", reject);
    child.on("close", () => resolve(printed.trimEnd().split("\n")));
    child.stdin.on("error", () => {});
    child.stdin.end(lines.join("\n"));
  });
}

/** Every capture of the incident, once alone and once as one of seven that are correlated. */
const CASES = (["v1", "v2"] as const).flatMap((round, r) =>
  incidentCaptures(round).flatMap((file, f) => {
    const seed = 100 * r + f;
    const others = incidentCaptures(round).filter((other) => other !== file);
    const name = `${round}/${basename(file)}`;
    return [
      { name, company: "alone", file, others: [], seed },
      { name, company: "among the other six", file, others, seed },
    ];
  }),
);

describe("100 corruptions", () => {
  it.each(CASES)("of $name $company: no crash, no hang", { timeout: PATIENCE + 10_000 }, async (given) => {
    const own = mkdtempSync(join(folder, "case-"));
    const damaged = corruptions(new Uint8Array(readFileSync(given.file)), given.seed, COUNT);
    const lines = damaged.map(({ bytes }, number) => {
      const path = join(own, `${number}.pcap`);
      writeFileSync(path, bytes);
      return [path, ...given.others].join("\t");
    });
    const printed = await analyzeEach(lines);
    const bad = lines.flatMap((line, number) => {
      const outcome = printed[printed.indexOf(`starts ${line}`) + 1];
      const fine = outcome === "report" || outcome?.startsWith("refused ");
      return fine ? [] : [{ what: damaged[number]?.what, outcome: outcome ?? "hang" }];
    });
    expect(bad).toEqual([]);
    // Most damage leaves something to report on: a reader that gives up at once would pass the rest.
    expect(printed.filter((line) => line === "report").length).toBeGreaterThan(COUNT * 0.8);
  });
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
