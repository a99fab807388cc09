import type { Engine } from "./engine.js";
import { MOST_ROWS, ROW, ROWS, SAMPLE, SAMPLE_ROOM, SAMPLED, SAMPLES, SIDE, SIDES, TEMPLATE } from "./layout.js";

/** The rows, in the engine's memory. */
export class LaneRows {
  private readonly free: number[] = [];
  private used = 0;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly samples: Int32Array;
  readonly sampleTimes: Float64Array;

  constructor({ buffer, base }: Engine) {
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
    const again = this.free.pop();
    if (again !== undefined) {
      this.words.fill(0, again * ROW, (again + 1) * ROW);
      return again;
    }
    return this.used === MOST_ROWS ? null : this.used++;
  }

  giveBack(row: number): void {
    this.words[row * ROW + TEMPLATE] = 0;
    this.free.push(row);
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
