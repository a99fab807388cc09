import type { Frame, Records } from "../../capture/frame.js";
import type { Dissection } from "../../dissect/dissection.js";
import type { Connection } from "../connection-hash.js";
import type { Coverage } from "../coverage.js";
import type { SoundRest } from "../retirement.js";
import type { Share } from "../share.js";
import type { TcpFlowState } from "../tcp-flow.js";
import type { Connections } from "./connections.js";
import { startEngine } from "./engine.js";
import { Fold } from "./fold.js";
import { FoldedFlow } from "./folded-flow.js";
import { FrameTemplates } from "./frame-templates.js";
import { LaneInput } from "./input.js";
import {
  CLOCK,
  CLOSED,
  CLOSED_COUNT,
  FOLDED,
  FRAME,
  FRAME_ROOM,
  MAY_BEGIN,
  NEW_ADDRESSES,
  NEW_HASH,
  NEW_PORTS,
  NEW_TEMPLATE,
  NEW_WIDTH,
  NOTED_ROW,
  NOTED_SIDE,
  OPENING,
  ROW,
  SAMPLE_LIMIT,
  STOP_CLOSED,
  STOP_END,
  STOP_LOG,
  STOP_NEW,
  STOP_NOTED,
  STOP_NUMBER,
  STOP_REFUSED,
  STOP_ROW,
  STOP_SAMPLES,
  STOP_SIDE,
  TEMPLATE,
  UNACKED,
  UNKNOWN,
  UNKNOWN_COUNT,
} from "./layout.js";
import { Listing } from "./listing.js";
import { PacketLog } from "./log.js";
import { LaneRows, sideAt } from "./row.js";
import { RowIndex } from "./row-index.js";
import { beginRun, endOtherSize, endRun, giveSamples, oldestWaiting } from "./run.js";
import { SoundRows } from "./sound-rows.js";
import { type Unfolding, unfold } from "./unfold.js";

/** Frames after which a capture is long enough for the lane to be worth its start. */
export const LANE_AFTER = 512;

/** Connections that the engine begins without asking. */
const BEGINS = 256;

/** A flow that was in the lane for fewer packets than this stays out of it for some, for twice as many each time, up to so many. */
const FEW = 8;
const MOST_REST = 63;

/** A folded flow with more sizes than this is unfolded: a table of sizes has its bound, and meets it packet by packet. */
const MOST_FOLDED_SIZES = 48;

/** What there is once the lane has started. */
interface Started extends Unfolding {
  input: LaneInput;
  index: RowIndex;
}

/**
 * The fast lane: packets that only carry a healthy flow on, payload in order or an acknowledgment that is progress, are
 * counted in the flow's row and touch nothing else. A flow leaves the lane with its first other packet, takes what its row
 * gathered, and enters again when it is calm. What comes out is the same as without the lane.
 *
 * What is done for every packet is the engine's (wasm/); what is done for a few of them is done here.
 */
export class Lane {
  private started: Started | null = null;
  /** Frames after which it starts. */
  private after: number;
  /** By row; not those that are unknown here yet. */
  private readonly flows: (TcpFlowState | FoldedFlow | undefined)[] = [];
  /** Hashes of connections that are known here, and that an engine must be told of when it starts. */
  private outside: number[] = [];
  private readonly connections: Connections;
  private readonly share: Share;
  private readonly udpLayer: Uint8Array;
  private readonly tcpLayer: Uint8Array;

  /** `d`: for the ports that name an encapsulation. */
  constructor(d: Dissection, share: Share, after: number, connections: Connections) {
    this.connections = connections;
    this.udpLayer = d.udpLayer;
    this.tcpLayer = d.tcpLayer;
    this.share = share;
    this.after = after;
  }

  /**
   * Takes as many records in a row as only carry healthy flows on or are no business of this share, and counts them; `before` is how
   * many frames came in files before.
   */
  run(records: Records, before: number, coverage: Coverage): void {
    const started = this.start(coverage.frames);
    if (started === null) return;
    const { engine, input } = started;
    const { words, doubles, calls } = engine;
    for (let i = 0; i < coverage.clock.length; i++) doubles[CLOCK / 8 + i] = coverage.clock[i];
    const first = records.count;
    while (input.offer(records)) {
      const why = calls.run(input.from, input.end, records.count + 1 + before);
      records.count = words[STOP_NUMBER / 4] - 1 - before;
      input.moveTo(records);
      if (why === STOP_END) {
        if (!input.hasMore(records)) break;
      } else if (!this.goOn(started, why, records.count + 1 + before)) break;
    }
    this.lookAtClosed(started);
    for (let i = 0; i < coverage.clock.length; i++) coverage.clock[i] = doubles[CLOCK / 8 + i];
    coverage.took(records.count - first, records.count + before);
  }

