import type { Frame } from "../capture/frame.js";
import { u32 } from "../dissect/bytes.js";
import { isTcpChecksumGood } from "../dissect/checksum.js";
import type { Dissection } from "../dissect/dissection.js";
import { isTlsRecord, TLS_RECORD_HEADER } from "../dissect/tls.js";
import { FrameTemplates } from "./frame-templates.js";
import { LaneIndex } from "./lane-index.js";
import {
  ACK_FRAME,
  ACK_TIME,
  ACKED,
  BARE_FRAME,
  BARE_TIME,
  BARES,
  DF_SET,
  ENTRY_FRAME,
  ENTRY_ID,
  ENTRY_PAYLOAD,
  ENTRY_PRINT,
  ENTRY_SEQUENCE,
  ENTRY_SIZE,
  HEADER,
  LARGEST_BARE,
  LAST_FRAME,
  LAST_ID,
  LAST_TIME,
  LaneRows,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  PACKETS,
  RING,
  RING_ENTRIES,
  RING_ENTRY,
  SAMPLE_LIMIT,
  SIDE,
  SIZE_TIME,
  SIZE_UNITS,
  SIZES,
  START,
  TEMPLATE,
  TLS,
  TO_VERIFY,
  TTL_HIGH,
  TTL_LOW,
  VERIFIED,
  WINDOW,
} from "./lane-row.js";
import { beginRun, endRun, endSize, endSizes, isUnacknowledged, wait } from "./lane-run.js";
import { MAX_KEPT } from "./segments.js";
import { PAUSE, TLS_DONE, TLS_FIRST } from "./tcp-direction.js";
import { sampleHash, type TcpFlowState, tcpFingerprint } from "./tcp-flow.js";

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

/**
 * The fast lane: packets that only carry a healthy flow on, payload in order or an acknowledgment that is progress, are
 * counted in the flow's row and touch nothing else. A flow leaves the lane with its first other packet, takes what its row
 * gathered, and enters again when it is calm. What comes out is the same as without the lane.
 */
export class Lane {
  private readonly templates: FrameTemplates;
  private readonly rows = new LaneRows();
  private readonly index = new LaneIndex(this.rows);
  /** By row. */
  private readonly flows: TcpFlowState[] = [];

  /** `d`: for the ports that name an encapsulation. */
  constructor(d: Dissection) {
    this.templates = new FrameTemplates(d);
  }

  /** Takes a frame at `time`; says whether it did. One it did not take must go to its flow, once that left the lane. */
  take(frame: Frame, time: number): boolean {
    const b = frame.bytes;
    const { start, end } = frame;
    const t = this.templates.find(frame);
    if (t === null) return false;
    const ip = start + t.ip;
    const tcp = start + t.tcp;
    const flags = b[tcp + 13];
    if ((flags & ~PSH) !== ACK) return false;
    const header = (b[tcp + 12] >> 4) * 4;
    let timestamp = 0;
    if (header !== FIXED_HEADER) {
      if (header !== WITH_TIMESTAMPS || u32(b, tcp + FIXED_HEADER) !== TIMESTAMPS) return false;
      timestamp = u32(b, tcp + FIXED_HEADER + 4) | 0;
    }
    const { isIpv4 } = t;
    const row = this.index.find(b, ip + (isIpv4 ? 12 : 8), isIpv4 ? 1 : 4, u32(b, tcp) | 0);
    if (row < 0) return false;
    const { words, doubles, at, ring, ringTimes, ringAt } = this.rows;
    if (words[at + TEMPLATE] !== this.templates.index + 1) return false;
    const { from } = this.index;

    const s = at + HEADER + from * SIDE;
    const o = at + HEADER + (1 - from) * SIDE;
    const ttl = b[ip + (isIpv4 ? 8 : 7)];
    const size = isIpv4 ? (b[ip + 2] << 8) | b[ip + 3] : ((b[ip + 4] << 8) | b[ip + 5]) + IPV6_HEADER;
    const window = (b[tcp + 14] << 8) | b[tcp + 15];
    const sequence = u32(b, tcp + 4) | 0;
    if (sequence !== words[s + NEXT] || window === 0 || size > MAX_SIZE) return false;
    if (ttl < words[s + TTL_LOW] || ttl > words[s + TTL_HIGH]) return false;
    const payload = size - (tcp - ip) - header;
    const acknowledgment = u32(b, tcp + 8) | 0;
    const progress = (acknowledgment - words[s + ACKED]) | 0;
    if (progress > 0 ? ((acknowledgment - words[o + NEXT]) | 0) > 0 : payload === 0) return false;
    const f = s >> 1;
    if (payload > 0 && !this.isPlain(words, s, b, tcp + header, Math.min(end, ip + size))) return false;
    if (payload > 0 && time - doubles[f + NEW_TIME] >= PAUSE) return false;
    if (words[s + TO_VERIFY] > 0 && end >= ip + size) {
      if (!isTcpChecksumGood(b, ip, isIpv4, tcp, ip + size)) return false;
      words[s + TO_VERIFY]--;
      words[s + VERIFIED]++;
    }
    const number = words[s + PACKETS];
    const e = ringAt + from * RING + (number % RING_ENTRIES) * RING_ENTRY;
    if (number >= RING_ENTRIES && isUnacknowledged(ring, e, words[o + ACKED])) this.spill(row, s, o, e, from);

    // From here on the packet is taken.
    words[s + PACKETS] = number + 1;
    words[s + LAST_FRAME] = frame.number;
    doubles[f + LAST_TIME] = time;
    words[s + WINDOW] = window;
    const df = isIpv4 ? (b[ip + 6] >> 6) & 1 : 1;
    words[s + DF_SET] += df;
    const id = isIpv4 ? (b[ip + 4] << 8) | b[ip + 5] || -1 : -1;
    ringTimes[e >> 1] = time;
    ring[e + ENTRY_SEQUENCE] = sequence;
    ring[e + ENTRY_FRAME] = frame.number;
    ring[e + ENTRY_PRINT] = tcpFingerprint(acknowledgment, flags, window, timestamp, payload);
    ring[e + ENTRY_SIZE] = size;
    ring[e + ENTRY_PAYLOAD] = payload;
    ring[e + ENTRY_ID] = id;
    if (progress > 0) {
      words[s + ACKED] = acknowledgment;
      words[s + ACK_FRAME] = frame.number;
      doubles[f + ACK_TIME] = time;
    }
    if (payload > 0) {
      words[s + NEXT] = sequence + payload;
      words[s + NEW_FRAME] = frame.number;
      doubles[f + NEW_TIME] = time;
      words[s + LAST_ID] = id;
      this.count(row, words, doubles, s, size, frame.number, time, from);
    } else {
      words[s + BARES]++;
      if (size > words[s + LARGEST_BARE]) words[s + LARGEST_BARE] = size;
      words[s + BARE_FRAME] = frame.number;
      doubles[f + BARE_TIME] = time;
    }
    const hash = sampleHash(sequence, acknowledgment, flags, payload, timestamp);
    if (hash <= words[s + SAMPLE_LIMIT] >>> 0) {
      const { samples } = this.flowAt(row).side[from];
      samples.add(hash, frame.number, time);
      words[s + SAMPLE_LIMIT] = samples.limit;
    }
    return true;
  }

