import type { Sighting, SizeRow } from "./digest.js";

/** More distinct sizes than this go to the row of the nearest smaller one. */
const MAX_ROWS = 96;

/** Numbers of one size, side by side. */
const ROW = 8;
const PACKETS = 1;
const REPEATS = 2;
const ACKNOWLEDGED = 3;
const FIRST_FRAME = 4;
const FIRST_TIME = 5;
const LAST_FRAME = 6;
const LAST_TIME = 7;

/** Per packet size: how many were seen, repeated, acknowledged; first and last. */
export class SizeTable {
  /** Rows in the order of their first packets; the size comes first in each. */
  private rows: number[] = [];
  /** The row looked up last: most packets have the size of the one before. */
  private last = 0;

  add(size: number, packets: number, repeat: boolean, frame: number, time: number): void {
    let r = this.find(size);
    if (r < 0) {
      if (this.rows.length < MAX_ROWS * ROW) {
        r = this.rows.length;
        // With no room to spare: most flows have few sizes.
        this.rows = this.rows.concat([size, 0, 0, 0, frame, time, frame, time]);
        this.last = r;
      } else {
        r = this.neighbour(size);
      }
    }
    const { rows } = this;
    rows[r + PACKETS] += packets;
    if (repeat) rows[r + REPEATS] += packets;
    rows[r + LAST_FRAME] = frame;
    rows[r + LAST_TIME] = time;
  }

  /** Packets of one size that came once and were acknowledged, with the first and the last of them. */
  addRun(
    size: number,
    packets: number,
    firstFrame: number,
    firstTime: number,
    lastFrame: number,
    lastTime: number,
  ): void {
    const isNew = this.find(size) < 0 && this.rows.length < MAX_ROWS * ROW;
    this.add(size, packets, false, lastFrame, lastTime);
    this.acknowledge(size, packets);
    if (!isNew) return;
    const { rows } = this;
    rows[this.last + FIRST_FRAME] = firstFrame;
    rows[this.last + FIRST_TIME] = firstTime;
  }

  /** Adds those of another table, all of them acknowledged and none repeated, that came after what is in this one. */
  addRuns(other: SizeTable): void {
    const { rows } = other;
    for (let r = 0; r < rows.length; r += ROW) {
      const [size, packets] = [rows[r], rows[r + PACKETS]];
      this.addRun(
        size,
        packets,
        rows[r + FIRST_FRAME],
        rows[r + FIRST_TIME],
        rows[r + LAST_FRAME],
        rows[r + LAST_TIME],
      );
    }
  }

  /** The first packet of any size; there must be one. */
  first(): Sighting {
    const { rows } = this;
    let first = 0;
    for (let r = ROW; r < rows.length; r += ROW) if (rows[r + FIRST_FRAME] < rows[first + FIRST_FRAME]) first = r;
    return { frame: rows[first + FIRST_FRAME], time: rows[first + FIRST_TIME] };
  }

  /** How many sizes there are. */
  get count(): number {
    return this.rows.length / ROW;
  }

  acknowledge(size: number, packets: number): void {
    let r = this.find(size);
    if (r < 0) r = this.neighbour(size);
    if (r >= 0) this.rows[r + ACKNOWLEDGED] += packets;
  }

  private find(size: number): number {
    const { rows } = this;
    if (this.last < rows.length && rows[this.last] === size) return this.last;
    for (let r = 0; r < rows.length; r += ROW) {
      if (rows[r] === size) {
        this.last = r;
        return r;
      }
    }
    return -1;
  }

  /** The row of the nearest smaller size, so that a size is never overstated; else the smallest; -1 where there is none. */
  private neighbour(size: number): number {
    const { rows } = this;
    let best = -1;
    let smallest = -1;
    for (let r = 0; r < rows.length; r += ROW) {
      if (rows[r] <= size && (best < 0 || rows[r] > rows[best])) best = r;
      if (smallest < 0 || rows[r] < rows[smallest]) smallest = r;
    }
    return best >= 0 ? best : smallest;
  }

  finish(): SizeRow[] {
    const { rows } = this;
    const out: SizeRow[] = [];
    for (let r = 0; r < rows.length; r += ROW) {
      out.push({
        size: rows[r],
        packets: rows[r + PACKETS],
        repeats: rows[r + REPEATS],
        acknowledged: rows[r + ACKNOWLEDGED],
        first: { frame: rows[r + FIRST_FRAME], time: rows[r + FIRST_TIME] },
        last: { frame: rows[r + LAST_FRAME], time: rows[r + LAST_TIME] },
      });
    }
    return out.sort((a, b) => a.size - b.size);
  }
}
