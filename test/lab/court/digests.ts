import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Scenario } from "../../../src/lab/scenario.js";
import { analyzeFiles } from "../../../src/node/analyze.js";
import { digestFile } from "../../../src/node/digest-files.js";
import { makeDigest } from "../../../src/node/make-digest.js";
import { writeResult } from "../../../src/node/write-result.js";

/** Reports as JSON, without the names of the files: on the captures of a scenario, on their digests, and on every other one's digest. */
export async function reportsOn(
  { name, vantagePoints }: Scenario,
  captured: string,
  folder: string,
): Promise<string[]> {
  const captures = vantagePoints.map((point) => join(captured, name, `${point.name}.pcap`));
  const home = join(folder, "digests", name);
  await mkdir(home, { recursive: true });
  const digests: string[] = [];
  for (const [i, capture] of captures.entries()) {
    const output = join(home, `${vantagePoints[i]!.name}.digest`);
    await writeResult(output, digestFile(await makeDigest([capture], { output })));
    digests.push(output);
  }
  const report = async (files: readonly string[]) =>
    JSON.stringify(await analyzeFiles(files), (key, value) => (key === "source" ? null : value), 1);
  return [
    await report(captures),
    await report(digests),
    await report(captures.map((c, i) => (i % 2 ? c : digests[i]!))),
  ];
}
