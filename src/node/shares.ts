import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "../flow/digest.js";
import type { PackedDigest } from "../flow/packed/layout.js";
import { unpackDigest } from "../flow/packed/unpack.js";
import type { Share } from "../flow/share.js";
import type { CaptureSource } from "./capture-set.js";

/** Bytes of captures from which on another thread saves more time than it takes to start. */
const WORTH_A_THREAD = 24 * 1024 * 1024;
/** Every thread reads all frames and follows only its connections: with more threads than this they mostly skip. */
const MOST_SHARES = 8;

/** What a thread is given. `stop` is one number in memory that is shared: 1 once reading is to end where it is. */
export interface ShareOrder {
  source: CaptureSource;
  share: Share;
  decode: DecodeOptions;
  stop: Int32Array;
  /** No other source is analysed. */
  alone: boolean;
}

/** In how many shares a source is best read: one where it is small, a pipe, or has to be decompressed. */
export function sharesOf(source: CaptureSource): number {
  const cores = Math.min(MOST_SHARES, availableParallelism());
  if (cores === 1) return 1;
  let bytes = 0;
  for (const file of source.files) {
    const found = file === "-" ? undefined : statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile() || /\.(gz|zst)$/.test(file)) return 1;
    bytes += found.size;
  }
  return bytes < WORTH_A_THREAD ? 1 : Math.min(cores, 1 + Math.floor(bytes / WORTH_A_THREAD));
}

/** Reads shares in threads of their own. */
export class ShareReaders {
  private readonly workers: Worker[];
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));
  /** What each share comes to, in order. Rejects where a thread failed. */
  readonly digests: Promise<Digest[][]>;

  /** `alone`: no other source is analysed. */
  constructor(
    source: CaptureSource,
    shares: readonly Share[],
    decode: DecodeOptions,
    stop: AbortSignal | undefined,
    alone: boolean,
  ) {
    const end = () => Atomics.store(this.stop, 0, 1);
    if (stop?.aborted) end();
    stop?.addEventListener("abort", end, { once: true });
    this.workers = shares.map((share) => {
      const order: ShareOrder = { source, share, decode, stop: this.stop, alone };
      return new Worker(new URL("./share-worker.js", import.meta.url), { workerData: order });
    });
    this.digests = Promise.all(this.workers.map(resultOf)).finally(() => stop?.removeEventListener("abort", end));
    // Whoever waits for it is told; nobody may, where the first share failed before.
    this.digests.catch(() => {});
  }

  /** Ends the threads, whatever they are doing. */
  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** What the thread posted, once it has ended and its memory is given back: that is spread out now. */
async function resultOf(worker: Worker): Promise<Digest[]> {
  const posted = await new Promise<PackedDigest[]>((resolve, reject) => {
    let last: PackedDigest[] | null = null;
    worker.once("message", (packed: PackedDigest[]) => {
      last = packed;
    });
    worker.once("error", reject);
    worker.once("exit", (status) => {
      if (last !== null) resolve(last);
      else reject(new Error(`a thread ended with status ${status} before its work was done`));
    });
  });
  return posted.map(unpackDigest);
}

/** As much of a signal as reading a file looks at. */
export function stopOf(flag: Int32Array): AbortSignal {
  const signal = { addEventListener: () => {}, removeEventListener: () => {} };
  return Object.defineProperty(signal, "aborted", { get: () => Atomics.load(flag, 0) === 1 }) as unknown as AbortSignal;
}
