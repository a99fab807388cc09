import type { SizeRow } from "./digest.js";

/** More distinct sizes than this are rounded up to multiples of 64 where they are small and harmless. */
const MAX_ROWS = 96;

/** Per packet size: how many were seen, repeated, acknowledged; first and last. */
export class SizeTable {
  readonly rows = new Map<number, SizeRow>();

  add(size: number, packets: number, repeat: boolean, frame: number, time: number): void {
    let row = this.rows.get(size);
    if (row === undefined) {
      if (this.rows.size >= MAX_ROWS) {
        row = this.neighbour(size);
      } else {
        row = { size, packets: 0, repeats: 0, acknowledged: 0, first: { frame, time }, last: { frame, time } };
        this.rows.set(size, row);
      }
    }
    row.packets += packets;
    if (repeat) row.repeats += packets;
    row.last.frame = frame;
    row.last.time = time;
  }

  acknowledge(size: number, packets: number): void {
    const row = this.rows.get(size) ?? (this.rows.size > 0 ? this.neighbour(size) : undefined);
    if (row !== undefined) row.acknowledged += packets;
  }

  /** The table is full: the row of the nearest smaller size, so that a size is never overstated. */
  private neighbour(size: number): SizeRow {
    let best: SizeRow | null = null;
    let smallest: SizeRow | null = null;
    for (const row of this.rows.values()) {
      if (row.size <= size && (best === null || row.size > best.size)) best = row;
      if (smallest === null || row.size < smallest.size) smallest = row;
    }
    return best ?? (smallest as SizeRow);
  }

  finish(): SizeRow[] {
    return [...this.rows.values()].sort((a, b) => a.size - b.size);
  }
}