  /** Where records are taken without being moved; null where the lane has not started. */
  get room(): Uint8Array | null {
    return this.started?.input.room ?? null;
  }

  /** Takes one frame, which coverage has counted already. Says whether it did; if not, it must go to its flow, once that left the lane. */
  take({ bytes, start, end, linkType, number, wireLength }: Frame, coverage: Coverage): boolean {
    const started = this.start(coverage.frames);
    const length = end - start;
    if (started === null || length > FRAME_ROOM) return false;
    const { engine } = started;
    engine.bytes.set(bytes.subarray(start, end), FRAME);
    const at = engine.base + FRAME;
    for (;;) {
      const why = engine.calls.takeAlone(at, at + length, linkType, number, coverage.time, wireLength);
      if (why === STOP_END) {
        this.lookAtClosed(started);
        return true;
      }
      if (!this.goOn(started, why, number)) return false;
    }
  }

  /** What this lane does where several threads read together; null where it has not started. */
  listing(records: Records, coverage: Coverage): Listing | null {
    const started = this.start(coverage.frames);
    if (started === null) return null;
    const { engine, input } = started;
    input.layOut(records);
    return new Listing(engine, coverage, records.linkType, {
      goOn: (why, frame) => this.goOn(started, why, frame),
      lookAtClosed: () => this.lookAtClosed(started),
    });
  }

  private start(frames: number): Started | null {
    if (this.started !== null || frames < this.after) return this.started;
    this.after = Number.POSITIVE_INFINITY;
    const { outside } = this;
    this.outside = [];
    const engine = startEngine(this.share, this.udpLayer, this.tcpLayer);
    if (engine === null) return null;
    const rows = new LaneRows(engine);
    const templates = new FrameTemplates(engine);
    for (const hash of outside) engine.calls.setOutside(hash);
    this.started = {
      engine,
      input: new LaneInput(engine),
      templates,
      rows,
      index: new RowIndex(engine, rows),
      log: new PacketLog(engine),
      fold: new Fold(engine, rows, templates, (row) => {
        this.flows[row] = undefined;
      }),
    };
    return this.started;
  }

  /** Has the engine keep the samples that it noted of that row; -1: of all. */
  private keepNoted(only: number): void {
    const started = this.started as Started;
    const { words, calls } = started.engine;
    while (calls.keepNoted(only) === 0) this.giveSamplesOf(started, words[NOTED_ROW / 4], words[NOTED_SIDE / 4]);
  }

  private put(row: number, flow: TcpFlowState | FoldedFlow): void {
    // Without holes.
    while (this.flows.length < row) this.flows.push(undefined);
    this.flows[row] = flow;
  }

  /** The flow that has a row of the lane, or had. */
  private flowAt(started: Started, row: number): TcpFlowState | FoldedFlow {
    return this.flows[row] ?? this.tellOf(started, row);
  }

  /** Tells of a connection that the engine began to follow. */
  private tellOf({ engine, rows, fold }: Started, row: number): FoldedFlow {
    const flow = new FoldedFlow(fold, row);
    const addresses = fold.addresses(row);
    rows.words[row * ROW + TEMPLATE] &= ~UNKNOWN;
    // Then there is room for it.
    engine.words[UNKNOWN_COUNT / 4]--;
    this.connections.begin(flow, addresses, 0, addresses.length >> 3, fold.ports(row));
    this.put(row, flow);
    return flow;
  }

  /** Tells of the connection of a packet of `b`, if nobody but the engine knows it; says whether it is so. */
  tell(b: Uint8Array, connection: Connection): boolean {
    const { started } = this;
    if (started === null || started.engine.words[UNKNOWN_COUNT / 4] === 0) return false;
    const row = started.index.find(b, connection);
    if (row < 0 || (started.rows.words[row * ROW + TEMPLATE] & UNKNOWN) === 0) return false;
    this.tellOf(started, row);
    return true;
  }

