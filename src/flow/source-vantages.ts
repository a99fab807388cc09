import type { CaptureInterface, Damage, Frame } from "../capture/frame.js";
import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "./digest.js";
import { Vantage } from "./vantage.js";
import type { VantageKeys } from "./vantage-keys.js";

/** What there is to say of a source once it is read. */
export interface SourceRead {
  /** Of the first file that has any; the frame is counted over all files. */
  damage: Damage | null;
  /** Interface of the file -> frames it lost, where the file says so. */
  dropped: Map<string, number>;
  /** The first interface described, for a source without frames. */
  first: CaptureInterface | null;
}

/** Adds what the interfaces of one more file say, once it is read. */
export function addInterfaces(read: SourceRead, interfaces: readonly CaptureInterface[]): void {
  interfaces.forEach((own, i) => {
    read.first ??= own;
    if (own.dropped === null) return;
    const face = own.name ?? String(i);
    read.dropped.set(face, (read.dropped.get(face) ?? 0) + own.dropped);
  });
}

/** The vantage points of one source, wherever its frames come from: files on a disk, or files in a browser. */
export class SourceVantages {
  private readonly vantages = new Map<string, Vantage>();
  private lastKey = "";
  private last: Vantage | null = null;
  private readonly about: { name: string; source: string };
  private readonly keys: VantageKeys;
  private readonly decode: DecodeOptions;

  /** `keys` must be the ones that give the frames their keys. */
  constructor(about: { name: string; source: string }, keys: VantageKeys, decode: DecodeOptions) {
    this.about = about;
    this.keys = keys;
    this.decode = decode;
  }

  add(frame: Frame, key: string, described: CaptureInterface | undefined): void {
    if (this.last === null || key !== this.lastKey) {
      this.last = this.vantages.get(key) ?? null;
      if (this.last === null) {
        // What a cooked capture was taken on is no interface: each of its indices is one.
        const face = this.keys.isCooked(key) ? null : (described?.name ?? null);
        const own = { ...this.about, interface: face, linkType: frame.linkType };
        this.last = new Vantage({ ...own, snaplen: described?.snaplen || null }, this.decode);
        this.vantages.set(key, this.last);
      }
      this.lastKey = key;
    }
    this.last.add(frame);
  }

  /** One digest for each vantage point; one that says that nothing was seen for a source without frames. */
  finish({ damage, dropped, first }: SourceRead): Digest[] {
    const { vantages, keys, about } = this;
    if (vantages.size === 0) {
      const own = { ...about, interface: first?.name ?? null, linkType: first?.linkType ?? 1 };
      const lost = dropped.size === 0 ? null : [...dropped.values()].reduce((a, b) => a + b, 0);
      return [new Vantage({ ...own, snaplen: first?.snaplen || null }, this.decode).finish(damage, lost)];
    }
    const names = keys.names(about.name);
    return [...vantages].map(([key, vantage]) => {
      vantage.about.name = names.get(key) ?? about.name;
      return vantage.finish(damage, dropped.get(keys.faceOf(key) ?? "") ?? null);
    });
  }
}
