import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "../flow/digest.js";
import { SourceVantages } from "../flow/source-vantages.js";
import { VantageKeys } from "../flow/vantage-keys.js";
import type { CaptureSource } from "./capture-set.js";
import { UserError } from "./errors.js";
import { nameDigests, type SourceDigests } from "./name-digests.js";
import { type ReadSourceOptions, readSource } from "./read-source.js";

/** Bytes; beyond what any capture is reduced to, but not beyond what a compressed file can be made to hold. */
const LARGEST_DIGEST = 512 * 1024 * 1024;

export interface DigestOptions extends Omit<ReadSourceOptions, "onDigest"> {
  decode: DecodeOptions;
  /** Receives the names of a source's vantage points by their keys, as `readSource` gives them with every frame. */
  onNames?: (source: CaptureSource, names: ReadonlyMap<string, string>) => void;
  /** Refuses digests: what follows needs the frames. */
  framesOnly?: boolean;
}

/** The digests of sources, captures and digests alike, under the names that the command line gives them. Throws UserError. */
export async function digestSources(
  sources: readonly CaptureSource[],
  options: DigestOptions,
): Promise<SourceDigests[]> {
  const read: SourceDigests[] = [];
  for (const source of sources) read.push(await readOrDigest(source, options));
  return nameDigests(read);
}

/** Reduces the captures of one vantage point (or of several, where a file holds several interfaces) to digests. */
export async function digestSource(source: CaptureSource, options: DigestOptions): Promise<Digest[]> {
  return (await readOrDigest(source, options)).digests;
}

async function readOrDigest(source: CaptureSource, options: DigestOptions): Promise<SourceDigests> {
  const { decode, onNames, framesOnly, ...reading } = options;
  const keys = new VantageKeys();
  const about = { name: source.name, source: source.files.join(",") };
  const vantages = new SourceVantages(about, keys, decode);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const collect = (chunk: Uint8Array) => {
    length += chunk.length;
    if (length > LARGEST_DIGEST)
      throw new UserError("bad-digest", `${source.files[0]}: a digest of more than ${LARGEST_DIGEST} bytes`);
    // The buffer is filled again, and a slice of a Buffer would be the same memory.
    chunks.push(new Uint8Array(chunk));
  };
  const onDigest = framesOnly ? undefined : collect;
  const read = await readSource(source, keys, (frame, key, described) => vantages.add(frame, key, described), {
    ...reading,
    onDigest,
    lane: vantages,
  });
  // A digest that was not read to its end says nothing.
  if (chunks.length > 0 && read.damage === null) {
    const { readDigests } = await import("./digest-files.js");
    const stored = await readDigests(chunks, source.files[0]);
    for (const { digest } of stored) digest.source = about.source;
    return { source, digests: stored.map((s) => s.digest), groups: stored.map((s) => s.group) };
  }
  onNames?.(source, keys.names(source.name));
  return { source, digests: vantages.finish(read), groups: null };
}
