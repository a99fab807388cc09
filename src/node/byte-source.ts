import { close, fstat, open, readSync } from "node:fs";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { milliseconds } from "./clock.js";
import { UserError } from "./errors.js";

/** Receives the next bytes, valid until it returns or its promise settles. */
export type ChunkSink = (chunk: Uint8Array) => void | Promise<void>;

/** Stays in the L2 cache while it is parsed, and is large enough that system calls do not count. */
const CHUNK = 256 * 1024;

/** Milliseconds after which timers and signals have their turn. */
const YIELD_MS = 20;

/** Size in bytes of what `source` holds, or null where it has no end yet (pipes, devices). */
export type SizeSink = (totalBytes: number | null) => void;

/** How reading may end before the end. */
export interface ReadingEnds {
  /** Reading fails with its reason. */
  signal?: AbortSignal;
  /** Reading ends where it is, and what was read counts. */
  stop?: AbortSignal;
}

export interface Reading extends ReadingEnds {
  /** Where the next bytes are best read to, asked for every chunk; null where it does not matter. */
  room?: () => Uint8Array | null;
  together?: ByteLeaps;
}

/** Reads on otherwise than chunk by chunk. */
export interface ByteLeaps {
  /** How many bytes are read of a file that has so many. */
  agreed(size: number): number;
  /** Asked after every chunk of a file of which so many bytes are read: where it reads on, it says from which offset on `sink` goes on. */
  leap(fd: number, size: number): Promise<number> | null;
}

/** Feeds the bytes of a file, or of standard input for "-", to `sink` in order. Resolves to false where it was stopped before the end. */
export async function eachChunk(source: string, sink: ChunkSink, size: SizeSink, reading: Reading): Promise<boolean> {
  if (source !== "-") return eachOfFile(source, sink, size, reading);
  size(null);
  return eachOfStream(process.stdin, sink, reading);
}

/** Ctrl-C reaches the program before us in a pipe too: so many milliseconds to hand over what it has. */
const LAST_WORDS_MS = 300;

async function eachOfStream(stream: Readable, sink: ChunkSink, { signal, stop }: ReadingEnds): Promise<boolean> {
  let given = false;
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    timer = setTimeout(() => {
      given = true;
      stream.destroy();
    }, LAST_WORDS_MS);
  };
  if (stop?.aborted) giveUp();
  else stop?.addEventListener("abort", giveUp, { once: true });
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      await sink(chunk as Uint8Array);
    }
  } catch (error) {
    if (!given || (error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  } finally {
    stop?.removeEventListener("abort", giveUp);
    clearTimeout(timer);
  }
  return !given;
}

const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(fstat);

async function eachOfFile(path: string, sink: ChunkSink, size: SizeSink, reading: Reading): Promise<boolean> {
  const fd = await openFile(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error);
  });
  let isOurs = true;
  try {
    const stat = await statFile(fd);
    if (stat.isDirectory()) throw cannotRead(path, { code: "EISDIR" });
    size(stat.isFile() ? stat.size : null);
    // A read of a named pipe waits for its writer, and nothing could end it.
    if (stat.isFIFO()) {
      const { Socket } = await import("node:net");
      const pipe = new Socket({ fd, writable: false });
      isOurs = false;
      return await eachOfStream(pipe, sink, reading);
    }
    // What is in the page cache is there sooner than another thread could fetch it.
    const own = Buffer.allocUnsafeSlow(CHUNK);
    let yielded = milliseconds();
    const together = stat.isFile() ? reading.together : undefined;
    const end = together?.agreed(stat.size) ?? null;
    let position = 0;
    for (;;) {
      const buffer = reading.room?.() ?? own;
      const length =
        end === null ? fill(fd, path, buffer, null) : fillUp(fd, path, buffer.subarray(0, end - position), position);
      if (length === 0) break;
      reading.signal?.throwIfAborted();
      if (reading.stop?.aborted) return false;
      const taken = sink(length === buffer.length ? buffer : buffer.subarray(0, length));
      if (taken !== undefined) await taken;
      position += length;
      const leapt = end === null ? null : (together?.leap(fd, end) ?? null);
      if (leapt !== null) position = await leapt;
      if (milliseconds() - yielded < YIELD_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      yielded = milliseconds();
    }
    return true;
  } finally {
    if (isOurs) await closeFile(fd);
  }
}

function fill(fd: number, path: string, buffer: Uint8Array, position: number | null): number {
  try {
    return readSync(fd, buffer, 0, buffer.length, position);
  } catch (error) {
    throw cannotRead(path, error as NodeJS.ErrnoException);
  }
}

/** Fills the buffer as far as the file goes: whoever reads it too gets the same pieces. */
function fillUp(fd: number, path: string, buffer: Uint8Array, position: number): number {
  let length = 0;
  while (length < buffer.length) {
    const read = fill(fd, path, buffer.subarray(length), position + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

function cannotRead(path: string, error: { code?: string; message?: string }): UserError {
  switch (error.code) {
    case "ENOENT":
      return new UserError("file-not-found", `${path}: there is no such file`, `ls -l ${directoryOf(path)}`);
    case "EACCES":
    case "EPERM":
      return new UserError("permission-denied", `${path}: you may not read it`, `sudo chown "$USER" ${path}`);
    case "EISDIR":
      return new UserError("is-a-directory", `${path}: it is a directory, not a capture`, `ls ${path}`);
    default:
      return new UserError("cannot-read", `${path}: it cannot be read (${error.message ?? error.code})`);
  }
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : slash === 0 ? "/" : path.slice(0, slash);
}
