import type { Frame } from "../capture/frame.js";
import { transportChecksum } from "../dissect/checksum.js";
import { dissect } from "../dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../dissect/dissection.js";
import { encapsulationOf } from "../dissect/encapsulation.js";
import { TCP_FLAG, tcp } from "../dissect/tcp.js";
import { scanTcpOptions, TcpOptions } from "../dissect/tcp-options.js";
import { checksumWord } from "./checksum-word.js";
import { type Connection, connectionOf } from "./connection-hash.js";
import type { Coverage } from "./coverage.js";
import type { Retired } from "./digest.js";
import { DIRECTION_ROW } from "./direction-counters.js";
import { FlowTable } from "./flow-key.js";
import { dontFragment, endpointsOf, identificationOf, ipSize, ttlOf } from "./innermost-ip.js";
import type { Connections } from "./lane/connections.js";
import type { Piece } from "./lane/fold.js";
import { FoldedFlow } from "./lane/folded-flow.js";
import { Lane } from "./lane/lane.js";
import { type Keep, Retirement, type Retiring, type Settled, type SoundRest, settledOf } from "./retirement.js";
import { RowPool } from "./row.js";
import { isOurs, type Share } from "./share.js";
import { TcpFlowState, type TcpPacket } from "./tcp-flow.js";
import { Words } from "./words.js";

const PROTOCOL_NUMBER = 6;
/** Connections whose addresses and ports are known, retired ones too: some 60 bytes each. */
const MOST_KEYS = 8 << 20;

/** What the table knows a connection by. */
type Key = Omit<Connection, "hash">;

/** Hands the TCP packets of one vantage point to their flows. */
export class TcpReader implements Connections {
  /** Undefined: retired. */
  private readonly table = new FlowTable<TcpFlowState | FoldedFlow | undefined>();
  /** Initial sequence numbers of retired connections' clients, by place in the table. */
  private readonly begins = new Words();
  private live = 0;
  readonly lane: Lane;
  private readonly rows = new RowPool(DIRECTION_ROW);
  private readonly retirement: Retirement;
  private readonly options = new TcpOptions();
  private readonly packet: TcpPacket;
  private readonly maxFlows: number;
  private readonly share: Share;
  /** Once all is settled, those that are sound. */
  private sound: { flows: (TcpFlowState | FoldedFlow)[]; rest: SoundRest | null } | null = null;
  private readonly decode: DecodeOptions;
  /** For packets that the lane kept, while another is at hand. */
  private replayed: Dissection | null = null;
  full = false;

  /** `d`: for the ports that name an encapsulation. `laneAfter`: frames before the lane opens. */
  constructor(
    maxFlows: number,
    keepWhole: number,
    decode: DecodeOptions,
    d: Dissection,
    share: Share,
    laneAfter: number,
  ) {
    this.decode = decode;
    this.lane = new Lane(d, share, laneAfter, this);
    this.share = share;
    this.maxFlows = maxFlows;
    const release = (flow: Retiring) => {
      this.table.all[flow.index] = undefined;
      this.live--;
      this.begins.set(flow.index, flow.clientSequence);
    };
    this.retirement = new Retirement(this.rows, release, keepWhole);
    this.packet = {
      frame: 0,
      time: 0,
      sequence: 0,
      acknowledgment: 0,
      flags: 0,
      window: 0,
      payload: 0,
      size: 0,
      ttl: 0,
      identification: -1,
      dontFragment: false,
      outerFragment: false,
      options: this.options,
      checksum: null,
      bytes: new Uint8Array(0),
      payloadStart: 0,
      payloadEnd: 0,
    };
  }

  /** Everything is read, and nothing follows. Connections that are no longer kept count as sound. */
  settle(): Settled {
    for (const flow of this.table.all) if (flow instanceof TcpFlowState) this.lane.leave(flow, true);
    this.retirement.finish();
    const flows = this.table.all.filter((flow) => flow !== undefined).filter((flow) => flow.isSound);
    const rest = this.lane.sound();
    this.sound = { flows, rest };
    const orders = [...flows.map((flow) => flow.keepingOrder), ...(rest?.orders ?? [])];
    return settledOf(orders.length + this.retirement.tally.size, orders);
  }

  /** Who takes the flows is the only one to hold them. `keep`: which sound ones are kept. */
  finish(keep: Keep): { flows: TcpFlowState[]; retired: Retired | null } {
    if (this.sound === null) this.settle();
    const { flows: sound, rest } = this.sound as Exclude<typeof this.sound, null>;
    this.retirement.thin(sound, rest, keep);
    this.sound = null;
    this.lane.tellAll();
    const all = this.table.all.filter((flow) => flow !== undefined);
    for (const flow of all) if (flow instanceof TcpFlowState) this.lane.giveSamples(flow);
    const flows = all.map((flow) => (flow instanceof FoldedFlow ? this.lane.unfold(flow, true) : flow));
    this.table.all.length = 0;
    this.lane.end();
    return { flows, retired: this.retirement.tally.finish() };
  }

