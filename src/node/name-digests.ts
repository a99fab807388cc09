import type { Digest } from "../flow/digest.js";
import type { CaptureSource } from "./capture-set.js";

/** What one source gave. */
export interface SourceDigests {
  source: CaptureSource;
  digests: Digest[];
  /** Of a digest file, what each digest's name begins with (see StoredDigest); null for captures, which know no names. */
  groups: string[] | null;
}

/**
 * Digests keep the names they were made with, unless NAME=FILE gives another. Where two vantage points would be called the same, those of
 * digests are called after their files, as captures are; the order of the arguments means nothing.
 */
export function nameDigests(all: readonly SourceDigests[]): SourceDigests[] {
  const named = all.map((one) => (one.source.named ? calledAfterSource(one) : one));
  const counts = new Map<string, number>();
  for (const { name } of named.flatMap((one) => one.digests)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isTaken = (one: SourceDigests) => one.digests.some(({ name }) => (counts.get(name) as number) > 1);
  const apart = named.map((one) => (isTaken(one) ? calledAfterSource(one) : one));
  const taken = new Set<string>();
  for (const { digests } of [...apart].sort((a, b) => (a.source.files[0] < b.source.files[0] ? -1 : 1))) {
    for (const digest of digests) {
      const { name } = digest;
      for (let n = 2; taken.has(digest.name); n++) digest.name = `${name}-${n}`;
      taken.add(digest.name);
    }
  }
  return apart;
}

function calledAfterSource(one: SourceDigests): SourceDigests {
  const { source, digests, groups } = one;
  if (groups === null) return one;
  const single = new Set(groups).size === 1;
  const named = digests.map((digest, i) => {
    const own = single && digest.name.startsWith(groups[i]);
    return {
      ...digest,
      name: own ? source.name + digest.name.slice(groups[i].length) : `${source.name}:${digest.name}`,
    };
  });
  // Its names begin with the source's from here on.
  return { source, digests: named, groups: single ? groups.map(() => source.name) : groups };
}