  private isPlain(words: Int32Array, s: number, b: Uint8Array, at: number, end: number): boolean {
    const left = words[s + TLS];
    if (left === TLS_DONE) return ((words[s + NEXT] - words[s + START]) | 0) < MAX_RUN;
    if (left === TLS_FIRST) return false;
    if (at + TLS_RECORD_HEADER <= end && isTlsRecord(b, at)) return false;
    return ((words[s + NEXT] - words[s + START]) | 0) < MAX_RUN;
  }

  private count(
    row: number,
    words: Int32Array,
    doubles: Float64Array,
    s: number,
    size: number,
    frame: number,
    time: number,
    from: 0 | 1,
  ): void {
    let z = s + SIZES;
    let k = 0;
    if (words[z] !== size) {
      z += SIZE_UNITS;
      k = 1;
      if (words[z] !== size) {
        // The one seen longer ago makes room.
        if (words[z - SIZE_UNITS + 3] <= words[z + 3]) {
          z -= SIZE_UNITS;
          k = 0;
        }
        endSize(words, doubles, s, k, this.flowAt(row).side[from]);
        words[z] = size;
        words[z + 2] = frame;
        doubles[(s >> 1) + SIZE_TIME + 2 * k] = time;
      }
    }
    words[z + 1]++;
    words[z + 3] = frame;
    doubles[(s >> 1) + SIZE_TIME + 2 * k + 1] = time;
  }

  /** The ring needs the place of a segment that still waits for its acknowledgment. */
  private spill(row: number, s: number, o: number, e: number, from: 0 | 1): void {
    const { words, doubles, ring, ringTimes } = this.rows;
    const own = this.flowAt(row).side[from];
    endSizes(words, doubles, s, own);
    own.store.acknowledge(own.peek(words[o + ACKED]));
    wait(ring, ringTimes, e, own);
    // Too many to wait in order: the flow's store must join them.
    if (own.store.waiting > MAX_KEPT) words[s + TLS] = TLS_FIRST;
  }

  private flowAt(row: number): TcpFlowState {
    return this.flows[row];
  }

  /** Lets a flow enter, if it is calm, behind a packet of its side `from` that `d` dissected. */
  enter(flow: TcpFlowState, from: 0 | 1, d: Dissection, frame: Frame): void {
    if (!flow.isCalm) return;
    const t = this.templates.learn(d, frame);
    if (t === null || !flow.encapsulations.isOnly(t.encapsulation)) return;
    const at = d.start[d.ip] + (t.isIpv4 ? 12 : 8);
    const width = t.isIpv4 ? 1 : 4;
    const ports = u32(d.bytes, d.start[d.transport]) | 0;
    let row = this.index.find(d.bytes, at, width, ports);
    if (row < 0) row = this.index.insert(d.bytes, at, width, ports);
    else {
      this.index.key(row, d.bytes, at, width, ports);
      if (this.flows[row] !== flow) this.flows[row].row = -1;
    }
    if (from === 1) this.index.turn(row);
    this.flows[row] = flow;
    flow.row = row;
    this.rows.words[this.rows.at + TEMPLATE] = this.templates.index + 1;
    beginRun(this.rows, flow);
  }

  /** The flow takes what its row gathered. */
  leave(flow: TcpFlowState): void {
    if (flow.row < 0) return;
    this.rows.select(flow.row);
    const { words, at } = this.rows;
    if (words[at + TEMPLATE] === 0) return;
    words[at + TEMPLATE] = 0;
    endRun(this.rows, flow);
  }

  /** A flow that ended needs no row. */
  giveUp(flow: TcpFlowState): void {
    if (flow.row >= 0) this.index.remove(flow.row);
    flow.row = -1;
  }
}
