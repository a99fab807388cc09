import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findScenario, listScenarios } from "../../src/lab/catalogue.js";
import { analyzeFiles } from "../../src/node/analyze.js";
import { digestFile } from "../../src/node/digest-files.js";
import { makeDigest } from "../../src/node/make-digest.js";
import { writeResult } from "../../src/node/write-result.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-verdicts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function lab(...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["bin/hopscope", "lab", ...args], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stderr).toBe("");
  return stdout;
}

beforeAll(() => {
  lab("capture", "--all", "-w", folder);
});

it("every scenario gets the verdict that is true", () => {
  const judgements = JSON.parse(lab("test", "--all", "--captures", folder, "--json")) as {
    scenario: string;
    differences: string[];
  }[];
  expect(judgements.length).toBe(listScenarios().length);
  expect(judgements.filter((judgement) => judgement.differences.length > 0)).toEqual([]);
});

it("every scenario gets the same report from digests, and from captures beside digests", async () => {
  for (const { name } of listScenarios()) {
    const captures = findScenario(name).vantagePoints.map((point) => join(folder, name, `${point.name}.pcap`));
    const digests: string[] = [];
    for (const capture of captures) {
      const output = capture.replace(/pcap$/, "digest");
      await writeResult(output, digestFile(await makeDigest([capture], { output })));
      digests.push(output);
    }
    const expected = await report(captures);
    expect(await report(digests), name).toBe(expected);
    expect(await report(captures.map((capture, i) => (i % 2 === 0 ? digests[i] : capture))), name).toBe(expected);
  }
});

/** As JSON, without the names of the files. */
async function report(files: readonly string[]): Promise<string> {
  return JSON.stringify(await analyzeFiles(files), (key, value) => (key === "source" ? null : value), 1);
}
