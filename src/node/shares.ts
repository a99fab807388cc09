import type { Worker } from "node:worker_threads";
import type { DecodeOptions } from "../dissect/dissection.js";
import type { Digest } from "../flow/digest.js";
import type { PackedDigest } from "../flow/packed/layout.js";
import { unpackDigest } from "../flow/packed/unpack.js";
import { KEEP_ALL, type Keep, type Settled } from "../flow/retirement.js";
import type { Share } from "../flow/share.js";
import type { CaptureSource } from "./capture-set.js";
import { UserError } from "./errors.js";
import { sharableSize, takeThread, threadsFor, WORTH_A_THREAD } from "./threads.js";

/** What a thread is given. */
export interface ShareOrder {
  source: CaptureSource;
  share: Share;
  decode: DecodeOptions;
  /** The source is all that is analysed. */
  alone: boolean;
  /** In memory that is shared: at `STOP` 1 once reading is to end where it is; at `DECIDED` 1 once it is decided which connections are kept; at `MOST` and `UP_TO` what. */
  flags: Int32Array;
}

const STOP = 0;
const DECIDED = 1;
/** How many sound connections are kept, and up to which number; 0 where all are. */
const MOST = 2;
const UP_TO = 3;
/** The numbers have 32 bits, and no sign. */
const LARGEST = 0xffffffff;
/** Bytes of packed flows beside which a thread's memory should not stay. */
const MUCH = 4 << 20;

/** In how many shares a source is best read: one where it is small, a pipe, or has to be decompressed. */
export function sharesOf(source: CaptureSource): number {
  const bytes = sizeOf(source);
  return bytes === null ? 1 : threadsFor(bytes);
}

/** Whether reading it may take a while: it is large, or nobody knows. */
export function mayBeLong(source: CaptureSource): boolean {
  const bytes = sizeOf(source);
  return bytes === null || bytes >= WORTH_A_THREAD;
}

/** Bytes of all files; null where several threads cannot read them. */
function sizeOf(source: CaptureSource): number | null {
  let bytes = 0;
  for (const file of source.files) {
    const size = sharableSize(file);
    if (size === null) return null;
    bytes += size;
  }
  return bytes;
}

/** Reads shares in threads of their own. */
export class ShareReaders {
  /** Those that have not said all yet. */
  private readonly workers = new Set<Worker>();
  private readonly flags = new Int32Array(new SharedArrayBuffer(16));
  /** What each share has to say of its sound connections: it is read then, and waits. Rejects where a thread failed. */
  readonly settled: Promise<Settled[]>;
  /** What each share comes to, in order, once `decide` was called. Rejects where a thread failed. */
  readonly digests: Promise<Digest[][]>;

  constructor(
    source: CaptureSource,
    shares: readonly Share[],
    { decode, alone, stop }: Pick<ShareOrder, "decode" | "alone"> & { stop?: AbortSignal },
  ) {
    const end = () => Atomics.store(this.flags, STOP, 1);
    if (stop?.aborted) end();
    stop?.addEventListener("abort", end, { once: true });
    const results = shares.map((share) => {
      const order: ShareOrder = { source, share, decode, alone, flags: this.flags };
      const thread = takeThread();
      thread.postMessage(order);
      this.workers.add(thread);
      return resultOf(thread, () => this.workers.delete(thread));
    });
    this.settled = Promise.all(results.map(({ settled }) => settled));
    this.digests = Promise.all(results.map(({ digests }) => digests)).finally(() =>
      stop?.removeEventListener("abort", end),
    );
    // Whoever waits for them is told; nobody may, where the first share failed before.
    this.settled.catch(() => {});
    this.digests.catch(() => {});
  }

  /** Says to all shares which sound connections are kept. */
  decide({ most, upTo }: Keep): void {
    const { flags } = this;
    if (most !== KEEP_ALL.most) {
      flags[MOST] = most;
      flags[UP_TO] = Math.min(upTo, LARGEST);
    }
    Atomics.store(flags, DECIDED, 1);
    Atomics.notify(flags, DECIDED);
  }

  /** Ends the threads that still do something. */
  async end(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
  }
}

/**
 * What the thread posts: first how many connections there are, then what they are. That is spread out now, where it is much not before the
 * thread has ended and its memory is given back. `done` is called once it has said all.
 */
function resultOf(worker: Worker, done: () => void): { settled: Promise<Settled>; digests: Promise<Digest[]> } {
  const ended = new Promise<PackedDigest[]>((resolve, reject) => {
    let last: PackedDigest[] | null = null;
    worker.on("message", (posted: Settled | PackedDigest[]) => {
      if (!Array.isArray(posted)) return;
      last = posted;
      done();
      if (posted.reduce((sum, { flows }) => sum + flows.numbers.byteLength, 0) > MUCH) return;
      // It ends by itself, while the report is made.
      worker.unref();
      resolve(posted);
    });
    worker.once("error", (error) => reject(userErrorOf(error)));
    worker.once("exit", (status) => {
      if (last !== null) resolve(last);
      else reject(new Error(`a thread ended with status ${status} before its work was done`));
    });
  });
  const settled = new Promise<Settled>((resolve, reject) => {
    worker.once("message", (posted: Settled) => resolve(posted));
    ended.catch(reject);
  });
  return { settled, digests: ended.then((posted) => posted.map(unpackDigest)) };
}

/** Waits, in a thread, for what was decided of all shares. */
export function keptBy(flags: Int32Array): Keep {
  Atomics.wait(flags, DECIDED, 0);
  const most = flags[MOST];
  return most === 0 ? KEEP_ALL : { most, upTo: flags[UP_TO] >>> 0 };
}

/** As much of a signal as reading a file looks at. */
export function stopOf(flags: Int32Array): AbortSignal {
  const signal = { addEventListener: () => {}, removeEventListener: () => {} };
  return Object.defineProperty(signal, "aborted", {
    get: () => Atomics.load(flags, STOP) === 1,
  }) as unknown as AbortSignal;
}

/** The error of a thread as it was there: what is posted from one to the other has no class. */
function userErrorOf(error: Error & Partial<Pick<UserError, "code" | "hint">>): Error {
  const { name, message, code, hint } = error;
  return name === "UserError" && code !== undefined ? new UserError(code, message, hint) : error;
}
