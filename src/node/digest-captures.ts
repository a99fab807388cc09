import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "../flow/digest.js";
import { unpackDigest } from "../flow/packed/unpack.js";
import { KEEP_ALL, keepOf } from "../flow/retirement.js";
import { joinShares, wholeShare } from "../flow/share.js";
import type { CaptureSource } from "./capture-set.js";
import { optimiseLater } from "./engine-flags.js";
import { UserError } from "./errors.js";
import { nameDigests, type SourceDigests } from "./name-digests.js";
import type { ReadSourceOptions } from "./read-source.js";
import { type ReduceOptions, reduceCaptures } from "./reduce-captures.js";
import { mayBeLong, ShareReaders, sharesOf } from "./shares.js";
import { windowsFor } from "./windows-memory.js";

/** Bytes; beyond what any capture is reduced to, but not beyond what a compressed file can be made to hold. */
const LARGEST_DIGEST = 512 * 1024 * 1024;

export interface DigestOptions extends Omit<ReadSourceOptions, "onDigest"> {
  decode: DecodeOptions;
  /** Receives the names of a source's vantage points by their keys, as `readSource` gives them with every frame. */
  onNames?: (source: CaptureSource, names: ReadonlyMap<string, string>) => void;
  /** Refuses digests: what follows needs the frames. */
  framesOnly?: boolean;
  /** The one source is all that is analysed: what only other vantage points could ask for is left out. */
  alone?: boolean;
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
  const { onNames, framesOnly, ...reading } = options;
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
  const { digests, names, whole } = await readShares(source, { ...reading, onDigest }, () => chunks.length > 0);
  // A digest that was not read to its end says nothing.
  if (chunks.length > 0 && whole) {
    const { readDigests } = await import("./digest-files.js");
    const stored = await readDigests(chunks, source.files[0]);
    for (const { digest } of stored) digest.source = source.files.join(",");
    return { source, digests: stored.map((s) => s.digest), groups: stored.map((s) => s.group) };
  }
  onNames?.(source, names);
  return { source, digests, groups: null };
}

/** Reads a source on all cores, where that is worth it: this thread one share of its connections, others the rest. */
async function readShares(
  source: CaptureSource,
  options: ReduceOptions & { alone?: boolean },
  isDigest: () => boolean,
): Promise<{ digests: Digest[]; names: ReadonlyMap<string, string>; whole: boolean }> {
  const whole = wholeShare();
  const alone = options.alone === true;
  const count = sharesOf(source);
  if (count === 1) {
    if (mayBeLong(source)) optimiseLater();
    const { vantages, read, names } = await reduceCaptures(source, whole, options);
    return { digests: vantages.finish(read, alone), names, whole: read.damage === null };
  }
  const together = windowsFor(count) ?? undefined;
  const [own, ...rest] = Array.from({ length: count }, (_, index) => ({ ...whole, index, count, together }));
  const readers = new ShareReaders(source, rest, { ...options, alone });
  const failed = new AbortController();
  readers.settled.catch((error) => failed.abort(error));
  try {
    const { vantages, read, names } = await reduceCaptures(source, own, { ...options, failed: failed.signal });
    const settled = vantages.settle();
    // Only where it matters must the others be read before it is known.
    const keep = alone && !isDigest() ? keepOf([settled, ...(await readers.settled)]) : KEEP_ALL;
    readers.decide(keep);
    const first = vantages.finishShare(read, keep).map(unpackDigest);
    const digests = isDigest() ? first : joinShares([first, ...(await readers.digests)]);
    return { digests, names, whole: read.damage === null };
  } finally {
    await readers.end();
  }
}
