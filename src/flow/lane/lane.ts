import type { Frame } from "../../capture/frame.js";
import { isTcpChecksumGood } from "../../dissect/checksum.js";
import type { Dissection } from "../../dissect/dissection.js";
import { isTlsRecord, TLS_RECORD_HEADER } from "../../dissect/tls.js";
import { type Connection, connectionHash, connectionHash4 } from "../connection-hash.js";
import { sampleHash } from "../fingerprint.js";
import { RARE_SAMPLE, SAMPLED_FIRST } from "../samples.js";
import { isOurs, type Share } from "../share.js";
import { PAUSE, TLS_DONE, TLS_FIRST } from "../tcp-direction.js";
import type { TcpFlowState } from "../tcp-flow.js";
import { FrameTemplates } from "./frame-templates.js";
import {
  ACKNOWLEDGMENT,
  BEFORE,
  ENTRY,
  PacketLog,
  SEQUENCE,
  SIZE_AND_ID,
  STAMPED,
  TIMESTAMP,
  WINDOW_AND_FLAGS,
} from "./log.js";
import {
  ACK_FRAME,
  ACK_TIME,
  ACKED,
  ALL_CHECKSUMS,
  BARE_FRAME,
  BARE_TIME,
  BARES,
  BEFORE_RUN,
  CHECKS,
  COUNT,
  DF_SET,
  FIRST_FRAME,
  FIRST_TIME,
  LARGEST_BARE,
  LAST_ID,
  LaneRows,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  ONE_VERIFIED,
  OTHER_COUNT,
  OTHER_FIRST_FRAME,
  OTHER_FIRST_TIME,
  OTHER_LAST_FRAME,
  OTHER_LAST_TIME,
  OTHER_SIZE,
  PACKETS,
  PAUSE_FRAME,
  PAUSE_TIME,
  ROW,
  SAMPLE,
  SAMPLE_LIMIT,
  SAMPLE_ROOM,
  SAMPLES_MASK,
  SIZE,
  START,
  samplesAt,
  sideAt,
  TALLIES,
  TEMPLATE,
  TTLS,
  UNACKED,
  WINDOW,
} from "./row.js";
import { RowIndex } from "./row-index.js";
import { beginRun, endOtherSize, endRun, giveSamples, oldestWaiting } from "./run.js";

const ACK = 0x10;
const PSH = 0x08;
const FIXED_HEADER = 20;
const WITH_TIMESTAMPS = 32;
/** NOP, NOP, timestamps: the options of nearly every segment that has any (RFC 7323 appendix A). */
const TIMESTAMPS = 0x0101080a;
const IPV6_HEADER = 40;
const MAX_SIZE = 0xffff;
/** A run ends before sequence numbers turn round. */
const MAX_RUN = 0x3fffffff;
/** Rows of flows in the lane at once; what is beyond goes the long way. */
const MOST_ROWS = 1 << 17;

/**
 * The fast lane: packets that only carry a healthy flow on, payload in order or an acknowledgment that is progress, are
 * counted in the flow's row and touch nothing else. A flow leaves the lane with its first other packet, takes what its row
 * gathered, and enters again when it is calm. What comes out is the same as without the lane.
 */
export class Lane {
  private readonly templates: FrameTemplates;
  private readonly rows = new LaneRows();
  private readonly index = new RowIndex(this.rows);
  private readonly log = new PacketLog();
  /** By row. */
  private readonly flows: TcpFlowState[] = [];
  private readonly share: Share;
  private readonly clock: Float64Array;
  private viewed: Uint8Array | null = null;
  private view: DataView = new DataView(new ArrayBuffer(0));

  /** `d`: for the ports that name an encapsulation. `clock`: its first number is the time of the frame at hand, in nanoseconds. */
  constructor(d: Dissection, share: Share, clock: Float64Array) {
    this.clock = clock;
    this.templates = new FrameTemplates(d);
    this.share = share;
  }

