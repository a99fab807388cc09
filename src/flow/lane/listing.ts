import { blankFrame } from "../../capture/blank-frame.js";
import type { Frame } from "../../capture/frame.js";
import type { Coverage } from "../coverage.js";
import type { Engine } from "./engine.js";
import {
  ITEM,
  ITEM_BODY,
  ITEM_CAPTURED,
  ITEM_NUMBER,
  ITEM_TIME,
  ITEM_WIRE,
  MEMORY,
  STOP_AT,
  STOP_END,
  STOP_NUMBER,
} from "./layout.js";

/** Records listed, and why the list ends. */
export interface List {
  /** Address of what follows the last one. */
  end: number;
  /** Number of the last one. */
  last: number;
  /** What follows is no record, or none that may be listed; else it is not all there, or lies beyond where the list was to end. */
  refused: boolean;
}

/** What the lane does for frames that are listed, as for others. */
interface ListingLane {
  /** Does what the engine stopped for, at the frame of that number; says whether it may go on with it. */
  goOn(why: number, frame: number): boolean;
  lookAtClosed(): void;
}

/**
 * Several threads read a capture together: each lists some of its records in the memory of all and sorts them out, and each takes those of its
 * own share from all lists, in order. This is what one thread's lane does of it; addresses count from the beginning of the memory.
 */
export class Listing {
  private readonly engine: Engine;
  private readonly coverage: Coverage;
  private readonly lane: ListingLane;
  private readonly words: Int32Array;
  private readonly doubles: Float64Array;
  /** The listed frame at hand. */
  private readonly frame = blankFrame();

  constructor(engine: Engine, coverage: Coverage, linkType: number, lane: ListingLane) {
    this.engine = engine;
    this.coverage = coverage;
    this.lane = lane;
    this.words = new Int32Array(engine.buffer);
    this.doubles = new Float64Array(engine.buffer);
    this.frame.bytes = engine.memory;
    this.frame.linkType = linkType;
  }

  get memory(): Uint8Array {
    return this.engine.memory;
  }

  /** Puts the clock, as it is now, at that address. */
  putClock(at: number): void {
    this.doubles.set(this.coverage.clock, at / 8);
  }

  /** Takes the clock from there: it has seen all frames that were listed, so many, the last of that number. */
  takeClock(at: number, frames: number, last: number): void {
    const { clock } = this.coverage;
    clock.set(this.doubles.subarray(at / 8, at / 8 + clock.length));
    this.coverage.took(frames, last);
  }

  /**
   * Lists at `items` the records that begin in [from, until), as far as they are whole before `end`, so many at most; the first of them has that
   * number. They are counted on the clock at that address.
   */
  list(from: number, until: number, end: number, first: number, clock: number, items: number, most: number): List {
    const { calls, words } = this.engine;
    const why = calls.list(from, until, end, first, clock, items, most);
    return { end: words[STOP_AT / 4] >>> 0, last: words[STOP_NUMBER / 4] - 1, refused: why !== STOP_END };
  }

  /** Says of so many listed frames how they are laid out and whose they are. */
  sortOut(items: number, count: number): void {
    this.engine.calls.sortOut(items, count);
  }

  /** Takes what is this share's of so many frames, sorted out by the thread of share `by`; those that it cannot take are at hand for `refused`. */
  take(items: number, count: number, by: number, refused: (frame: Frame) => void): void {
    const { engine, words, doubles, frame } = this;
    const base = engine.engines + by * MEMORY;
    for (let i = 0; i < count; i++) {
      const why = engine.calls.takeListed(items, i, count, by, base);
      i = engine.words[STOP_AT / 4];
      if (why === STOP_END) break;
      const at = items + i * ITEM;
      const number = words[(at + ITEM_NUMBER) / 4];
      if (this.lane.goOn(why, number)) {
        // The same one again.
        i--;
        continue;
      }
      // Before what happens to a flow now.
      this.lane.lookAtClosed();
      this.coverage.at(number, doubles[(at + ITEM_TIME) / 8]);
      frame.number = number;
      frame.start = words[(at + ITEM_BODY) / 4] >>> 0;
      frame.end = frame.start + (words[(at + ITEM_CAPTURED) / 4] >>> 0);
      frame.wireLength = words[(at + ITEM_WIRE) / 4] >>> 0;
      refused(frame);
    }
    this.lane.lookAtClosed();
  }
}
