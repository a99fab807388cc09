import type { Sighting } from "./digest.js";

/** A sighting that is overwritten often: one object for all, where a new one for every packet would keep the collector busy. */
export class Mark {
  frame = 0;
  time = 0;
  isSet = false;

  put(frame: number, time: number): void {
    this.frame = frame;
    this.time = time;
    this.isSet = true;
  }

  copy(other: Mark): void {
    this.put(other.frame, other.time);
  }

  finish(): Sighting | null {
    return this.isSet ? { frame: this.frame, time: this.time } : null;
  }
}
