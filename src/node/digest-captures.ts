import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "../flow/digest.js";
import { SourceVantages } from "../flow/source-vantages.js";
import { VantageKeys } from "../flow/vantage-keys.js";
import type { CaptureSource } from "./capture-set.js";
import { type ReadSourceOptions, readSource } from "./read-source.js";

export interface DigestOptions extends ReadSourceOptions {
  decode: DecodeOptions;
  /** Receives the names of a source's vantage points by their keys, as `readSource` gives them with every frame. */
  onNames?: (source: CaptureSource, names: ReadonlyMap<string, string>) => void;
}

/** Reduces the captures of one vantage point (or of several, where a file holds several interfaces) to digests. */
export async function digestSource(source: CaptureSource, options: DigestOptions): Promise<Digest[]> {
  const keys = new VantageKeys();
  const about = { name: source.name, source: source.files.join(",") };
  const vantages = new SourceVantages(about, keys, options.decode);
  const read = await readSource(source, keys, (frame, key, described) => vantages.add(frame, key, described), options);
  options.onNames?.(source, keys.names(source.name));
  return vantages.finish(read);
}
