import type { CaptureInterface, Damage, Frame, FrameLane, Records } from "../capture/frame.js";
import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "./digest.js";
import type { Listing } from "./lane/listing.js";
import type { PackedDigest } from "./packed/layout.js";
import { KEEP_ALL, type Keep, keepOf, type Settled } from "./retirement.js";
import { type Share, wholeShare } from "./share.js";
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

/** Records that several threads read together. */
export interface ListedRecords {
  readonly listing: Listing;
  /** Frames in the files before. */
  readonly base: number;
  /** Takes what is this share's of so many listed frames, sorted out by the thread of share `by`. */
  take(items: number, count: number, by: number): void;
}

/** The vantage points of one source, wherever its frames come from: files on a disk, or files in a browser. */
export class SourceVantages implements FrameLane {
  private readonly vantages = new Map<string, Vantage>();
  private lastKey = "";
  private last: Vantage | null = null;
  /** The interface whose frames all belong to `last`, -1 where none is known. */
  private ofLast = -1;
  /** Frames in the files before the one at hand. */
  private base = 0;
  private readonly about: { name: string; source: string };
  private readonly keys: VantageKeys;
  private readonly decode: DecodeOptions;
  private readonly share: Share;
  private readonly laneAfter: number | undefined;

  /** `keys` must be the ones that give the frames their keys. `laneAfter`: frames of a vantage point before its fast lane opens. */
  constructor(
    about: { name: string; source: string },
    keys: VantageKeys,
    decode: DecodeOptions,
    share = wholeShare(),
    laneAfter?: number,
  ) {
    this.laneAfter = laneAfter;
    this.share = share;
    this.about = about;
    this.keys = keys;
    this.decode = decode;
  }

  /** Says that a file begins, with so many frames in those before. */
  startFile(base: number): void {
    this.base = base;
    this.ofLast = -1;
  }

  take(records: Records): void {
    if (this.last !== null && records.interfaceIndex === this.ofLast) this.last.take(records, this.base);
  }

  /**
   * How such records are read together with other threads; null where they cannot be, since no frame came before them, or there are, or may
   * be, several vantage points. It is the same in all threads that were given the same bytes.
   */
  together(records: Records): ListedRecords | null {
    const { last, base, vantages, keys } = this;
    if (last === null || vantages.size > 1 || records.interfaceIndex !== this.ofLast) return null;
    if (keys.mayDivide(records.linkType)) return null;
    const listing = last.listing(records);
    if (listing === null) return null;
    return { listing, base, take: (items, count, by) => last.takeListed(listing, items, count, by) };
  }

  room(): Uint8Array | null {
    return this.last?.room ?? null;
  }

  /** Adds a frame that was not taken, its number counted over all files. */
  add(frame: Frame, key: string, described: CaptureInterface | undefined): void {
    if (this.last === null || key !== this.lastKey) {
      this.last = this.vantages.get(key) ?? null;
      if (this.last === null) {
        // What a cooked capture was taken on is no interface: each of its indices is one.
        const face = this.keys.isCooked(key) ? null : (described?.name ?? null);
        const own = { ...this.about, interface: face, linkType: frame.linkType };
        const point = { ...own, snaplen: described?.snaplen || null };
        this.last = new Vantage(point, this.decode, this.shareOfNew(), undefined, undefined, this.laneAfter);
        this.vantages.set(key, this.last);
      }
      this.lastKey = key;
    }
    const isNew = frame.interfaceIndex !== this.ofLast;
    this.ofLast = this.keys.isCooked(key) ? -1 : frame.interfaceIndex;
    if (isNew) this.last.add(frame);
    else this.last.read(frame);
  }

  /** The memory of all has room for one vantage point. */
  private shareOfNew(): Share {
    return this.vantages.size === 0 ? this.share : { ...this.share, together: undefined };
  }

  /** Everything is read: nothing but `finish` follows. Returns what there is to say of the only vantage point; where there are several, that there is nothing. */
  settle(): Settled {
    const settled = [...this.vantages.values()].map((vantage) => vantage.settle());
    return settled.length === 1 ? settled[0] : { sound: 0, smallest: [] };
  }

  /** One digest for each vantage point; one that says that nothing was seen for a source without frames. `alone`: no other source is analysed. */
  finish(read: SourceRead, alone = false): Digest[] {
    const settled = this.settle();
    const keep = alone ? keepOf([settled]) : KEEP_ALL;
    return this.each(read, (vantage, dropped) => vantage.finish(read.damage, dropped, keep));
  }

  /** The same of a share, once it is settled; `keep`: what was decided of all shares. */
  finishShare(read: SourceRead, keep: Keep): PackedDigest[] {
    return this.each(read, (vantage, dropped) => vantage.finishShare(read.damage, dropped, keep));
  }

  private each<T>({ dropped, first }: SourceRead, finish: (vantage: Vantage, dropped: number | null) => T): T[] {
    const { vantages, keys, about } = this;
    if (vantages.size === 0) {
      const own = { ...about, interface: first?.name ?? null, linkType: first?.linkType ?? 1 };
      const lost = dropped.size === 0 ? null : [...dropped.values()].reduce((a, b) => a + b, 0);
      return [finish(new Vantage({ ...own, snaplen: first?.snaplen || null }, this.decode), lost)];
    }
    const names = keys.names(about.name);
    return [...vantages].map(([key, vantage]) => {
      vantage.about.name = names.get(key) ?? about.name;
      return finish(vantage, dropped.get(keys.faceOf(key) ?? "") ?? null);
    });
  }
}
