import type { DecodeOptions } from "../dissect/dissection.js";
import type { Share } from "../flow/share.js";
import { type SourceRead, SourceVantages } from "../flow/source-vantages.js";
import { VantageKeys } from "../flow/vantage-keys.js";
import type { CaptureSource } from "./capture-set.js";
import { type ReadSourceOptions, readSource } from "./read-source.js";
import { ReadTogether, type ReadTogetherOptions } from "./read-together.js";

export interface ReduceOptions
  extends Omit<ReadSourceOptions, "lane" | "together">,
    Pick<ReadTogetherOptions, "failed"> {
  decode: DecodeOptions;
}

/**
 * Reads one share of the connections in the captures of a source, for its vantage points to be finished; `names` has their names by the
 * keys of their frames. Where the source is a digest, its bytes went to `onDigest`. Throws UserError.
 */
export async function reduceCaptures(
  source: CaptureSource,
  share: Share,
  { decode, ...reading }: ReduceOptions,
): Promise<{ vantages: SourceVantages; read: SourceRead; names: ReadonlyMap<string, string> }> {
  const keys = new VantageKeys();
  const about = { name: source.name, source: source.files.join(",") };
  const vantages = new SourceVantages(about, keys, decode, share, share.together && 0);
  const together = ReadTogether.with(share, vantages, reading);
  const sink: Parameters<typeof readSource>[2] = (frame, key, described) => vantages.add(frame, key, described);
  const read = await readSource(source, keys, sink, { ...reading, lane: vantages, together });
  together?.end();
  return { vantages, read, names: keys.names(source.name) };
}
