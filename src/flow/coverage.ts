import type { Frame } from "../capture/frame.js";

/** What a capture spans, and the clock its times are told in. */
export class Coverage {
  frames = 0;
  /** Number and time (nanoseconds after `epoch`) of the frame at hand. */
  frame = 0;
  time = 0;
  epoch: number | null = null;
  start: number | null = null;
  end: number | null = null;
  /** Longest stretch without any frame. */
  gap: { from: number; to: number } | null = null;

  add(frame: Frame): void {
    this.epoch ??= frame.seconds;
    const time = (frame.seconds - this.epoch) * 1e9 + frame.nanos;
    if (this.frames > 0 && time - this.time > (this.gap === null ? 0 : this.gap.to - this.gap.from)) {
      this.gap = { from: this.time, to: time };
    }
    this.frames++;
    if (this.start === null || time < this.start) this.start = time;
    if (this.end === null || time > this.end) this.end = time;
    this.time = time;
    this.frame = frame.number;
  }
}
