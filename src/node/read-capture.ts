import { NotACapture } from "../capture/errors.js";
import type { CaptureReader, FrameLane, FrameSink, NumberedBlockSink } from "../capture/frame.js";
import { openCaptureReader } from "../capture/reader.js";
import { isDigestFile, MAGIC } from "../digest-file/magic.js";
import { beginningWith } from "./beginning-with.js";
import { eachChunk, type ReadingEnds } from "./byte-source.js";
import { COMPRESSION_MAGIC, compressionOf } from "./compression.js";
import type { Decompressor } from "./decompress.js";
import { UserError } from "./errors.js";

export interface ReadCaptureOptions extends ReadingEnds {
  /** Bytes of the file read so far, and in all; null for a pipe. Called once a chunk. */
  onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  /** Receives the pcapng blocks that take a frame number without being frames. */
  onBlock?: NumberedBlockSink;
  /** Takes frames before `sink` does. */
  lane?: FrameLane;
  /** Asked after every chunk for something to wait for before the next is parsed. */
  pause?: () => Promise<unknown> | null;
  /** Called before the first frame: the reader's interfaces fill as the file describes them. */
  onReader?: (reader: CaptureReader) => void;
  /** Reads on otherwise from where the reader is; resolves to the offset from which on chunks follow. */
  together?: {
    agreed(size: number): number;
    leap(fd: number, size: number, reader: CaptureReader): Promise<number> | null;
  };
  /** Takes the plain bytes of a digest, which are refused otherwise: it has no frames. */
  onDigest?: (chunk: Uint8Array) => void;
}

export interface CaptureRead {
  reader: CaptureReader;
  /** Read, before decompression. */
  bytes: number;
  /** Whether it was stopped before its end; what was read then counts. */
  stopped: boolean;
}

/** What the damage of a capture is that was not read to its end. */
export const STOPPED = "reading was interrupted here";

/**
 * Reads a capture, plain or compressed with gzip or zstd, from a file or from standard input ("-"), in bounded memory.
 * A cut or corrupt capture resolves, with `reader.damage` set; throws {@link UserError} where there is no capture to read, and the
 * signal's reason when it is aborted.
 */
export async function readCapture(
  source: string,
  sink: FrameSink,
  options: ReadCaptureOptions = {},
): Promise<CaptureRead> {
  const reader = openCaptureReader(sink, options.onBlock, options.lane);
  options.onReader?.(reader);
  let total: number | null = null;
  let bytes = 0;
  let decompressing: Promise<Decompressor> | null = null;
  let broken: string | null = null;
  let isDigest = false;
  const plain = beginningWith(MAGIC.length, (head) => {
    isDigest = isDigestFile(head);
    if (!isDigest) return (chunk) => reader.push(chunk);
    if (options.onDigest === undefined) throw digestRefused(source);
    return options.onDigest;
  });
  const raw = beginningWith(COMPRESSION_MAGIC, (head) => {
    const format = compressionOf(head);
    if (format === null) return plain.push;
    // Most captures are plain.
    const decompressor = import("./decompress.js").then((m) => m.decompressor(format, plain.push));
    decompressing = decompressor;
    return async (chunk) => (await decompressor).push(chunk);
  });
  const leap = (fd: number, size: number) => {
    // What is decompressed lies elsewhere in the file, if at all.
    const leapt = decompressing !== null || isDigest ? null : options.together?.leap(fd, size, reader);
    if (leapt == null) return null;
    return leapt.then((offset) => {
      bytes = offset;
      return offset;
    });
  };
  const together = options.together && { agreed: options.together.agreed, leap };
  try {
    const whole = await eachChunk(
      source,
      (chunk) => {
        bytes += chunk.length;
        const taken = raw.push(chunk);
        if (taken === undefined && options.pause === undefined) return options.onProgress?.(bytes, total);
        return Promise.resolve(taken).then(async () => {
          options.onProgress?.(bytes, total);
          await options.pause?.();
        });
      },
      (size) => {
        total = size;
      },
      { signal: options.signal, stop: options.stop, room: () => options.lane?.room() ?? null, together },
    );
    await raw.end();
    const decompressor = await (decompressing as Promise<Decompressor> | null);
    if (decompressor !== null) broken = await decompressor.end();
    if (!whole) broken = STOPPED;
    await plain.end();
    // Stopped at once, it has not even shown what it is.
    if (!isDigest && (whole || reader.format !== null)) reader.end(broken ?? undefined);
    return { reader, bytes, stopped: !whole };
  } catch (error) {
    throw error instanceof NotACapture ? unreadable(source, error, broken) : error;
  }
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

function digestRefused(source: string): UserError {
  const name = source === "-" ? "standard input" : source;
  return new UserError(
    "is-a-digest",
    `${name}: it is a digest, which holds no frames; this needs the capture that it was made from`,
    source === "-" ? null : `hopscope analyze ${source}`,
  );
}
