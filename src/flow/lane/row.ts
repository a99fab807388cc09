/**
 * A row of the lane is one flow's, while it is in the lane: what is scattered over memory takes longer to fetch than to change,
 * so what one packet touches lies in three cache lines, a header's and two of the side that sent it.
 *
 * Numbers of 32 bits and doubles lie in one buffer; places count in units of 4 bytes, those of doubles (`..._TIME`) in units of 8.
 */
export const ROW = 80;
const SIDES = 16;
export const SIDE = 32;

/** Of the header: the first address words of the side that sent first and of the other, their ports. */
export const SOURCE = 0;
export const DESTINATION = 1;
export const PORTS = 2;
/** Number of the frames' template, counted from 1; 0 while the flow is not in the lane. */
export const TEMPLATE = 3;
/** For each side in turn: the next sequence number, the highest acknowledgment sent, the first sequence number of the run. */
export const NEXT = 4;
export const ACKED = 6;
export const START = 8;
/** For each side in turn: no payload of a frame before this one waits for its acknowledgment; 0 where none waits. */
export const UNACKED = 10;
/** For each side in turn: hashes above are no sample. */
export const SAMPLE_LIMIT = 12;
/** A byte each: lowest and highest time to live of the first side, and of the other. Others are news. */
export const TTLS = 14;
/** 16 bits for each side: what TLS may follow (the lowest two), and how many checksums are still to be verified. */
export const CHECKS = 15;
/** The most that 14 bits hold: all checksums are to be verified. */
export const ALL_CHECKSUMS = 0x3fff;

/** Of a side, from its beginning. */
export const PACKETS = 0;
export const BARES = 1;
/** The last frame with payload, with an acknowledgment that was progress, without payload. */
export const NEW_FRAME = 2;
export const ACK_FRAME = 3;
export const BARE_FRAME = 4;
/** As the header says it. */
export const WINDOW = 5;
/** IP identification of the last payload. */
export const LAST_ID = 6;
export const LARGEST_BARE = 7;
/** Packets with the don't-fragment bit. */
export const DF_SET = 8;
/** The size of the last packet with payload: packets, frame of the first. The last is `NEW_FRAME`. */
export const SIZE = 9;
export const COUNT = 10;
export const FIRST_FRAME = 11;
/** The size before that one. */
export const OTHER_SIZE = 12;
export const OTHER_COUNT = 13;
export const OTHER_FIRST_FRAME = 14;
export const OTHER_LAST_FRAME = 15;
export const NEW_TIME = 8;
export const ACK_TIME = 9;
export const BARE_TIME = 10;
export const FIRST_TIME = 11;
export const OTHER_FIRST_TIME = 12;
export const OTHER_LAST_TIME = 13;
/** The last payload before a pause. */
export const PAUSE_TIME = 14;
export const PAUSE_FRAME = 31;
/** In place of a frame: the last payload before the run. */
export const BEFORE_RUN = -1;
/** Checksums that were right, times 16, and samples not yet given to the flow. */
export const TALLIES = 30;
export const ONE_VERIFIED = 16;
export const SAMPLES_MASK = 15;

/** Samples of a side gathered before the flow takes them: hash, frame, time (a double). */
export const SAMPLE_ROOM = 8;
export const SAMPLE = 4;
const SAMPLES = 2 * SAMPLE_ROOM * SAMPLE;

const FIRST_ROOM = 64;

/** The rows, in one stretch of memory that grows. */
export class LaneRows {
  private readonly free: number[] = [];
  private used = 0;
  private room = 0;
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  samples: Int32Array = new Int32Array(0);
  sampleTimes: Float64Array = new Float64Array(0);

  /** How many rows were ever taken at once. */
  get count(): number {
    return this.used;
  }

  /** A row of zeros; null where `most` are taken. */
  take(most: number): number | null {
    const again = this.free.pop();
    if (again !== undefined) {
      this.words.fill(0, again * ROW, (again + 1) * ROW);
      return again;
    }
    if (this.used === most) return null;
    if (this.used === this.room) this.grow();
    return this.used++;
  }

  giveBack(row: number): void {
    this.words[row * ROW + TEMPLATE] = 0;
    this.free.push(row);
  }

  private grow(): void {
    this.room = Math.max(FIRST_ROOM, 2 * this.room);
    const words = new Int32Array(this.room * ROW);
    words.set(this.words);
    const samples = new Int32Array(this.room * SAMPLES);
    samples.set(this.samples);
    this.words = words;
    this.doubles = new Float64Array(words.buffer);
    this.samples = samples;
    this.sampleTimes = new Float64Array(samples.buffer);
  }
}

/** Where a side of the row that begins at `at` begins. */
export function sideAt(at: number, side: number): number {
  return at + SIDES + side * SIDE;
}

/** Where the samples of a side begin. */
export function samplesAt(row: number, side: number): number {
  return (2 * row + side) * SAMPLE_ROOM * SAMPLE;
}
