import type { Engine } from "./engine.js";
import {
  MOST_ROWS,
  PACKETS,
  ROW,
  ROWS,
  SAMPLE,
  SAMPLE_ROOM,
  SAMPLED,
  SAMPLES,
  SIDE,
  SIDES,
  SPARE_COUNT,
  SPARES,
} from "./layout.js";

/** The rows, in the engine's memory. */
export class LaneRows {
  private readonly engine: Engine;
  private used = 0;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly samples: Int32Array;
  readonly sampleTimes: Float64Array;

  constructor(engine: Engine) {
    const { buffer, base } = engine;
    this.engine = engine;
    this.words = new Int32Array(buffer, base + ROWS, MOST_ROWS * ROW);
    this.doubles = new Float64Array(buffer, base + ROWS, (MOST_ROWS * ROW) / 2);
    this.samples = new Int32Array(buffer, base + SAMPLED, MOST_ROWS * SAMPLES);
    this.sampleTimes = new Float64Array(buffer, base + SAMPLED, (MOST_ROWS * SAMPLES) / 2);
  }

  /** How many rows were ever taken at once. */
  get count(): number {
    return this.used;
  }

  /** A row of zeros; null where all are taken. */
  take(): number | null {
    const { words } = this.engine;
    const { spares } = this;
    if (spares > 0) {
      words[SPARE_COUNT / 4] = spares - 1;
      return words[SPARES / 4 + spares - 1];
    }
    return this.used === MOST_ROWS ? null : this.used++;
  }

  /** Packets of both sides that a row has counted, those before its run among them. */
  packets(row: number): number {
    const { words } = this;
    return words[sideAt(row * ROW, 0) + PACKETS] + words[sideAt(row * ROW, 1) + PACKETS];
  }

  giveBack(row: number): void {
    this.words.fill(0, row * ROW, (row + 1) * ROW);
    this.spare(row);
  }

  /** Lets the engine have so many rows to take by itself, if there are as many. */
  stock(count: number): void {
    const last = Math.min(this.used + count - this.spares, MOST_ROWS);
    // What comes first is taken first.
    for (let row = last - 1; row >= this.used; row--) this.spare(row);
    this.used = Math.max(this.used, last);
  }

  /** Rows of zeros that nobody has taken. */
  get spares(): number {
    return this.engine.words[SPARE_COUNT / 4];
  }

  private spare(row: number): void {
    const { words } = this.engine;
    words[SPARES / 4 + words[SPARE_COUNT / 4]++] = row;
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