  /** Nothing follows at all: tells of all connections that nobody but the engine knows. */
  tellAll(): void {
    const { started } = this;
    if (started === null) return;
    const { calls } = started.engine;
    const { count } = started.rows;
    for (let row = calls.unknown(0, count); row >= 0; row = calls.unknown(row + 1, count)) this.tellOf(started, row);
  }

  /** Nothing follows at all: sound connections that nobody but the engine knows. */
  sound(): SoundRest | null {
    const { started } = this;
    if (started === null) return null;
    const { engine, rows, fold } = started;
    return new SoundRows(engine, fold, engine.calls.sound(rows.count));
  }

  /** Says that a connection is known outside of the engine. */
  know({ hash }: Connection): void {
    if (this.started !== null) this.started.engine.calls.setOutside(hash);
    else if (this.after !== Number.POSITIVE_INFINITY) this.outside.push(hash);
  }

  /** Connections that nobody but the engine knows, and such as it may begin. */
  get begun(): number {
    if (this.started === null) return 0;
    const { words } = this.started.engine;
    return words[UNKNOWN_COUNT / 4] + words[MAY_BEGIN / 4];
  }

  /** Has the engine begin none without asking. */
  beginNone(): void {
    if (this.started !== null) this.started.engine.words[MAY_BEGIN / 4] = 0;
  }

  /** Gives the samples of a row's side to who gathers them. */
  private giveSamplesOf(started: Started, row: number, side: number): void {
    const { rows } = started;
    const flow = this.flowAt(started, row);
    const own = flow instanceof FoldedFlow ? flow.side(side) : flow.side[side];
    giveSamples(rows, row, side, own);
    const limit = row * ROW + SAMPLE_LIMIT + side;
    rows.words[limit] = Math.min(rows.words[limit] >>> 0, own.samples.limit);
  }

  /** Does what the engine stopped for, at the frame of that number; says whether it may go on with it. */
  private goOn(started: Started, why: number, frame: number): boolean {
    if (why === STOP_REFUSED) return false;
    if (why === STOP_NEW) return this.begin(started);
    if (why === STOP_LOG) {
      this.turn(frame);
      return true;
    }
    if (why === STOP_CLOSED) {
      this.lookAtClosed(started);
      return true;
    }
    if (why === STOP_NOTED) {
      this.keepNoted(-1);
      return true;
    }
    const { engine, rows } = started;
    const row = engine.words[STOP_ROW / 4];
    const side = engine.words[STOP_SIDE / 4] as 0 | 1;
    if (why === STOP_SAMPLES) {
      this.giveSamplesOf(started, row, side);
      return true;
    }
    const flow = this.flowAt(started, row);
    const own = flow instanceof FoldedFlow ? flow.side(side) : flow.side[side];
    endOtherSize(rows.words, rows.doubles, sideAt(row * ROW, side), own);
    if (flow instanceof FoldedFlow && own.sizes.count > MOST_FOLDED_SIZES) this.unfold(flow);
    return true;
  }

