import { correlate } from "../correlate/correlate.js";
import { diagnose } from "../diagnose/diagnose.js";
import { ANALYSIS_PORTS } from "../dissect/ports.js";
import type { Digest } from "../flow/digest.js";
import { needed } from "../flow/retirement.js";
import { buildReport } from "../report/build.js";
import type { Report } from "../report/contract.js";
import { type CaptureSource, captureSources } from "./capture-set.js";
import { type DigestOptions, digestSources } from "./digest-captures.js";
import { type FlowFilter, filterDigest, isFilter } from "./flow-filter.js";
import { type ProgressSink, totalProgress } from "./total-progress.js";

export interface AnalyzeOptions extends FlowFilter {
  /** Vantage point names from the client's end to the server's. */
  path?: readonly string[];
  /** `[NAME=]FILE` arguments of flows taken at another time, to compare with. */
  baseline?: readonly string[];
  /** Bytes read of all files so far, and in all; null where one has no end yet. */
  onProgress?: ProgressSink;
  /** Called once everything is read, before it is judged. */
  onRead?: () => void;
  signal?: AbortSignal;
  /** Reading ends where it is; the report is of what was read. */
  stop?: AbortSignal;
  onNames?: DigestOptions["onNames"];
  /** Refuses digests: what follows needs the frames. */
  framesOnly?: boolean;
}

/** Captures in, report out. `files` are `[NAME=]FILE` arguments; their order means nothing. Throws UserError. */
export async function analyzeFiles(files: readonly string[], options: AnalyzeOptions = {}): Promise<Report> {
  const sources = captureSources(files);
  const before = captureSources(options.baseline ?? []);
  const own = await digestAll([sources, before], options);
  if (before.length === 0) own[0] = needed(own[0]);
  options.onRead?.();
  const court = correlate(own[0], { path: options.path });
  if (before.length === 0) return buildReport(diagnose(court));
  const other = correlate(own[1], { prefix: "b" });
  return buildReport(diagnose(court, [other]), [diagnose(other)]);
}

/** The digests of each list of sources, which have their names apart. */
async function digestAll(lists: readonly CaptureSource[][], options: AnalyzeOptions): Promise<Digest[][]> {
  const { signal, stop, onNames, framesOnly } = options;
  const files = lists.flat().flatMap((source) => source.files);
  const onProgress = options.onProgress && totalProgress(files, options.onProgress);
  const alone = lists.flat().length === 1 && !isFilter(options);
  const reading = { decode: ANALYSIS_PORTS, signal, stop, onNames, framesOnly, onProgress, alone };
  const out: Digest[][] = [];
  for (const sources of lists) {
    const read = await digestSources(sources, reading);
    out.push(read.flatMap((one) => one.digests).map((digest) => filterDigest(digest, options)));
  }
  return out;
}
