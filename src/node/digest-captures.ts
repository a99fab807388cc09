import type { CaptureInterface, Frame } from "../capture/frame.js";
import type { DecodeOptions } from "../dissect/dissection.js";
import { sll2 } from "../dissect/sll2.js";
import type { Digest } from "../flow/digest.js";
import { Vantage } from "../flow/vantage.js";
import type { CaptureSource } from "./capture-set.js";
import { firstFrameTime } from "./first-frame.js";
import { readCapture } from "./read-capture.js";

const LINKTYPE_SLL2 = 276;
const SLL2_HEADER = 20;

export interface DigestOptions {
  decode: DecodeOptions;
  onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  signal?: AbortSignal;
}

/** Interfaces of one source, each a vantage point of its own. */
class VantageSet {
  private readonly byKey = new Map<string, { vantage: Vantage; label: string }>();
  private lastKey = "";
  private last: Vantage | null = null;
  private readonly source: CaptureSource;
  private readonly decode: DecodeOptions;

  constructor(source: CaptureSource, decode: DecodeOptions) {
    this.source = source;
    this.decode = decode;
  }

  add(frame: Frame, face: CaptureInterface | undefined): void {
    const cooked = frame.linkType === LINKTYPE_SLL2 && frame.end - frame.start >= SLL2_HEADER;
    const index = cooked ? sll2.interfaceIndex(frame.bytes, frame.start) : frame.interfaceIndex;
    const label = cooked ? String(index) : (face?.name ?? String(index));
    const key = `${cooked ? "cooked" : "file"} ${label}`;
    if (key !== this.lastKey || this.last === null) {
      let known = this.byKey.get(key);
      if (known === undefined) {
        const vantage = new Vantage(
          {
            name: this.source.name,
            source: this.source.files.join(","),
            interface: cooked ? null : (face?.name ?? null),
            linkType: frame.linkType,
            snaplen: face === undefined || face.snaplen === 0 ? null : face.snaplen,
          },
          this.decode,
        );
        known = { vantage, label };
        this.byKey.set(key, known);
      }
      this.last = known.vantage;
      this.lastKey = key;
    }
    this.last.add(frame);
  }

  finish(damage: Digest["damage"], dropped: number | null, empty: Vantage): Digest[] {
    const all = [...this.byKey.values()];
    if (all.length === 0) return [empty.finish(damage, dropped)];
    for (const { vantage, label } of all) if (all.length > 1) vantage.about.name = `${this.source.name}:${label}`;
    return all.map(({ vantage }) => vantage.finish(damage, dropped));
  }
}

/** Reduces the captures of one vantage point (or of several, where a file holds several interfaces) to digests. */
export async function digestSource(source: CaptureSource, options: DigestOptions): Promise<Digest[]> {
  const set = new VantageSet(source, options.decode);
  const files = source.files.length > 1 ? await inTimeOrder(source.files) : source.files;
  let damage: Digest["damage"] = null;
  let dropped: number | null = null;
  let numbered = 0;
  let first: CaptureInterface | undefined;
  for (const file of files) {
    let faces: { interfaces: readonly CaptureInterface[] } = { interfaces: [] };
    let last = 0;
    const base = numbered;
    const { reader } = await readCapture(
      file,
      (frame) => {
        last = frame.number;
        frame.number += base;
        set.add(frame, faces.interfaces[frame.interfaceIndex]);
        frame.number = last;
      },
      {
        ...options,
        onReader: (r) => {
          faces = r;
        },
      },
    );
    numbered += last;
    damage ??= reader.damage;
    first ??= reader.interfaces[0];
    for (const f of reader.interfaces) if (f.dropped !== null) dropped = (dropped ?? 0) + f.dropped;
  }
  const empty = new Vantage(
    {
      name: source.name,
      source: source.files.join(","),
      interface: first?.name ?? null,
      linkType: first?.linkType ?? 1,
      snaplen: first === undefined || first.snaplen === 0 ? null : first.snaplen,
    },
    options.decode,
  );
  return set.finish(damage, dropped, empty);
}

/** Rotated files in the order of their first frames, whatever the order they were named in. */
async function inTimeOrder(files: readonly string[]): Promise<string[]> {
  const timed = await Promise.all(files.map(async (file) => ({ file, time: await firstFrameTime(file) })));
  return timed.sort((a, b) => a.time - b.time || (a.file < b.file ? -1 : 1)).map((t) => t.file);
}
