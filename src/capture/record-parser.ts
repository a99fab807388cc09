import type { CaptureInterface, Damage, Records } from "./frame.js";

/** One capture format, fed from a buffer that may end in the middle of a record. */
export interface RecordParser {
  readonly format: "pcap" | "pcapng";
  readonly interfaces: CaptureInterface[];
  damage: Damage | null;
  /** The last frame number given. */
  count: number;
  /**
   * How the records that follow lie, as long as they are those of the only interface there has been; null where that is not known. It follows
   * from the bytes that were taken, whatever a lane took of them.
   */
  readonly plain: Records | null;
  /** Bytes the record that `take` stopped at needs, at least, counted from its first byte. */
  needed: number;
  /**
   * Takes the whole records in `bytes[start, end)`; `offset` is the place of `start` in the file.
   * Returns the index just past what it took; the rest, if any, must be offered again with more bytes behind it.
   */
  take(bytes: Uint8Array, start: number, end: number, offset: number): number;
  /** Says that the file ends, with `left` bytes at `offset` of the file not taken; `broken` says why, where it was cut off. */
  finish(left: number, offset: number, broken: string | null): void;
}

/** A frame longer than this is a broken length field: BIG TCP, the largest there is, stays below 1 MiB. */
export const MAX_FRAME = 64 * 1024 * 1024;
