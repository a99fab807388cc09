import type { Sighting, TcpDirection } from "./digest.js";
import type { RowPool } from "./row.js";

/** Checksums are verified on this many packets of a direction, on every SYN, and once something is sent again. */
const CHECKSUMS_SAMPLED = 24;
const ALL = 0x7fffffff;
const MAX_WRONG_FRAMES = 8;

/** Places in the row of a direction; what changes with every packet comes first. A frame of 0 is a sighting not yet made. */
export const PACKETS = 0;
export const LAST_FRAME = 1;
const LAST_TIME = 2;
export const BYTES = 3;
export const LAST_RELATIVE = 4;
export const TTL_LOW = 5;
export const TTL_HIGH = 6;
export const DF_SET = 7;
export const NEW_FRAME = 8;
export const NEW_TIME = 9;
export const HIGHEST_ID = 10;
export const WINDOW = 11;
export const ACK = 12;
export const ACK_FRAME = 13;
export const ACK_TIME = 14;
const VERIFIED = 15;
export const BARE = 16;
export const LARGEST_BARE = 17;
export const BARE_FRAME = 18;
const BARE_TIME = 19;
export const REPEATS = 20;
export const FIRST_REPEAT_FRAME = 21;
export const FIRST_REPEAT_TIME = 22;
export const LAST_REPEAT_FRAME = 23;
export const LAST_REPEAT_TIME = 24;
export const FIRST_FRAME = 25;
const FIRST_TIME = 26;
export const FIRST_DATA_FRAME = 27;
export const FIRST_DATA_TIME = 28;
export const PAUSE_FRAME = 29;
export const PAUSE_TIME = 30;
export const DUPLICATE_ACKS = 31;
export const KEEP_ALIVES = 32;
const WRONG = 33;
const PARTIAL = 34;
export const OUTER_FRAGMENTS = 35;
export const HOLE_SINCE = 36;
export const LATE_COUNT = 37;
export const DIRECTION_ROW = 38;

/** What is counted of one side's packets, whatever they carry. */
export class DirectionCounters {
  protected readonly row: Float64Array;
  protected readonly at: number;
  private wrongFrames: number[] | null = null;

  /** `pool` hands out rows of {@link DIRECTION_ROW}. */
  constructor(pool: RowPool) {
    pool.take();
    this.row = pool.piece;
    this.at = pool.at;
    this.row[this.at + TTL_LOW] = 256;
    this.row[this.at + TTL_HIGH] = -1;
    this.row[this.at + ACK] = Number.NEGATIVE_INFINITY;
    this.row[this.at + HIGHEST_ID] = -1;
    this.row[this.at + HOLE_SINCE] = Number.NaN;
  }

  get packets(): number {
    return this.row[this.at + PACKETS];
  }

  /** How many more checksums of plain packets are to be verified. */
  get checksumsLeft(): number {
    const { row, at } = this;
    return row[at + REPEATS] > 0 ? ALL : Math.max(0, CHECKSUMS_SAMPLED - row[at + VERIFIED]);
  }

  get newTime(): number {
    return this.row[this.at + NEW_TIME];
  }

  get ttlLow(): number {
    return this.row[this.at + TTL_LOW];
  }

  get ttlHigh(): number {
    return this.row[this.at + TTL_HIGH];
  }

  sight(frame: number, time: number, ttl: number, dontFragment: boolean): void {
    const { row, at } = this;
    if (row[at + PACKETS]++ === 0) {
      row[at + FIRST_FRAME] = frame;
      row[at + FIRST_TIME] = time;
    }
    row[at + LAST_FRAME] = frame;
    row[at + LAST_TIME] = time;
    if (ttl < row[at + TTL_LOW]) row[at + TTL_LOW] = ttl;
    if (ttl > row[at + TTL_HIGH]) row[at + TTL_HIGH] = ttl;
    if (dontFragment) row[at + DF_SET]++;
  }

  sightOuterFragment(): void {
    this.row[this.at + OUTER_FRAGMENTS]++;
  }

  /** A packet without payload, of `size` IP bytes. */
  bare(size: number, frame: number, time: number): void {
    const { row, at } = this;
    row[at + BARE]++;
    if (size > row[at + LARGEST_BARE]) row[at + LARGEST_BARE] = size;
    row[at + BARE_FRAME] = frame;
    row[at + BARE_TIME] = time;
  }

  /** Packets of a run; of these `df` had the don't-fragment bit, `verified` a right checksum that was verified. */
  sightRun(packets: number, frame: number, time: number, df: number, verified: number): void {
    const { row, at } = this;
    row[at + PACKETS] += packets;
    row[at + LAST_FRAME] = frame;
    row[at + LAST_TIME] = time;
    row[at + DF_SET] += df;
    row[at + VERIFIED] += verified;
  }

  /** Packets of a run that had no payload, and the last of them. */
  bareRun(packets: number, largest: number, frame: number, time: number): void {
    const { row, at } = this;
    row[at + BARE] += packets;
    if (largest > row[at + LARGEST_BARE]) row[at + LARGEST_BARE] = largest;
    row[at + BARE_FRAME] = frame;
    row[at + BARE_TIME] = time;
  }

  checksum(state: "right" | "wrong" | "partial", frame: number): void {
    const { row, at } = this;
    row[at + VERIFIED]++;
    if (state === "wrong") {
      row[at + WRONG]++;
      this.wrongFrames ??= [];
      if (this.wrongFrames.length < MAX_WRONG_FRAMES) this.wrongFrames.push(frame);
    } else if (state === "partial") {
      row[at + PARTIAL]++;
    }
  }

  protected get checksumsWrong(): number {
    return this.row[this.at + WRONG];
  }

  /** Nothing is read of it any more. */
  giveBack(pool: RowPool): void {
    pool.giveBack(this.row, this.at);
  }

  protected sighting(frameAt: number): Sighting | null {
    const frame = this.row[this.at + frameAt];
    return frame === 0 ? null : { frame, time: this.row[this.at + frameAt + 1] };
  }

  protected get checksums(): TcpDirection["checksums"] {
    const { row, at } = this;
    const wrongFrames = this.wrongFrames ?? [];
    return { verified: row[at + VERIFIED], wrong: row[at + WRONG], partial: row[at + PARTIAL], wrongFrames };
  }
}
