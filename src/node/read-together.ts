import type { CaptureReader } from "../capture/frame.js";
import type { Share } from "../flow/share.js";
import type { SourceVantages } from "../flow/source-vantages.js";
import type { ReadingEnds } from "./byte-source.js";
import type { ReadCaptureOptions } from "./read-capture.js";
import { Windows } from "./windows.js";
import { ENDED, FILES, happened, MOST_FILES, MOST_TIMES } from "./windows-memory.js";

export interface ReadTogetherOptions extends ReadingEnds {
  /** Bytes of a file read so far. */
  onProgress?: (file: string, bytesRead: number) => void;
  /** Aborted where another thread that reads the same captures has failed, its reason the error. */
  failed?: AbortSignal;
}

/**
 * One thread's part in reading the captures of a source together with the threads of other shares (windows.ts): whenever and as far as that can
 * be; in between each reads all of them, and follows its share. What they do together they do at the same records, so all read as much of each file.
 */
export class ReadTogether {
  private times = 0;
  private file = -1;
  private readonly share: Share;
  private readonly vantages: SourceVantages;
  private readonly options: ReadTogetherOptions;
  private readonly buffer: ArrayBuffer;

  /** Undefined where the share has nothing in common with others. */
  static with(share: Share, vantages: SourceVantages, options: ReadTogetherOptions): ReadTogether | undefined {
    const { together } = share;
    return together && new ReadTogether(share, together.memory.buffer, vantages, options);
  }

  private constructor(share: Share, buffer: ArrayBuffer, vantages: SourceVantages, options: ReadTogetherOptions) {
    this.share = share;
    this.buffer = buffer;
    this.vantages = vantages;
    this.options = options;
  }

  /** How the next file is read. */
  of(file: string): NonNullable<ReadCaptureOptions["together"]> {
    this.file++;
    return {
      agreed: (size) => this.agreed(size),
      leap: (fd, size, reader) => this.leap(fd, size, reader, file),
    };
  }

  /** How many bytes are read of a file that has so many now: it may grow, and all threads must read the same. */
  private agreed(size: number): number {
    if (this.file >= MOST_FILES) return size;
    const sizes = new BigInt64Array(this.buffer, 8 * FILES, MOST_FILES);
    const before = Number(Atomics.compareExchange(sizes, this.file, 0n, BigInt(size) + 1n));
    return before === 0 ? size : before - 1;
  }

  /** Reads on from where the reader is, up to `size` bytes of the file; resolves to where in the file it then is. Null where that cannot be done together. */
  private leap(fd: number, size: number, reader: CaptureReader, file: string): Promise<number> | null {
    const { share, vantages, options } = this;
    const { plain, offset, count } = reader;
    const mayBe = this.times < MOST_TIMES && this.file < MOST_FILES && plain !== null && reader.damage === null;
    const records = mayBe ? vantages.together(plain) : null;
    if (records === null) return null;
    const windows = new Windows(fd, size, share, records, { offset, count }, this.times++);
    const look = (at: number) => {
      options.signal?.throwIfAborted();
      options.failed?.throwIfAborted();
      options.onProgress?.(file, at);
      return options.stop?.aborted !== true;
    };
    return windows.read(look).then((end) => {
      reader.skip(end.offset, end.count);
      return end.offset;
    });
  }

  /** This thread reads no more: others must not wait for it. */
  end(): void {
    const ints = new Int32Array(this.buffer);
    Atomics.store(ints, ENDED + this.share.index, this.times + 1);
    happened(ints);
  }
}
