import { correlate } from "../correlate/correlate.js";
import { diagnose } from "../diagnose/diagnose.js";
import { ANALYSIS_PORTS } from "../dissect/ports.js";
import type { Digest } from "../flow/digest.js";
import { buildReport } from "../report/build.js";
import type { Report } from "../report/contract.js";
import { captureSources } from "./capture-set.js";
import { type DigestOptions, digestSource } from "./digest-captures.js";
import { type FlowFilter, filterDigest } from "./flow-filter.js";

export interface AnalyzeOptions extends FlowFilter {
  /** Vantage point names from the client's end to the server's. */
  path?: readonly string[];
  /** `[NAME=]FILE` arguments of flows taken at another time, to compare with. */
  baseline?: readonly string[];
  onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  signal?: AbortSignal;
  onNames?: DigestOptions["onNames"];
}

/** Captures in, report out. `files` are `[NAME=]FILE` arguments; their order means nothing. Throws UserError. */
export async function analyzeFiles(files: readonly string[], options: AnalyzeOptions = {}): Promise<Report> {
  const baseline = options.baseline ?? [];
  const court = await judge(files, options);
  if (baseline.length === 0) return buildReport(diagnose(court));
  const before = await judge(baseline, { ...options, path: undefined }, "b");
  return buildReport(diagnose(court, [before]), [diagnose(before)]);
}

async function judge(files: readonly string[], options: AnalyzeOptions, prefix = "") {
  const digests: Digest[] = [];
  for (const source of captureSources(files)) {
    for (const d of await digestSource(source, { ...options, decode: ANALYSIS_PORTS }))
      digests.push(filterDigest(d, options));
  }
  return correlate(digests, { path: options.path, prefix });
}
