import { basename } from "node:path";
import type { StoredDigest } from "../digest-file/digest-file.js";
import { ANALYSIS_PORTS } from "../dissect/ports.js";
import { vantageName } from "../flow/vantage-name.js";
import { captureSources } from "./capture-set.js";
import { type DigestOptions, digestSources } from "./digest-captures.js";
import { type ProgressSink, totalProgress } from "./total-progress.js";

export interface MakeDigestOptions extends Pick<DigestOptions, "signal" | "stop"> {
  /** The file that is to hold them: standard input is named after it. */
  output: string;
  onProgress?: ProgressSink;
}

/** Reduces `[NAME=]FILE` arguments to digests, for a file. Throws UserError. */
export async function makeDigest(files: readonly string[], options: MakeDigestOptions): Promise<StoredDigest[]> {
  const { output, signal, stop } = options;
  const sources = captureSources(files).map((source) =>
    source.files[0] === "-" && !source.named && output !== "-"
      ? { ...source, name: vantageName(basename(output)) }
      : source,
  );
  const all = sources.flatMap((source) => source.files);
  const onProgress = options.onProgress && totalProgress(all, options.onProgress);
  const read = await digestSources(sources, { decode: ANALYSIS_PORTS, signal, stop, onProgress });
  return read.flatMap(({ source, digests, groups }) =>
    digests.map((digest, i) => ({
      group: groups?.[i] ?? source.name,
      // Where a capture lay on this host is nobody's business elsewhere.
      digest: { ...digest, source: source.files.map((file) => basename(file)).join(",") },
    })),
  );
}
