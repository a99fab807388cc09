import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { correlate } from "../../src/correlate/correlate.js";
import { diagnose } from "../../src/diagnose/diagnose.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { digestSource } from "../../src/node/digest-captures.js";
import { buildReport } from "../../src/report/build.js";
import type { Report } from "../../src/report/contract.js";

/** Folder of an incident's captures. */
export function incident(version: "v1" | "v2"): string {
  return fileURLToPath(new URL(`../../fixtures/incident/${version}`, import.meta.url));
}

/** Digests of every capture in a folder, by vantage point. */
export async function digestsIn(folder: string): Promise<Map<string, Digest>> {
  const out = new Map<string, Digest>();
  for (const file of readdirSync(folder).filter((f) => f.endsWith(".pcap"))) {
    const name = basename(file, ".pcap");
    const [digest] = await digestSource({ name, files: [join(folder, file)] }, { decode: ANALYSIS_PORTS });
    out.set(name, digest);
  }
  return out;
}

export function reportOf(digests: readonly Digest[], baseline: readonly Digest[] = []): Report {
  const before = baseline.length > 0 ? correlate(baseline, { prefix: "b" }) : null;
  const own = correlate(digests);
  if (before === null) return buildReport(diagnose(own));
  return buildReport(diagnose(own, [before]), [diagnose(before)]);
}

export function primaries(report: Report): Report["findings"] {
  return report.findings.filter((f) => f.role === "primary");
}

/** Every subset of a list, the empty one included. */
export function subsets<T>(list: readonly T[]): T[][] {
  const all: T[][] = [[]];
  for (const x of list) for (const s of all.slice()) all.push([...s, x]);
  return all;
}
