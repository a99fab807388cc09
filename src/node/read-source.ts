import { basename } from "node:path";
import type { CaptureInterface, CaptureReader, Frame, FrameLane } from "../capture/frame.js";
import { addInterfaces, type SourceRead } from "../flow/source-vantages.js";
import type { VantageKeys } from "../flow/vantage-keys.js";
import type { ReadingEnds } from "./byte-source.js";
import type { CaptureSource } from "./capture-set.js";
import { UserError } from "./errors.js";
import { firstFrameTime } from "./first-frame.js";
import { readCapture, STOPPED } from "./read-capture.js";
import type { ReadTogether } from "./read-together.js";

export interface ReadSourceOptions extends ReadingEnds {
  /** Bytes of a file read so far, before decompression. */
  onProgress?: (file: string, bytesRead: number) => void;
  /** Takes the bytes of a digest; one of several files cannot be one. */
  onDigest?: (chunk: Uint8Array) => void;
  /** Takes frames before `sink` does; told when a file begins, and how many frames came before it. */
  lane?: FrameLane & { startFile(base: number): void };
  together?: ReadTogether;
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
    if (options.stop?.aborted) {
      result.damage ??= { frame: base, offset: 0, what: rotated ? `${basename(file)}: ${STOPPED}` : STOPPED };
      break;
    }
    keys.startFile();
    options.lane?.startFile(base);
    let opened: CaptureReader | null = null;
    const onReader = (reader: CaptureReader) => {
      opened = reader;
    };
    const onFrame = (frame: Frame) => {
      const own = opened?.interfaces[frame.interfaceIndex];
      frame.number += base;
      sink(frame, keys.keyOf(frame, own), own);
      frame.number -= base;
    };
    const { signal, stop, lane } = options;
    const onProgress = (bytes: number) => options.onProgress?.(file, bytes);
    const onDigest = rotated ? undefined : options.onDigest;
    const together = options.together?.of(file);
    const read = await readCapture(file, onFrame, {
      signal,
      stop,
      onProgress,
      onReader,
      onDigest,
      lane,
      together,
    }).catch((error) => {
      // The next file of a set exists before its header is written.
      if (rotated && error instanceof UserError && error.code === "empty-capture") return null;
      throw error;
    });
    if (read === null) {
      result.damage ??= { frame: base, offset: 0, what: `${basename(file)}: it is empty` };
      continue;
    }
    const { reader, stopped } = read;
    const damage = reader.damage ?? (stopped ? { frame: reader.count, offset: 0, what: STOPPED } : null);
    if (damage !== null) {
      const what = rotated ? `${basename(file)}: ${damage.what}` : damage.what;
      result.damage ??= { frame: base + damage.frame, offset: damage.offset, what };
    }
    addInterfaces(result, reader.interfaces);
    base += reader.count;
  }
  return result;
}

async function inTimeOrder(files: readonly string[]): Promise<string[]> {
  const timed: { file: string; time: number }[] = [];
  for (const file of files)
    timed.push({ file, time: await firstFrameTime(file).catch((error) => refuseDigest(file, error)) });
  return timed.sort((a, b) => a.time - b.time || (a.file < b.file ? -1 : 1)).map((t) => t.file);
}

function refuseDigest(file: string, error: unknown): never {
  if (!(error instanceof UserError) || error.code !== "is-a-digest") throw error;
  throw new UserError(
    "digest-in-a-set",
    `${file}: it is a digest, and several files of one name are read as one capture; make one digest of the captures`,
    "hopscope digest NAME=a.pcap,b.pcap -o NAME.digest",
  );
}
