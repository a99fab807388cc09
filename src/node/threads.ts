import type { Worker } from "node:worker_threads";
import { fileSize } from "./file-size.js";

/** Bytes of captures from which on another thread saves more time than it takes to start. */
export const WORTH_A_THREAD = 24 * 1024 * 1024;
/** Every thread passes over the frames of all others: with more threads than this it mostly does. */
const MOST_THREADS = 8;

/** How many threads, this one among them, so many bytes of captures are best read by. */
export function threadsFor(bytes: number): number {
  if (bytes < WORTH_A_THREAD) return 1;
  // As below, not imported.
  const { availableParallelism } = process.getBuiltinModule("node:os");
  return Math.min(MOST_THREADS, availableParallelism(), 1 + Math.floor(bytes / WORTH_A_THREAD));
}

/** Bytes of a file that several threads can read; null for a pipe, and for one that has to be decompressed. */
export function sharableSize(file: string): number | null {
  return /\.(gz|zst)$/.test(file) ? null : fileSize(file);
}

/** Threads that were started and have no work yet. */
const idle: Worker[] = [];

/**
 * Starts threads before anybody asks for them, if words of the command line name a large file: while they start, this one does. They are
 * no reason for the process to go on.
 */
export function startThreadsFor(words: readonly string[]): void {
  // NAME=FILE, and options that may have a value: whatever is no file is none.
  const sizes = words.map((word) => sharableSize(word.slice(word.indexOf("=") + 1)) ?? 0);
  for (let n = threadsFor(Math.max(0, ...sizes)); n > 1; n--) {
    const thread = started();
    thread.unref();
    idle.push(thread);
  }
}

/** A thread that reads a share of a capture once it is told which (share-worker.ts). */
export function takeThread(): Worker {
  const thread = idle.pop() ?? started();
  thread.ref();
  return thread;
}

function started(): Worker {
  // Not imported: small captures need no threads.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  return new Worker(new URL("./share-worker.cjs", import.meta.url));
}
