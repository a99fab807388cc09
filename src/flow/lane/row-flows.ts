import type { Connection } from "../connection-hash.js";
import type { SoundRest } from "../retirement.js";
import type { TcpFlowState } from "../tcp-flow.js";
import type { Connections } from "./connections.js";
import type { Engine } from "./engine.js";
import type { Fold } from "./fold.js";
import { FoldedFlow } from "./folded-flow.js";
import {
  FOLDED,
  MAY_BEGIN,
  NEW_ADDRESSES,
  NEW_HASH,
  NEW_PORTS,
  NEW_TEMPLATE,
  NEW_WIDTH,
  OPENING,
  ROW,
  TEMPLATE,
  UNKNOWN,
  UNKNOWN_COUNT,
} from "./layout.js";
import type { LaneRows } from "./row.js";
import type { RowIndex } from "./row-index.js";
import { SoundRows } from "./sound-rows.js";

/** Connections that the engine begins without asking. */
const BEGINS = 256;

/** Which flow has a row. Of those that the engine began by itself nobody else knows, until one is asked for. */
export class RowFlows {
  /** By row; not those that are unknown. */
  private readonly flows: (TcpFlowState | FoldedFlow | undefined)[] = [];
  private readonly engine: Engine;
  private readonly rows: LaneRows;
  private readonly index: RowIndex;
  private readonly fold: Fold;
  private readonly connections: Connections;

  constructor(engine: Engine, rows: LaneRows, index: RowIndex, fold: Fold, connections: Connections) {
    this.engine = engine;
    this.rows = rows;
    this.index = index;
    this.fold = fold;
    this.connections = connections;
  }

  /** The flow that has the row, or had; undefined where there is none, or it is unknown. */
  get(row: number): TcpFlowState | FoldedFlow | undefined {
    return this.flows[row];
  }

  /** The same of a row that has one: it is told of, if it was unknown. */
  at(row: number): TcpFlowState | FoldedFlow {
    return this.flows[row] ?? this.tellOf(row);
  }

  put(row: number, flow: TcpFlowState | FoldedFlow): void {
    // Without holes.
    while (this.flows.length < row) this.flows.push(undefined);
    this.flows[row] = flow;
  }

  remove(row: number): void {
    this.flows[row] = undefined;
  }

  /** Tells of the connection of a packet of `b`, if it is unknown; says whether it is so. */
  tell(b: Uint8Array, connection: Connection): boolean {
    if (this.engine.words[UNKNOWN_COUNT / 4] === 0) return false;
    const row = this.index.find(b, connection);
    if (row < 0 || (this.rows.words[row * ROW + TEMPLATE] & UNKNOWN) === 0) return false;
    this.tellOf(row);
    return true;
  }

  /** Tells of all that are unknown. */
  tellAll(): void {
    const { calls } = this.engine;
    const { count } = this.rows;
    for (let row = calls.unknown(0, count); row >= 0; row = calls.unknown(row + 1, count)) this.tellOf(row);
  }

  private tellOf(row: number): FoldedFlow {
    const { engine, rows, fold } = this;
    const flow = new FoldedFlow(fold, row);
    const addresses = fold.addresses(row);
    rows.words[row * ROW + TEMPLATE] &= ~UNKNOWN;
    // Then there is room for it.
    engine.words[UNKNOWN_COUNT / 4]--;
    this.connections.begin(flow, addresses, 0, addresses.length >> 3, fold.ports(row));
    this.put(row, flow);
    return flow;
  }

  /** Those that are sound and unknown. */
  sound(): SoundRest {
    return new SoundRows(this.engine, this.fold, this.engine.calls.sound(this.rows.count));
  }

  /** A SYN may begin a connection: it is followed folded, if nobody knows it and there is room; says whether the engine may take the SYN. */
  begin(): boolean {
    const { engine, rows, fold } = this;
    const { words, calls, memory } = engine;
    if (calls.isOutside(words[NEW_HASH / 4]) === 0 && this.letBegin()) return true;
    const row = rows.take();
    if (row === null) return false;
    const flow = new FoldedFlow(fold, row);
    const [at, width, ports] = [words[NEW_ADDRESSES / 4], words[NEW_WIDTH / 4], words[NEW_PORTS / 4]];
    if (!this.connections.begin(flow, memory, at, width, ports)) {
      rows.giveBack(row);
      return false;
    }
    calls.insert(at, width, ports, words[NEW_HASH / 4], row);
    rows.words[row * ROW + TEMPLATE] = words[NEW_TEMPLATE / 4] | FOLDED | OPENING;
    this.put(row, flow);
    return true;
  }

  /** Lets the engine begin some by itself, if there is room for them; says whether it may begin any. */
  private letBegin(): boolean {
    const { rows } = this;
    const { words } = this.engine;
    if (words[MAY_BEGIN / 4] === 0) words[MAY_BEGIN / 4] = this.connections.room(BEGINS);
    const left = words[MAY_BEGIN / 4];
    if (rows.spares === 0) rows.stock(left);
    return left > 0 && rows.spares > 0;
  }

  /** Connections that are unknown, and such as the engine may begin. */
  get begun(): number {
    const { words } = this.engine;
    return words[UNKNOWN_COUNT / 4] + words[MAY_BEGIN / 4];
  }

  /** Has the engine begin none without asking. */
  beginNone(): void {
    this.engine.words[MAY_BEGIN / 4] = 0;
  }
}
