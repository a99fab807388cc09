import { RecentPackets } from "./copies.js";
import type { Late, Syn, TcpDirection } from "./digest.js";
import {
  ACK,
  ACK_FRAME,
  ACK_TIME,
  BARE,
  BARE_FRAME,
  BYTES,
  DF_SET,
  DirectionCounters,
  DUPLICATE_ACKS,
  FIRST_DATA_FRAME,
  FIRST_DATA_TIME,
  FIRST_FRAME,
  FIRST_REPEAT_FRAME,
  FIRST_REPEAT_TIME,
  HIGHEST_ID,
  HOLE_SINCE,
  KEEP_ALIVES,
  LARGEST_BARE,
  LAST_FRAME,
  LAST_RELATIVE,
  LAST_REPEAT_FRAME,
  LAST_REPEAT_TIME,
  LATE_COUNT,
  NEW_FRAME,
  NEW_TIME,
  OUTER_FRAGMENTS,
  PACKETS,
  PAUSE_FRAME,
  PAUSE_TIME,
  REPEATS,
  TTL_HIGH,
  TTL_LOW,
  WINDOW,
} from "./direction-counters.js";
import { PAUSE, TLS_DONE, TLS_FIRST, TLS_STARTS } from "./limits.js";
import { Needless } from "./needless.js";
import { addRange, type Ranges, subtract } from "./ranges.js";
import { Samples } from "./samples.js";
import { MAX_KEPT, SegmentStore } from "./segments.js";
import { SizeTable } from "./sizes.js";
import { TlsTracker } from "./tls-progress.js";
import { ZeroWindow } from "./zero-window.js";

const MAX_SACKED = 128;
const MAX_LATE = 32;
const NO_BYTES = new Uint8Array(0);

/** What one side of a TCP flow sent, as it is being read. */
export class TcpDirectionState extends DirectionCounters {
  readonly sizes = new SizeTable();
  readonly store = new SegmentStore(this.sizes);
  readonly samples = new Samples();
  readonly recent = new RecentPackets();
  /** Made by the first payload. */
  private tls: TlsTracker | null = null;
  /** Absolute sequence number of relative 0, -1 while unknown. */
  base = -1;
  syn: Syn | null = null;
  fin: TcpDirection["fin"] = null;
  rst: TcpDirection["rst"] = null;
  /** Just past the payload of the SYN, 0 where it had none or it was taken. */
  fastOpen = 0;
  private readonly zeroWindow = new ZeroWindow();
  private sacked: Ranges | null = null;
  private duplicated: Ranges | null = null;
  private late: Late[] | null = null;
  /** Made by the first bytes that were sent again. */
  private needless: Needless | null = null;
  /** Highest acknowledgment this side sent, relative to the other's base; minus infinity where it sent none. */
  get ack(): number {
    return this.row[this.at + ACK];
  }

  /** What of TLS its next payload may tell: a `TLS_` value, -1 where every byte may. */
  get tlsLeft(): number {
    if (this.tls === null) return TLS_FIRST;
    if (this.tls.isDone) return TLS_DONE;
    return this.tls.isBetween && this.store.highest > 1 ? TLS_STARTS : -1;
  }

  /** Whether nothing is pending but the acknowledgment of what was sent in order. */
  get isCalm(): boolean {
    if (this.base < 0 || this.ack === Number.NEGATIVE_INFINITY) return false;
    if (
      this.zeroWindow.isClosed ||
      this.needless?.isPending ||
      this.fastOpen !== 0 ||
      this.fin !== null ||
      this.rst !== null
    )
      return false;
    return this.tlsLeft >= 0 && this.store.waiting < MAX_KEPT;
  }

  /** Whether its bytes came whole from SYN to FIN, acknowledged up to `acknowledged`: like `isWhole` of a flow's digest. */
  cameWhole(acknowledged: number): boolean {
    const { fin } = this;
    if (fin === null || fin.count !== 1 || fin.at !== this.store.highest) return false;
    return acknowledged === fin.at + 1 && this.isUneventful;
  }