  /**
   * Takes the frame `b[start, end)` of that number, if it only carries a healthy flow on or is no business of this share. Says whether
   * it did; if not, the frame must go to its flow, once that left the lane.
   */
  take(b: Uint8Array, start: number, end: number, linkType: number, number: number): boolean {
    if (b !== this.viewed) this.look(b);
    const { view } = this;
    const t = this.templates.find(view, start, end, linkType);
    if (t === null) return false;
    const { isIpv4 } = t;
    const ip = start + t.ip;
    const tcp = start + t.tcp;
    const addresses = ip + (isIpv4 ? 12 : 8);
    const width = isIpv4 ? 1 : 4;
    const ports = view.getInt32(tcp);
    const { share } = this;
    const hash = isIpv4
      ? connectionHash4(view.getInt32(addresses), view.getInt32(addresses + 4), ports, share.seed)
      : connectionHash(b, addresses, width, ports, share.seed);
    if (!isOurs(share, hash)) return true;
    if (number >= this.log.limit) this.turn(number);
    const flags = view.getUint8(tcp + 13);
    if ((flags & ~PSH) !== ACK) return false;
    const header = (view.getUint8(tcp + 12) >> 4) * 4;
    let timestamp = 0;
    let stamped = 0;
    if (header !== FIXED_HEADER) {
      if (header !== WITH_TIMESTAMPS || view.getInt32(tcp + FIXED_HEADER) !== TIMESTAMPS) return false;
      timestamp = view.getInt32(tcp + FIXED_HEADER + 4);
      stamped = STAMPED;
    }
    const { index } = this;
    const row = index.find(b, addresses, width, ports, hash);
    if (row < 0) return false;
    const { words, doubles } = this.rows;
    const at = row * ROW;
    if (words[at + TEMPLATE] !== this.templates.index + 1) return false;
    const { from } = index;
    const to = 1 - from;
    const ttl = view.getUint8(ip + (isIpv4 ? 8 : 7));
    const size = isIpv4 ? view.getUint16(ip + 2) : view.getUint16(ip + 4) + IPV6_HEADER;
    const window = view.getUint16(tcp + 14);
    const sequence = view.getInt32(tcp + 4);
    if (sequence !== words[at + NEXT + from] || window === 0 || size > MAX_SIZE) return false;
    const ttls = words[at + TTLS] >>> (16 * from);
    if (ttl < (ttls & 0xff) || ttl > ((ttls >>> 8) & 0xff)) return false;
    const payload = size - (tcp - ip) - header;
    const acknowledgment = view.getInt32(tcp + 8);
    const progress = (acknowledgment - words[at + ACKED + from]) | 0;
    if (progress > 0 ? ((acknowledgment - words[at + NEXT + to]) | 0) > 0 : payload === 0) return false;
    const s = sideAt(at, from);
    const f = s >> 1;
    const time = this.clock[0];
    const checks = words[at + CHECKS] >>> (16 * from);
    if (payload > 0) {
      const tls = checks & 3;
      if (tls !== TLS_DONE) {
        if (tls === TLS_FIRST) return false;
        const body = tcp + header;
        if (body + TLS_RECORD_HEADER <= Math.min(end, ip + size) && isTlsRecord(b, body)) return false;
      }
      if (((sequence - words[at + START + from]) | 0) >= MAX_RUN) return false;
    }
    if ((checks & 0xfffc) !== 0 && end >= ip + size) {
      if (!isTcpChecksumGood(b, ip, isIpv4, tcp, ip + size)) return false;
      if ((checks & 0xffff) >> 2 !== ALL_CHECKSUMS) words[at + CHECKS] -= 4 << (16 * from);
      words[s + TALLIES] += ONE_VERIFIED;
    }

    // From here on the packet is taken.
    const { log } = this;
    const e = (number & log.mask) * ENTRY;
    const id = isIpv4 ? view.getUint16(ip + 4) : 0;
    const entries = log.words;
    log.times[e >> 1] = time;
    entries[e + SEQUENCE] = sequence;
    entries[e + ACKNOWLEDGMENT] = acknowledgment;
    entries[e + SIZE_AND_ID] = (size << 16) | id;
    entries[e + WINDOW_AND_FLAGS] = (window << 16) | stamped | flags;
    entries[e + TIMESTAMP] = timestamp;
    entries[e + BEFORE] = Math.max(words[s + NEW_FRAME], words[s + BARE_FRAME]);
    log.last = number;

    const packets = words[s + PACKETS];
    words[s + PACKETS] = packets + 1;
    words[s + WINDOW] = window;
    if (!isIpv4 || (view.getUint8(ip + 6) & 0x40) !== 0) words[s + DF_SET]++;
    if (progress > 0) {
      words[at + ACKED + from] = acknowledgment;
      words[s + ACK_FRAME] = number;
      doubles[f + ACK_TIME] = time;
      if (acknowledgment === words[at + NEXT + to]) words[at + UNACKED + to] = 0;
    }
    if (payload > 0) {
      if (time - doubles[f + NEW_TIME] >= PAUSE) {
        words[s + PAUSE_FRAME] = words[s + NEW_FRAME] || BEFORE_RUN;
        doubles[f + PAUSE_TIME] = doubles[f + NEW_TIME];
      }
      words[at + NEXT + from] = (sequence + payload) | 0;
      if (words[at + UNACKED + from] === 0) words[at + UNACKED + from] = number;
      if (words[s + SIZE] === size) words[s + COUNT]++;
      else this.countOther(row, s, size, number, from);
      words[s + NEW_FRAME] = number;
      doubles[f + NEW_TIME] = time;
      words[s + LAST_ID] = id === 0 ? -1 : id;
    } else {
      words[s + BARES]++;
      if (size > words[s + LARGEST_BARE]) words[s + LARGEST_BARE] = size;
      words[s + BARE_FRAME] = number;
      doubles[f + BARE_TIME] = time;
    }
    const sample = sampleHash(sequence, acknowledgment, flags, payload, timestamp);
    if (sample <= words[at + SAMPLE_LIMIT + from] >>> 0) this.sample(row, from, sample, packets, number);
    return true;
  }

  private look(b: Uint8Array): void {
    this.viewed = b;
    this.view = new DataView(b.buffer, b.byteOffset, b.length);
  }