  /** Takes a frame, dissected, that the lane left. */
  read(d: Dissection, frame: Frame, now: Coverage, outerFragment: boolean): void {
    const b = d.bytes;
    const at = d.start[d.transport];
    const p = this.packet;
    const connection = connectionOf(d, this.share.seed);
    if (!isOurs(this.share, b, connection)) {
      if (!outerFragment) this.lane.learn(d, frame);
      return;
    }
    let found = this.find(b, connection);
    if (found === null && this.lane.tell(b, connection)) found = this.find(b, connection);
    let flow: TcpFlowState | null | undefined;
    if (found instanceof FoldedFlow) {
      flow = this.lane.unfold(found);
      // Meanwhile others may have been told of, and looked for.
      this.find(b, connection);
    } else flow = found;
    if (flow !== null && flow !== undefined) this.lane.leave(flow);
    this.fill(d, at, now, outerFragment);
    if (flow === undefined && !this.isNewConnection(p)) {
      this.retirement.tally.count(0, 1, p.payload);
      return;
    }
    if (flow === null || flow === undefined || flow.isNewConnection(this.table.from, p)) {
      if (!this.hasRoom) {
        this.full = true;
        return;
      }
      this.live++;
      flow = new TcpFlowState(endpointsOf(d, tcp.sourcePort(b, at), tcp.destinationPort(b, at)), this.rows);
      flow.index = this.insert(b, connection, flow);
      this.lane.know(connection);
    }
    const { from } = this.table;
    this.deliver(flow, from, d);
    if (flow.ended) {
      this.lane.giveUp(flow, d, connection);
      if (flow.isClosed) this.retirement.ended(flow, p.time);
    } else if (!outerFragment) this.lane.enter(flow, from, d, frame, connection);
  }

  private get hasRoom(): boolean {
    if (this.room(1) > 0) return true;
    // Unless the engine might begin others meanwhile.
    this.lane.beginNone();
    return this.room(1) > 0;
  }

  room(most: number): number {
    const { begun } = this.lane;
    return Math.max(0, Math.min(most, this.maxFlows - this.live - begun, MOST_KEYS - this.table.all.length - begun));
  }

  /** Gives the packet at hand, which `d` dissected, to its flow. */
  private deliver(flow: TcpFlowState, from: 0 | 1, d: Dissection): void {
    const p = this.packet;
    const syn = (p.flags & TCP_FLAG.syn) !== 0;
    p.checksum = syn || flow.side[from].checksumsLeft > 0 ? checksumWord(transportChecksum(d)) : null;
    flow.encapsulations.add(encapsulationOf(d));
    flow.add(from, p);
  }

  begin(flow: FoldedFlow, b: Uint8Array, at: number, width: number, ports: number): boolean {
    const key = { at, width, ports };
    if (!this.hasRoom || this.find(b, key) !== null) return false;
    this.live++;
    flow.index = this.insert(b, key, flow);
    return true;
  }

  private find(b: Uint8Array, { at, width, ports }: Key): TcpFlowState | FoldedFlow | undefined | null {
    return this.table.find(b, at, 4 * width, ports >>> 16, ports & 0xffff, PROTOCOL_NUMBER);
  }

  /** Adds the flow of the key that `find` looked for last. */
  private insert(b: Uint8Array, { at, width, ports }: Key, flow: TcpFlowState | FoldedFlow): number {
    return this.table.insert(b, at, 4 * width, ports >>> 16, ports & 0xffff, PROTOCOL_NUMBER, flow);
  }

  unfold(folded: FoldedFlow): TcpFlowState {
    const flow = new TcpFlowState(folded.endpoints, this.rows);
    flow.index = folded.index;
    flow.isLeaving = folded.isLeaving;
    folded.unfolded = flow;
    this.table.all[flow.index] = flow;
    return flow;
  }

  replay(flow: TcpFlowState, { side, frame, time, start, end, wire }: Piece, b: Uint8Array, linkType: number): void {
    this.replayed ??= new Dissection(this.decode);
    const d = this.replayed;
    dissect(d, b, start, end, wire, linkType);
    this.fill(d, d.start[d.transport], { frame, time }, false);
    this.deliver(flow, side, d);
  }

  closed(flow: FoldedFlow, time: number): void {
    this.retirement.ended(flow, time);
  }

  /** Whether a packet begins another connection on the addresses and ports of one that was retired. A mirror port may repeat its SYN late. */
  private isNewConnection(p: TcpPacket): boolean {
    if ((p.flags & (TCP_FLAG.syn | TCP_FLAG.ack)) !== TCP_FLAG.syn) return false;
    return this.begins.get(this.table.found) !== p.sequence;
  }

  private fill(d: Dissection, at: number, now: Pick<Coverage, "frame" | "time">, outerFragment: boolean): void {
    const b = d.bytes;
    const p = this.packet;
    const headerLength = tcp.headerLength(b, at);
    p.frame = now.frame;
    p.time = now.time;
    p.sequence = tcp.sequence(b, at);
    p.acknowledgment = tcp.acknowledgment(b, at);
    p.flags = tcp.flags(b, at);
    p.window = tcp.window(b, at);
    p.size = ipSize(d);
    p.payload = Math.max(0, d.start[d.ip] + p.size - at - headerLength);
    p.ttl = ttlOf(d);
    p.identification = identificationOf(d);
    p.dontFragment = dontFragment(d);
    p.outerFragment = outerFragment;
    scanTcpOptions(this.options, b, at, d.end[d.transport]);
    if (!this.options.timestamps) this.options.timestampValue = 0;
    p.bytes = b;
    p.payloadStart = at + headerLength;
    p.payloadEnd = Math.min(d.end[d.transport], p.payloadStart + p.payload);
  }
}
