import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "../flow/digest.js";
import { Vantage } from "../flow/vantage.js";
import type { CaptureSource } from "./capture-set.js";
import { type ReadSourceOptions, readSource } from "./read-source.js";
import { VantageKeys } from "./vantage-keys.js";

export interface DigestOptions extends ReadSourceOptions {
  decode: DecodeOptions;
  /** Receives the names of a source's vantage points by their keys, as `readSource` gives them with every frame. */
  onNames?: (source: CaptureSource, names: ReadonlyMap<string, string>) => void;
}

/** Reduces the captures of one vantage point (or of several, where a file holds several interfaces) to digests. */
export async function digestSource(source: CaptureSource, options: DigestOptions): Promise<Digest[]> {
  const about = { name: source.name, source: source.files.join(",") };
  const vantages = new Map<string, Vantage>();
  let lastKey = "";
  let last: Vantage | null = null;
  const keys = new VantageKeys();
  const { damage, dropped, first } = await readSource(
    source,
    keys,
    (frame, key, described) => {
      if (last === null || key !== lastKey) {
        last = vantages.get(key) ?? null;
        if (last === null) {
          // What a cooked capture was taken on is no interface: each of its indices is one.
          const face = keys.isCooked(key) ? null : (described?.name ?? null);
          const own = { ...about, interface: face, linkType: frame.linkType };
          last = new Vantage({ ...own, snaplen: described?.snaplen || null }, options.decode);
          vantages.set(key, last);
        }
        lastKey = key;
      }
      last.add(frame);
    },
    options,
  );
  const names = keys.names(source.name);
  options.onNames?.(source, names);
  if (vantages.size === 0) {
    const own = { ...about, interface: first?.name ?? null, linkType: first?.linkType ?? 1 };
    const lost = dropped.size === 0 ? null : [...dropped.values()].reduce((a, b) => a + b, 0);
    return [new Vantage({ ...own, snaplen: first?.snaplen || null }, options.decode).finish(damage, lost)];
  }
  return [...vantages].map(([key, vantage]) => {
    vantage.about.name = names.get(key) ?? source.name;
    return vantage.finish(damage, dropped.get(keys.faceOf(key) ?? "") ?? null);
  });
}