  /** Whether its bytes came whole so far, nobody having closed it, acknowledged up to `acknowledged`: like `isSound` of a flow's digest. */
  cameSoFar(acknowledged: number): boolean {
    return this.row[this.at + NEW_FRAME] !== 0 && acknowledged === this.store.highest && this.isUneventful;
  }

  private get isUneventful(): boolean {
    const { row, at, syn } = this;
    if (syn === null || this.rst !== null || syn.count !== 1 || syn.otherMss.length > 0) return false;
    const { covered } = this.store;
    if (covered.length > 2 || (covered.length === 2 && covered[0] !== 1) || !this.store.isPlain) return false;
    if (row[at + REPEATS] + row[at + LATE_COUNT] + row[at + KEEP_ALIVES] + row[at + DUPLICATE_ACKS] > 0) return false;
    if (row[at + OUTER_FRAGMENTS] + this.checksumsWrong > 0) return false;
    return !this.zeroWindow.wasClosed && this.duplicated === null && this.tls?.alerted !== true;
  }

  /** When its last new byte was seen; minus infinity where none was. */
  get answered(): number {
    return this.row[this.at + NEW_FRAME] === 0 ? Number.NEGATIVE_INFINITY : this.row[this.at + NEW_TIME];
  }

  /** When its last byte before a pause was seen; minus infinity where there was no pause. */
  get paused(): number {
    return this.row[this.at + PAUSE_FRAME] === 0 ? Number.NEGATIVE_INFINITY : this.row[this.at + PAUSE_TIME];
  }

  /** When its first byte was seen. */
  get began(): number {
    return this.row[this.at + FIRST_DATA_TIME];
  }

  /** Payload bytes. */
  get bytes(): number {
    return this.row[this.at + BYTES];
  }

  /** The next `length` bytes came in order, the last of them in a packet of that identification; their sizes are in the table. */
  dataRun(length: number, id: number, frame: number, time: number): void {
    const { row, at } = this;
    const to = this.store.highest + length;
    this.store.coverRun(to);
    if (row[at + FIRST_DATA_FRAME] === 0) {
      const first = this.sizes.first();
      row[at + FIRST_DATA_FRAME] = first.frame;
      row[at + FIRST_DATA_TIME] = first.time;
    }
    row[at + BYTES] += length;
    row[at + HIGHEST_ID] = id;
    row[at + NEW_FRAME] = frame;
    row[at + NEW_TIME] = time;
    if (to > row[at + LAST_RELATIVE]) row[at + LAST_RELATIVE] = to;
  }

  /** A pause began behind new bytes in that frame; behind the last ones known here, where its number is 0. */
  pauseAfter(frame: number, time: number): void {
    const { row, at } = this;
    row[at + PAUSE_FRAME] = frame === 0 ? row[at + NEW_FRAME] : frame;
    row[at + PAUSE_TIME] = time;
  }

  /** Relative, unwrapped sequence number of an absolute one; sets the base to `absolute - offset` where none is known. */
  relative(absolute: number, offset: number): number {
    const last = this.at + LAST_RELATIVE;
    if (this.base < 0) {
      this.base = (absolute - offset) >>> 0;
      this.row[last] = offset;
      return offset;
    }
    const before = this.row[last];
    const r = before + ((absolute - ((this.base + before) | 0)) | 0);
    if (r > before) this.row[last] = r;
    return r;
  }

  /** Relative number of an absolute one, without taking notice of it. */
  peek(absolute: number): number {
    const before = this.row[this.at + LAST_RELATIVE];
    return before + ((absolute - ((this.base + before) | 0)) | 0);
  }

