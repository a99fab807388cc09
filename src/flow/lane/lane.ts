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
  FRAME,
  FRAME_ROOM,
  NOTED_ROW,
  NOTED_SIDE,
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
} from "./layout.js";
import { Listing } from "./listing.js";
import { PacketLog } from "./log.js";
import { LaneRows, sideAt } from "./row.js";
import { RowFlows } from "./row-flows.js";
import { RowIndex } from "./row-index.js";
import { beginRun, endOtherSize, endRun, giveSamples, oldestWaiting } from "./run.js";
import { type Unfolding, unfold } from "./unfold.js";

/** Frames after which a capture is long enough for the lane to be worth its start. */
export const LANE_AFTER = 512;

/** A flow that was in the lane for fewer packets than this stays out of it for some, for twice as many each time, up to so many. */
const FEW = 8;
const MOST_REST = 63;

/** A folded flow with more sizes than this is unfolded: a table of sizes has its bound, and meets it packet by packet. */
const MOST_FOLDED_SIZES = 48;

/** What there is once the lane has started. */
interface Started extends Unfolding {
  input: LaneInput;
  index: RowIndex;
  flows: RowFlows;
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
    const index = new RowIndex(engine, rows);
    const fold = new Fold(engine, rows, templates, (row) => flows.remove(row));
    const flows = new RowFlows(engine, rows, index, fold, this.connections);
    const [input, log] = [new LaneInput(engine), new PacketLog(engine)];
    this.started = { engine, input, templates, rows, index, log, fold, flows };
    return this.started;
  }

  /** Has the engine keep the samples that it noted of that row; -1: of all. */
  private keepNoted(only: number): void {
    const started = this.started as Started;
    const { words, calls } = started.engine;
    while (calls.keepNoted(only) === 0) this.giveSamplesOf(started, words[NOTED_ROW / 4], words[NOTED_SIDE / 4]);
  }

  /** Tells of the connection of a packet of `b`, if nobody but the engine knows it; says whether it is so. */
  tell(b: Uint8Array, connection: Connection): boolean {
    return this.started?.flows.tell(b, connection) ?? false;
  }

  /** Nothing follows at all: tells of all connections that nobody but the engine knows. */
  tellAll(): void {
    this.started?.flows.tellAll();
  }

  /** Nothing follows at all: sound connections that nobody but the engine knows. */
  sound(): SoundRest | null {
    return this.started?.flows.sound() ?? null;
  }

  /** Connections that nobody but the engine knows, and such as it may begin. */
  get begun(): number {
    return this.started?.flows.begun ?? 0;
  }

  /** Has the engine begin none without asking. */
  beginNone(): void {
    this.started?.flows.beginNone();
  }

  /** Says that a connection is known outside of the engine. */
  know({ hash }: Connection): void {
    if (this.started !== null) this.started.engine.calls.setOutside(hash);
    else if (this.after !== Number.POSITIVE_INFINITY) this.outside.push(hash);
  }

  /** Gives the samples of a row's side to who gathers them. */
  private giveSamplesOf({ rows, flows }: Started, row: number, side: number): void {
    const flow = flows.at(row);
    const own = flow instanceof FoldedFlow ? flow.side(side) : flow.side[side];
    giveSamples(rows, row, side, own);
    const limit = row * ROW + SAMPLE_LIMIT + side;
    rows.words[limit] = Math.min(rows.words[limit] >>> 0, own.samples.limit);
  }

  /** Does what the engine stopped for, at the frame of that number; says whether it may go on with it. */
  private goOn(started: Started, why: number, frame: number): boolean {
    if (why === STOP_REFUSED) return false;
    if (why === STOP_NEW) return started.flows.begin();
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
    const { engine, rows, flows } = started;
    const row = engine.words[STOP_ROW / 4];
    const side = engine.words[STOP_SIDE / 4] as 0 | 1;
    if (why === STOP_SAMPLES) {
      this.giveSamplesOf(started, row, side);
      return true;
    }
    const flow = flows.at(row);
    const own = flow instanceof FoldedFlow ? flow.side(side) : flow.side[side];
    endOtherSize(rows.words, rows.doubles, sideAt(row * ROW, side), own);
    if (flow instanceof FoldedFlow && own.sizes.count > MOST_FOLDED_SIZES) this.unfold(flow);
    return true;
  }

  /** Says of folded flows that both sides closed them. */
  private lookAtClosed({ engine, fold, flows }: Started): void {
    const { words } = engine;
    const count = words[CLOSED_COUNT / 4];
    if (count === 0) return;
    words[CLOSED_COUNT / 4] = 0;
    for (let i = 0; i < count; i++) {
      const row = words[CLOSED / 4 + i];
      const flow = flows.at(row);
      if (!(flow instanceof FoldedFlow)) continue;
      this.connections.closed(flow, Math.max(fold.finTime(row, 0), fold.finTime(row, 1)));
    }
  }

  /** What a folded flow would be if its packets had been taken one by one; `last` where nothing follows at all. */
  unfold(folded: FoldedFlow, last = false): TcpFlowState {
    // At the end most others are given up.
    this.keepNoted(last ? -1 : folded.row);
    const started = this.started as Started;
    const flow = unfold(started, this.connections, folded, last);
    started.flows.put(folded.row, flow);
    return flow;
  }

  /** The log is full: flows that wait for acknowledgments of what it forgets next leave the lane. */
  private turn(frame: number): void {
    const { engine, rows, log, flows } = this.started as Started;
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
        const flow = flows.at(row);
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
    const { templates, rows, index, flows } = started;
    const template = templates.learn(d, frame);
    if (template < 0 || !flow.encapsulations.isOnly(templates.encapsulation(template))) return;
    let row = index.find(d.bytes, connection);
    if (row < 0) row = index.insert(connection);
    else {
      index.key(row, connection);
      const other = flows.get(row);
      if (other !== undefined && other !== flow && !(other instanceof FoldedFlow)) other.row = -1;
    }
    if (row < 0) return;
    if (from === 1) index.turn(row);
    flows.put(row, flow);
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
    this.started = null;
  }

  /** A flow that ended, with the packet that `d` dissected, needs no row. */
  giveUp(flow: TcpFlowState, d: Dissection, connection: Connection): void {
    if (flow.row < 0 || this.started === null) return;
    const { index, flows } = this.started;
    if (index.find(d.bytes, connection) === flow.row) {
      index.remove(flow.row);
      flows.remove(flow.row);
    }
    flow.row = -1;
  }
}
