import { openCaptureReader } from "../../src/capture/reader.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { addInterfaces, type SourceRead, SourceVantages } from "../../src/flow/source-vantages.js";
import { VantageKeys } from "../../src/flow/vantage-keys.js";
import { type Chunks, decompressed } from "./decompress.js";

/** Large enough that a read's own cost does not count, small enough that progress moves. */
const CHUNK = 4 * 1024 * 1024;
/** What the reader parses at once stays in the processor's cache. */
const PIECE = 256 * 1024;

/** Reduces one capture to digests, in bounded memory. `onProgress` is told the bytes of the file and the frames so far. */
export async function digestFile(
  file: Blob,
  name: string,
  fileName: string,
  onProgress: (bytes: number, frames: number) => void,
): Promise<Digest[]> {
  const keys = new VantageKeys();
  const vantages = new SourceVantages({ name, source: fileName }, keys, ANALYSIS_PORTS);
  keys.startFile();
  let read = 0;
  let broken: string | undefined;
  const reader = openCaptureReader(
    (frame) => {
      const described = reader.interfaces[frame.interfaceIndex];
      vantages.add(frame, keys.keyOf(frame, described), described);
    },
    undefined,
    vantages,
  );
  const chunks = decompressed(
    slices(file, (bytes) => {
      read = bytes;
    }),
    (what) => {
      broken = what;
    },
  );
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      reader.push(chunk.subarray(at, at + PIECE));
      onProgress(Math.min(file.size, Math.max(0, read - chunk.length) + at + PIECE), reader.count);
    }
  }
  reader.end(broken);
  const result: SourceRead = { damage: reader.damage, dropped: new Map(), first: null };
  addInterfaces(result, reader.interfaces);
  return vantages.finish(result);
}

/** The next slice is read while one is parsed. */
async function* slices(file: Blob, onRead: (bytes: number) => void): Chunks {
  const read = (at: number) => file.slice(at, at + CHUNK).arrayBuffer();
  let next = read(0);
  for (let at = 0; at < file.size; at += CHUNK) {
    const bytes = new Uint8Array(await next);
    if (at + CHUNK < file.size) next = read(at + CHUNK);
    onRead(Math.min(file.size, at + CHUNK));
    yield bytes;
  }
}