  /**
   * Payload [from, to) of a packet of `size` IP bytes; `acknowledged` is how far the other side has acknowledged. Returns whether
   * some of it had been seen before.
   */
  data(from: number, to: number, size: number, acknowledged: number, id: number, frame: number, time: number): boolean {
    const { row, at } = this;
    row[at + BYTES] += to - from;
    if (row[at + FIRST_DATA_FRAME] === 0) {
      row[at + FIRST_DATA_FRAME] = frame;
      row[at + FIRST_DATA_TIME] = time;
    }
    // RFC 9293 section 3.8.4: a keep-alive repeats the last acknowledged byte, or none.
    if (to - from <= 1 && to <= acknowledged && this.store.covered.length > 0) {
      row[at + KEEP_ALIVES]++;
      return false;
    }
    const highest = this.store.highest;
    const fresh = this.store.add(from, to, size, frame, time);
    const repeat = fresh < to - from;
    this.sizes.add(size, 1, repeat, frame, time);
    if (fresh > 0) {
      this.watchHoles(from, to, highest, size, id, frame, time);
      if (row[at + NEW_FRAME] !== 0 && time - row[at + NEW_TIME] >= PAUSE) {
        this.pauseAfter(0, row[at + NEW_TIME]);
      }
      row[at + NEW_FRAME] = frame;
      row[at + NEW_TIME] = time;
    }
    if (repeat) {
      if (row[at + REPEATS]++ === 0) {
        row[at + FIRST_REPEAT_FRAME] = frame;
        row[at + FIRST_REPEAT_TIME] = time;
      }
      row[at + LAST_REPEAT_FRAME] = frame;
      row[at + LAST_REPEAT_TIME] = time;
    }
    return repeat;
  }

  /** Bytes [from, to) that were sent again carried that timestamp. */
  sentAgain(from: number, to: number, acknowledged: number, timestamp: number): void {
    if (from > acknowledged || to <= acknowledged) return;
    this.needless ??= new Needless();
    this.needless.sentAgain(from, to, timestamp);
  }

  /** The other side acknowledged new bytes up to `ack`; `echo` is the timestamp it had last, null where it tells none. */
  takeEcho(ack: number, echo: number | null, other: TcpDirectionState): void {
    if (!this.needless?.isPending) return;
    const { from, to } = this.needless.settle(ack, echo);
    other.reportDuplicate(from, to);
  }

  /** A hole opens when a byte is skipped; new bytes below the highest fill one. */
  private watchHoles(
    from: number,
    to: number,
    highest: number,
    size: number,
    id: number,
    frame: number,
    time: number,
  ): void {
    const { row, at } = this;
    if (from >= highest) {
      if (from > highest && Number.isNaN(row[at + HOLE_SINCE])) row[at + HOLE_SINCE] = time;
      row[at + HIGHEST_ID] = id;
      return;
    }
    row[at + LATE_COUNT]++;
    this.late ??= [];
    if (this.late.length < MAX_LATE) {
      const highestId = row[at + HIGHEST_ID];
      const since = row[at + HOLE_SINCE];
      const again = id < 0 || highestId < 0 ? null : ((id - highestId) & 0xffff) < 0x8000;
      this.late.push({ frame, time, size, from, to, delay: Number.isNaN(since) ? 0 : time - since, again });
    }
    if (this.store.covered.length === 2) row[at + HOLE_SINCE] = Number.NaN;
  }

  /** Captured payload [from, to), of which `bytes[start, end)` is there: what TLS it holds. */
  payload(from: number, to: number, bytes: Uint8Array, start: number, end: number, frame: number, time: number): void {
    this.tls ??= new TlsTracker();
    if (!this.tls.isDone) this.tls.feed(from, to, bytes, start, end, frame, time);
  }

  /** Its first payload was seen, and is no TLS. */
  rejectTls(): void {
    this.payload(1, 2, NO_BYTES, 0, 0, 0, 0);
  }

  get saidHello(): boolean {
    return this.tls?.finish()?.clientHello != null;
  }

