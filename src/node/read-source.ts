import { basename } from "node:path";
import type { CaptureInterface, CaptureReader, Damage, Frame } from "../capture/frame.js";
import type { CaptureSource } from "./capture-set.js";
import { UserError } from "./errors.js";
import { firstFrameTime } from "./first-frame.js";
import { readCapture } from "./read-capture.js";
import type { VantageKeys } from "./vantage-keys.js";

export interface ReadSourceOptions {
  onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  signal?: AbortSignal;
}

/** What there is to say of a source once it is read. */
export interface SourceRead {
  /** Of the first file that has any; the frame is counted over all files. */
  damage: Damage | null;
  /** Interface of the file -> frames it lost, where the file says so. */
  dropped: Map<string, number>;
  /** The first interface described, for a source without frames. */
  first: CaptureInterface | null;
}

/** Receives a frame, its number counted over all files of the source, with the key of its vantage point. */
export type KeyedFrameSink = (frame: Frame, key: string, described: CaptureInterface | undefined) => void;

/**
 * Reads the files of one source as one capture, in the order of their first frames, whatever the order they were named in.
 * Throws {@link UserError} where a file cannot be read.
 */
export async function readSource(
  source: CaptureSource,
  keys: VantageKeys,
  sink: KeyedFrameSink,
  options: ReadSourceOptions = {},
): Promise<SourceRead> {
  const rotated = source.files.length > 1;
  const result: SourceRead = { damage: null, dropped: new Map(), first: null };
  let base = 0;
  for (const file of rotated ? await inTimeOrder(source.files) : source.files) {
    keys.startFile();
    let last = 0;
    let opened: CaptureReader | null = null;
    const onReader = (reader: CaptureReader) => {
      opened = reader;
    };
    const onFrame = (frame: Frame) => {
      const own = opened?.interfaces[frame.interfaceIndex];
      last = frame.number;
      frame.number += base;
      sink(frame, keys.keyOf(frame, own), own);
      frame.number = last;
    };
    const onBlock = (number: number) => {
      last = number;
    };
    const reader = await readCapture(file, onFrame, { ...options, onReader, onBlock }).then(
      (read) => read.reader,
      (error) => {
        // The next file of a set exists before its header is written.
        if (rotated && error instanceof UserError && error.code === "empty-capture") return null;
        throw error;
      },
    );
    if (reader === null) {
      result.damage ??= { frame: base, offset: 0, what: `${basename(file)}: it is empty` };
      continue;
    }
    const { damage } = reader;
    if (damage !== null) {
      const what = rotated ? `${basename(file)}: ${damage.what}` : damage.what;
      result.damage ??= { frame: base + damage.frame, offset: damage.offset, what };
    }
    reader.interfaces.forEach((own, i) => {
      result.first ??= own;
      if (own.dropped === null) return;
      const face = own.name ?? String(i);
      result.dropped.set(face, (result.dropped.get(face) ?? 0) + own.dropped);
    });
    base += last;
  }
  return result;
}

async function inTimeOrder(files: readonly string[]): Promise<string[]> {
  const timed: { file: string; time: number }[] = [];
  for (const file of files) timed.push({ file, time: await firstFrameTime(file) });
  return timed.sort((a, b) => a.time - b.time || (a.file < b.file ? -1 : 1)).map((t) => t.file);
}
