import type { Sighting } from "./digest.js";

const MAX_KEPT = 16;

/** Times at which one side's window was closed. */
export class ZeroWindow {
  private times: { from: Sighting; until: Sighting | null }[] | null = null;
  /** Whether it is closed now. */
  isClosed = false;

  /** A packet told the window, in bytes. */
  set(window: number, frame: number, time: number): void {
    if (window === 0) this.close(frame, time);
    else if (this.isClosed) this.open(frame, time);
  }

  private close(frame: number, time: number): void {
    this.times ??= [];
    if (this.isClosed || this.times.length >= MAX_KEPT) return;
    this.times.push({ from: { frame, time }, until: null });
    this.isClosed = true;
  }

  private open(frame: number, time: number): void {
    const last = this.times?.at(-1);
    if (last !== undefined) last.until = { frame, time };
    this.isClosed = false;
  }

  get wasClosed(): boolean {
    return this.times !== null;
  }

  finish(): { from: Sighting; until: Sighting | null }[] {
    return this.times ?? [];
  }
}