  /** This side acknowledges everything of the other below `ack`. Returns whether that is progress. */
  acknowledge(ack: number, bare: boolean, frame: number, time: number): boolean {
    const { row, at } = this;
    const before = row[at + ACK];
    if (ack > before) {
      row[at + ACK] = ack;
      row[at + ACK_FRAME] = frame;
      row[at + ACK_TIME] = time;
      return true;
    }
    if (ack === before && bare) row[at + DUPLICATE_ACKS]++;
    return false;
  }

  /** A first block below the acknowledgment, or within the second block, reports bytes that came twice (RFC 2883 section 4). */
  reportDuplicate(from: number, to: number): void {
    if (to <= from || to - from > 0x40000000) return;
    this.duplicated ??= [];
    if (this.duplicated.length < MAX_SACKED * 2) addRange(this.duplicated, from, to);
  }

  selectivelyAcknowledge(from: number, to: number): void {
    if (to <= from || to - from > 0x40000000) return;
    this.sacked ??= [];
    if (this.sacked.length < MAX_SACKED * 2) addRange(this.sacked, from, to);
  }

  /** The other side acknowledged up to `ack`: with it the data of the SYN, unless that was sent again. */
  takeFastOpen(ack: number): void {
    if (this.fastOpen === 0 || ack < this.fastOpen) return;
    this.store.keepAll();
    this.store.cover(1, this.fastOpen);
    this.store.settleRange(1, this.fastOpen);
    this.fastOpen = 0;
  }

  setWindow(scaled: number, frame: number, time: number): void {
    this.row[this.at + WINDOW] = scaled;
    this.zeroWindow.set(scaled, frame, time);
  }

  /** `acknowledged`: how far the other side acknowledged this one, relative to this base. */
  finish(acknowledged: number): TcpDirection {
    const { row, at, ack } = this;
    const packets = row[at + PACKETS];
    const known = ack !== Number.NEGATIVE_INFINITY;
    const sacked = this.sacked ?? [];
    return {
      packets,
      bytes: row[at + BYTES],
      first: this.sighting(FIRST_FRAME),
      last: this.sighting(LAST_FRAME),
      base: this.base < 0 ? null : this.base,
      syn: this.syn,
      covered: this.store.covered,
      settled: this.store.settled,
      segments: this.store.finish(acknowledged),
      sizes: this.sizes.finish(),
      ack: known ? ack : null,
      ackProgress: this.sighting(ACK_FRAME),
      sacked: known && sacked.length > 0 ? subtract(sacked, [Number.NEGATIVE_INFINITY, ack]) : sacked,
      duplicated: this.duplicated ?? [],
      duplicateAcks: row[at + DUPLICATE_ACKS],
      newData: this.sighting(NEW_FRAME),
      beforePause: this.sighting(PAUSE_FRAME),
      firstRepeat: this.sighting(FIRST_REPEAT_FRAME),
      lastRepeat: this.sighting(LAST_REPEAT_FRAME),
      repeats: row[at + REPEATS],
      late: { count: row[at + LATE_COUNT], kept: this.late ?? [] },
      keepAlives: row[at + KEEP_ALIVES],
      zeroWindow: this.zeroWindow.finish(),
      window: row[at + WINDOW],
      fin: this.fin,
      rst: this.rst,
      ttl: row[at + TTL_HIGH] < 0 ? null : { low: row[at + TTL_LOW], high: row[at + TTL_HIGH] },
      df: { set: row[at + DF_SET], clear: packets - row[at + DF_SET] },
      checksums: this.checksums,
      tls: this.tls?.finish() ?? null,
      samples: this.samples.finish(),
      firstData: this.sighting(FIRST_DATA_FRAME),
      bare: row[at + BARE],
      largestBare: row[at + LARGEST_BARE],
      lastBare: this.sighting(BARE_FRAME),
      outerFragments: row[at + OUTER_FRAGMENTS],
    };
  }
}