  /** Counts a payload of another size than the one before. */
  private countOther(row: number, s: number, size: number, frame: number, from: 0 | 1): void {
    const { words, doubles } = this.rows;
    const f = s >> 1;
    let count = 0;
    let first = frame;
    let firstTime = this.clock[0];
    if (words[s + OTHER_COUNT] > 0) {
      if (words[s + OTHER_SIZE] === size) {
        count = words[s + OTHER_COUNT];
        first = words[s + OTHER_FIRST_FRAME];
        firstTime = doubles[f + OTHER_FIRST_TIME];
      } else endOtherSize(words, doubles, s, this.flows[row].side[from]);
    }
    words[s + OTHER_SIZE] = words[s + SIZE];
    words[s + OTHER_COUNT] = words[s + COUNT];
    words[s + OTHER_FIRST_FRAME] = words[s + FIRST_FRAME];
    words[s + OTHER_LAST_FRAME] = words[s + NEW_FRAME];
    doubles[f + OTHER_FIRST_TIME] = doubles[f + FIRST_TIME];
    doubles[f + OTHER_LAST_TIME] = doubles[f + NEW_TIME];
    words[s + SIZE] = size;
    words[s + COUNT] = count + 1;
    words[s + FIRST_FRAME] = first;
    doubles[f + FIRST_TIME] = firstTime;
  }

  /** `before`: how many packets the side had sent before this one. */
  private sample(row: number, from: 0 | 1, hash: number, before: number, frame: number): void {
    const { rows } = this;
    const limitAt = row * ROW + SAMPLE_LIMIT + from;
    if (before >= SAMPLED_FIRST && rows.words[limitAt] >>> 0 > RARE_SAMPLE) {
      rows.words[limitAt] = RARE_SAMPLE;
      if (hash > RARE_SAMPLE) return;
    }
    const talliesAt = sideAt(row * ROW, from) + TALLIES;
    if ((rows.words[talliesAt] & SAMPLES_MASK) === SAMPLE_ROOM) {
      const own = this.flows[row].side[from];
      giveSamples(rows, row, from, own);
      rows.words[limitAt] = Math.min(rows.words[limitAt] >>> 0, own.samples.limit);
    }
    const e = samplesAt(row, from) + (rows.words[talliesAt]++ & SAMPLES_MASK) * SAMPLE;
    rows.samples[e] = hash;
    rows.samples[e + 1] = frame;
    rows.sampleTimes[(e >> 1) + 1] = this.clock[0];
  }

  /** The log is full: flows that wait for acknowledgments of what it forgets next leave the lane. */
  private turn(frame: number): void {
    const forgotten = this.log.turn(frame);
    if (forgotten === 0) return;
    const { words, count } = this.rows;
    for (let row = 0; row < count; row++) {
      const at = row * ROW;
      for (let side = 0; side < 2 && words[at + TEMPLATE] !== 0; side++) {
        const waiting = words[at + UNACKED + side];
        if (waiting === 0 || waiting > forgotten) continue;
        words[at + UNACKED + side] = oldestWaiting(this.rows, row, this.log, side);
        if (words[at + UNACKED + side] > 0 && words[at + UNACKED + side] <= forgotten) this.leave(this.flows[row]);
      }
    }
  }

  /** Lets a flow enter, if it is calm, behind a packet of its side `from` that `d` dissected. */
  enter(flow: TcpFlowState, from: 0 | 1, d: Dissection, frame: Frame, { at, width, ports, hash }: Connection): void {
    if (!flow.isCalm) return;
    // The frame was not taken just now: it is in view.
    const t = this.templates.learn(d, frame, this.view);
    if (t === null || !flow.encapsulations.isOnly(t.encapsulation)) return;
    let row = this.index.find(d.bytes, at, width, ports, hash);
    if (row < 0) row = this.index.insert(d.bytes, at, width, ports, hash, MOST_ROWS);
    else {
      this.index.key(row, d.bytes, at, width, ports);
      if (this.flows[row] !== flow) this.flows[row].row = -1;
    }
    if (row < 0) return;
    if (from === 1) this.index.turn(row);
    this.flows[row] = flow;
    flow.row = row;
    beginRun(this.rows, row, flow);
    this.rows.words[row * ROW + TEMPLATE] = this.templates.index + 1;
  }

  /** The flow takes what its row gathered; `last` where nothing follows at all. */
  leave(flow: TcpFlowState, last = false): void {
    if (flow.row < 0) return;
    const { words } = this.rows;
    const at = flow.row * ROW + TEMPLATE;
    if (words[at] === 0) return;
    const { isIpv4 } = this.templates.get(words[at] - 1);
    words[at] = 0;
    endRun(this.rows, flow.row, this.log, flow, isIpv4, last);
  }

  /** Nothing follows at all, and all flows have left. */
  end(): void {
    this.flows.length = 0;
  }

  /** A flow that ended, with the packet that `d` dissected, needs no row. */
  giveUp(flow: TcpFlowState, d: Dissection, { at, width, ports, hash }: Connection): void {
    if (flow.row < 0) return;
    if (this.index.find(d.bytes, at, width, ports, hash) === flow.row) this.index.remove(flow.row);
    flow.row = -1;
  }
}
