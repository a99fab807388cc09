import { NotACapture } from "../capture/errors.js";
import type { CaptureReader, FrameSink, NumberedBlockSink } from "../capture/frame.js";
import { openCaptureReader } from "../capture/reader.js";
import { eachChunk } from "./byte-source.js";
import { COMPRESSION_MAGIC, type Decompressor, decompressorFor } from "./decompress.js";
import { UserError } from "./errors.js";

export interface ReadCaptureOptions {
  /** Bytes of the file read so far, and in all; null for a pipe. Called once a chunk. */
  onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  signal?: AbortSignal;
  /** Receives the pcapng blocks that take a frame number without being frames. */
  onBlock?: NumberedBlockSink;
  /** Asked after every chunk for something to wait for before the next is parsed. */
  pause?: () => Promise<unknown> | null;
  /** Called before the first frame: the reader's interfaces fill as the file describes them. */
  onReader?: (reader: CaptureReader) => void;
}

/**
 * Reads a capture, plain or compressed with gzip or zstd, from a file or from standard input ("-"), in bounded memory.
 * `bytes` counts what was read before decompression. A cut or corrupt capture resolves, with `reader.damage` set;
 * throws {@link UserError} where there is no capture to read, and the signal's reason when it is aborted.
 */
export async function readCapture(
  source: string,
  sink: FrameSink,
  options: ReadCaptureOptions = {},
): Promise<{ reader: CaptureReader; bytes: number }> {
  const { onProgress, signal } = options;
  const reader = openCaptureReader(sink, options.onBlock);
  options.onReader?.(reader);
  const toReader = (chunk: Uint8Array) => reader.push(chunk);
  let bytes = 0;
  let total: number | null = null;
  let head: Uint8Array | null = new Uint8Array(0);
  let decompressor: Decompressor | null = null;
  let broken: string | null = null;
  const pass = (chunk: Uint8Array) => (decompressor === null ? reader.push(chunk) : decompressor.push(chunk));
  try {
    await eachChunk(
      source,
      async (chunk) => {
        bytes += chunk.length;
        if (head !== null) {
          // A pipe may hand over one byte at a time.
          if (head.length > 0) chunk = joined(head, chunk);
          if (chunk.length < COMPRESSION_MAGIC) {
            head = chunk.slice();
            return;
          }
          head = null;
          decompressor = decompressorFor(chunk, toReader);
        }
        await pass(chunk);
        onProgress?.(bytes, total);
        await options.pause?.();
      },
      (size) => {
        total = size;
      },
      signal,
    );
    if (head !== null) await pass(head);
    if (decompressor !== null) broken = await (decompressor as Decompressor).end();
    reader.end(broken ?? undefined);
  } catch (error) {
    throw error instanceof NotACapture ? unreadable(source, error, broken) : error;
  }
  return { reader, bytes };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function unreadable(source: string, error: NotACapture, broken: string | null): UserError {
  const name = source === "-" ? "standard input" : source;
  if (broken !== null) return new UserError("not-a-capture", `${name}: nothing can be read: ${broken}`);
  if (error.code === "empty") {
    return new UserError(
      "empty-capture",
      `${name}: ${error.message}: it has not even a capture's header`,
      "tcpdump -i any -w capture.pcap",
    );
  }
  return new UserError(
    "not-a-capture",
    `${name}: not a capture: ${error.message}`,
    source === "-" ? null : `file ${source}`,
  );
}
