import type { Engine } from "./engine.js";
import { ENTRY, LAST_LOGGED, LOG, LOGGED } from "./layout.js";

/** The packets that the lane took last, as the engine writes them; places count in units of 4 bytes. */
export class PacketLog {
  readonly words: Int32Array;
  readonly times: Float64Array;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    this.words = new Int32Array(engine.buffer, engine.base + LOG, LOGGED * ENTRY);
    this.times = new Float64Array(engine.buffer, engine.base + LOG, (LOGGED * ENTRY) / 2);
  }

  /** Where the frame of this number is, or will be, written. */
  at(frame: number): number {
    return (frame & (LOGGED - 1)) * ENTRY;
  }

  /** Whether a frame that was written still is there. */
  has(frame: number): boolean {
    return frame > this.engine.words[LAST_LOGGED / 4] - LOGGED;
  }

  /**
   * Makes room for the frame of that number, and for many after it. Returns the number of the last frame that may be overwritten
   * until `turn` is called again: who still needs one must take it now.
   */
  turn(frame: number): number {
    this.engine.calls.logUntil(frame + LOGGED / 2);
    return frame - LOGGED / 2;
  }
}