  /** A SYN may begin a connection: it is followed folded, if nobody knows it and there is room. */
  private begin({ engine, rows, fold }: Started): boolean {
    const { words, calls, memory } = engine;
    if (calls.isOutside(words[NEW_HASH / 4]) === 0 && this.letBegin(rows, words)) return true;
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

  /** Lets the engine begin some connections by itself, if there is room for them; says whether it may begin any. */
  private letBegin(rows: LaneRows, words: Int32Array): boolean {
    if (words[MAY_BEGIN / 4] === 0) words[MAY_BEGIN / 4] = this.connections.room(BEGINS);
    const left = words[MAY_BEGIN / 4];
    if (rows.spares === 0) rows.stock(left);
    return left > 0 && rows.spares > 0;
  }

  /** Says of folded flows that both sides closed them. */
  private lookAtClosed(started: Started): void {
    const { engine, fold } = started;
    const { words } = engine;
    const count = words[CLOSED_COUNT / 4];
    if (count === 0) return;
    words[CLOSED_COUNT / 4] = 0;
    for (let i = 0; i < count; i++) {
      const row = words[CLOSED / 4 + i];
      const flow = this.flowAt(started, row);
      if (!(flow instanceof FoldedFlow)) continue;
      this.connections.closed(flow, Math.max(fold.finTime(row, 0), fold.finTime(row, 1)));
    }
  }

  /** What a folded flow would be if its packets had been taken one by one; `last` where nothing follows at all. */
  unfold(folded: FoldedFlow, last = false): TcpFlowState {
    // At the end most others are given up.
    this.keepNoted(last ? -1 : folded.row);
    const flow = unfold(this.started as Started, this.connections, folded, last);
    this.put(folded.row, flow);
    return flow;
  }

  /** The log is full: flows that wait for acknowledgments of what it forgets next leave the lane. */
  private turn(frame: number): void {
    const started = this.started as Started;
    const { engine, rows, log } = started;
    const forgotten = log.turn(frame);
    if (forgotten <= 0) return;
    const { words, count } = rows;
    const { calls } = engine;
    for (let row = calls.waiting(0, count, forgotten); row >= 0; row = calls.waiting(row + 1, count, forgotten)) {
      const at = row * ROW;
      for (let side = 0; side < 2 && words[at + TEMPLATE] !== 0; side++) {
        const waiting = words[at + UNACKED + side];
        if (waiting === 0 || waiting > forgotten) continue;
        words[at + UNACKED + side] = oldestWaiting(rows, row, log, side);
        if (words[at + UNACKED + side] === 0 || words[at + UNACKED + side] > forgotten) continue;
        const flow = this.flowAt(started, row);
        if (flow instanceof FoldedFlow) this.unfold(flow);
        else this.leave(flow);
      }
    }
  }

  /** Learns how a frame is laid out that is no business of this share: of those like it nothing is to be looked at but whose they are. */
  learn(d: Dissection, frame: Frame): void {
    this.started?.templates.learn(d, frame);
  }

  /** Lets a flow enter, if it is calm, behind a packet of its side `from` that `d` dissected. */
  enter(flow: TcpFlowState, from: 0 | 1, d: Dissection, frame: Frame, connection: Connection): void {
    const { started } = this;
    if (started === null || !flow.isUnderWay || !flow.isCalm) return;
    if (flow.restLeft > 0) {
      flow.restLeft--;
      return;
    }
    const { templates, rows, index } = started;
    const template = templates.learn(d, frame);
    if (template < 0 || !flow.encapsulations.isOnly(templates.encapsulation(template))) return;
    let row = index.find(d.bytes, connection);
    if (row < 0) row = index.insert(connection);
    else {
      index.key(row, connection);
      const other = this.flows[row];
      if (other !== undefined && other !== flow && !(other instanceof FoldedFlow)) other.row = -1;
    }
    if (row < 0) return;
    if (from === 1) index.turn(row);
    this.put(row, flow);
    flow.row = row;
    beginRun(rows, row, flow);
    rows.words[row * ROW + TEMPLATE] = template + 1;
  }

  /** The flow takes what its row gathered, its samples too; `last` where nothing follows at all: then only when `giveSamples` is called. */
  leave(flow: TcpFlowState, last = false): void {
    if (flow.row < 0 || this.started === null) return;
    const { rows, log, templates } = this.started;
    const { words } = rows;
    const at = flow.row * ROW + TEMPLATE;
    if (words[at] === 0) return;
    const isIpv4 = templates.isIpv4(words[at] - 1);
    words[at] = 0;
    flow.rest = rows.packets(flow.row) - flow.packets < FEW ? Math.min(2 * flow.rest + 1, MOST_REST) : 0;
    flow.restLeft = flow.rest;
    endRun(rows, flow.row, log, flow, isIpv4, last);
    if (!last) this.giveSamples(flow);
  }

  /** The flow, which has left, takes the samples that its row gathered. */
  giveSamples(flow: TcpFlowState): void {
    if (flow.row < 0 || this.started === null) return;
    for (const side of [0, 1]) giveSamples(this.started.rows, flow.row, side, flow.side[side]);
  }

  /** Nothing follows at all, and all flows have left. */
  end(): void {
    this.flows.length = 0;
    this.started = null;
  }

  /** A flow that ended, with the packet that `d` dissected, needs no row. */
  giveUp(flow: TcpFlowState, d: Dissection, connection: Connection): void {
    if (flow.row < 0 || this.started === null) return;
    const { index } = this.started;
    if (index.find(d.bytes, connection) === flow.row) {
      index.remove(flow.row);
      this.flows[flow.row] = undefined;
    }
    flow.row = -1;
  }
}
