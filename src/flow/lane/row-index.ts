import type { Connection } from "../connection-hash.js";
import type { Engine } from "./engine.js";
import { KEY } from "./layout.js";
import type { LaneRows } from "./row.js";

/** Finds rows by the addresses and ports of a packet of `b`; the table is the engine's. */
export class RowIndex {
  private readonly engine: Engine;
  private readonly rows: LaneRows;

  constructor(engine: Engine, rows: LaneRows) {
    this.engine = engine;
    this.rows = rows;
  }

  /** The row of the connection, -1 where there is none. */
  find(b: Uint8Array, { at, width, ports, hash }: Connection): number {
    this.engine.putKey(b, at, width);
    return this.engine.calls.find(this.engine.base + KEY, width, ports, hash);
  }

  /** A row for a connection that `find` did not find just now; its first side is the one that sent this packet. -1 where all are taken. */
  insert({ width, ports, hash }: Connection): number {
    const row = this.rows.take();
    if (row === null) return -1;
    this.engine.calls.insert(this.engine.base + KEY, width, ports, hash, row);
    return row;
  }

  /** Makes the side that sent the packet that `find` looked for the row's first. */
  key(row: number, { width, ports }: Connection): void {
    this.engine.calls.key(this.engine.base + KEY, width, ports, row);
  }

  /** Turns the sides of the row's key round. */
  turn(row: number): void {
    this.engine.calls.turn(row);
  }

  /** Gives up the row that `find` found last. */
  remove(row: number): void {
    this.engine.calls.remove();
    this.rows.giveBack(row);
  }
}
