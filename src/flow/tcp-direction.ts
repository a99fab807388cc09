import type { Late, Sighting, Syn, TcpDirection } from "./digest.js";
import { Mark } from "./mark.js";
import { addRange, type Ranges, subtract } from "./ranges.js";
import { Samples } from "./samples.js";
import { SegmentStore } from "./segments.js";
import { SizeTable } from "./sizes.js";
import { TlsTracker } from "./tls-progress.js";

const MAX_SACKED = 128;
const MAX_ZERO_WINDOWS = 16;
const MAX_WRONG_FRAMES = 8;
const MAX_LATE = 32;
const PAUSE = 1e9;

/** What one side of a TCP flow sent, as it is being read. */
export class TcpDirectionState {
  readonly sizes = new SizeTable();
  readonly store = new SegmentStore(this.sizes);
  readonly samples = new Samples();
  readonly tls = new TlsTracker();
  readonly sacked: Ranges = [];
  readonly duplicated: Ranges = [];
  readonly checksums = { verified: 0, wrong: 0, partial: 0, wrongFrames: [] as number[] };
  readonly df = { set: 0, clear: 0 };
  readonly zeroWindow: { from: Sighting; until: Sighting | null }[] = [];
  packets = 0;
  bytes = 0;
  readonly first = new Mark();
  lastFrame = 0;
  lastTime = 0;
  base: number | null = null;
  syn: Syn | null = null;
  ack: number | null = null;
  readonly ackProgress = new Mark();
  duplicateAcks = 0;
  readonly newData = new Mark();
  readonly beforePause = new Mark();
  readonly firstRepeat = new Mark();
  readonly lastRepeat = new Mark();
  repeats = 0;
  keepAlives = 0;
  window = 0;
  fin: TcpDirection["fin"] = null;
  rst: TcpDirection["rst"] = null;
  ttlLow = 256;
  ttlHigh = -1;
  readonly firstData = new Mark();
  outerFragments = 0;
  bare = 0;
  largestBare = 0;
  /** Just past the payload of the SYN, 0 where it had none or it was taken. */
  fastOpen = 0;
  readonly lastBare = new Mark();
  private lastRelative = 0;
  private holeSince: number | null = null;
  private lateCount = 0;
  private readonly late: Late[] = [];
  private highestId = -1;

  /** Relative, unwrapped sequence number of an absolute one; sets the base to `absolute - offset` where none is known. */
  relative(absolute: number, offset: number): number {
    if (this.base === null) {
      this.base = (absolute - offset) >>> 0;
      this.lastRelative = offset;
      return offset;
    }
    const expected = (this.base + this.lastRelative) | 0;
    const r = this.lastRelative + ((absolute - expected) | 0);
    if (r > this.lastRelative) this.lastRelative = r;
    return r;
  }

  sight(frame: number, time: number, ttl: number, dontFragment: boolean): void {
    this.packets++;
    if (!this.first.isSet) this.first.put(frame, time);
    this.lastFrame = frame;
    this.lastTime = time;
    if (ttl < this.ttlLow) this.ttlLow = ttl;
    if (ttl > this.ttlHigh) this.ttlHigh = ttl;
    if (dontFragment) this.df.set++;
    else this.df.clear++;
  }

  /** Payload [from, to) of a packet of `size` IP bytes; `acknowledged` is how far the other side has acknowledged. */
  data(from: number, to: number, size: number, acknowledged: number, id: number, frame: number, time: number): void {
    this.bytes += to - from;
    if (!this.firstData.isSet) this.firstData.put(frame, time);
    // RFC 9293 section 3.8.4: a keep-alive repeats the last acknowledged byte, or none.
    if (to - from <= 1 && to <= acknowledged && this.store.covered.length > 0) {
      this.keepAlives++;
      return;
    }
    const highest = this.store.highest;
    const fresh = this.store.add(from, to, size, frame, time);
    if (fresh > 0) this.watchHoles(from, to, highest, size, id, frame, time);
    const repeat = fresh < to - from;
    this.sizes.add(size, 1, repeat, frame, time);
    if (fresh > 0) {
      if (this.newData.isSet && time - this.newData.time >= PAUSE) this.beforePause.copy(this.newData);
      this.newData.put(frame, time);
    }
    if (repeat) {
      this.repeats++;
      if (!this.firstRepeat.isSet) this.firstRepeat.put(frame, time);
      this.lastRepeat.put(frame, time);
    }
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
    if (from > highest && this.holeSince === null) this.holeSince = time;
    if (from >= highest) {
      this.highestId = id;
      return;
    }
    this.lateCount++;
    if (this.late.length < MAX_LATE) {
      const again = id < 0 || this.highestId < 0 ? null : ((id - this.highestId) & 0xffff) < 0x8000;
      this.late.push({ frame, time, size, from, to, delay: time - (this.holeSince ?? time), again });
    }
    if (this.store.covered.length === 2) this.holeSince = null;
  }

  /** This side acknowledges everything of the other below `ack`. Returns whether that is progress. */
  acknowledge(ack: number, bare: boolean, frame: number, time: number): boolean {
    if (this.ack === null || ack > this.ack) {
      this.ack = ack;
      this.ackProgress.put(frame, time);
      return true;
    }
    if (ack === this.ack && bare) this.duplicateAcks++;
    return false;
  }

  /** A first block below the acknowledgment, or within the second block, reports bytes that came twice (RFC 2883 section 4). */
  reportDuplicate(from: number, to: number): void {
    if (to <= from || to - from > 0x40000000) return;
    if (this.duplicated.length < MAX_SACKED * 2) addRange(this.duplicated, from, to);
  }

  /** The other side acknowledged up to `ack`: with it the data of the SYN, unless that was sent again. */
  takeFastOpen(ack: number): void {
    if (this.fastOpen === 0 || ack < this.fastOpen) return;
    addRange(this.store.covered, 1, this.fastOpen);
    addRange(this.store.settled, 1, this.fastOpen);
    this.fastOpen = 0;
  }

  selectivelyAcknowledge(from: number, to: number): void {
    if (to <= from || to - from > 0x40000000) return;
    if (this.sacked.length < MAX_SACKED * 2) addRange(this.sacked, from, to);
  }

  setWindow(scaled: number, frame: number, time: number): void {
    const last = this.zeroWindow[this.zeroWindow.length - 1];
    if (scaled === 0) {
      if ((last === undefined || last.until !== null) && this.zeroWindow.length < MAX_ZERO_WINDOWS) {
        this.zeroWindow.push({ from: { frame, time }, until: null });
      }
    } else if (last !== undefined && last.until === null) {
      last.until = { frame, time };
    }
    this.window = scaled;
  }

  checksum(state: "right" | "wrong" | "partial", frame: number): void {
    this.checksums.verified++;
    if (state === "wrong") {
      this.checksums.wrong++;
      if (this.checksums.wrongFrames.length < MAX_WRONG_FRAMES) this.checksums.wrongFrames.push(frame);
    } else if (state === "partial") {
      this.checksums.partial++;
    }
  }

  /** `acknowledged`: how far the other side acknowledged this one, relative to this base. */
  finish(acknowledged: number | null): TcpDirection {
    const segments = this.store.finish(acknowledged ?? Number.NEGATIVE_INFINITY);
    return {
      packets: this.packets,
      bytes: this.bytes,
      first: this.first.finish(),
      last: !this.first.isSet ? null : { frame: this.lastFrame, time: this.lastTime },
      base: this.base,
      syn: this.syn,
      covered: this.store.covered,
      settled: this.store.settled,
      segments,
      sizes: this.sizes.finish(),
      ack: this.ack,
      ackProgress: this.ackProgress.finish(),
      sacked: this.ack === null ? this.sacked : subtract(this.sacked, [Number.NEGATIVE_INFINITY, this.ack]),
      duplicated: this.duplicated,
      duplicateAcks: this.duplicateAcks,
      newData: this.newData.finish(),
      beforePause: this.beforePause.finish(),
      firstRepeat: this.firstRepeat.finish(),
      lastRepeat: this.lastRepeat.finish(),
      repeats: this.repeats,
      late: { count: this.lateCount, kept: this.late },
      keepAlives: this.keepAlives,
      zeroWindow: this.zeroWindow,
      window: this.window,
      fin: this.fin,
      rst: this.rst,
      ttl: this.ttlHigh < 0 ? null : { low: this.ttlLow, high: this.ttlHigh },
      df: this.df,
      checksums: this.checksums,
      tls: this.tls.finish(),
      samples: this.samples.finish(),
      firstData: this.firstData.finish(),
      bare: this.bare,
      largestBare: this.largestBare,
      lastBare: this.lastBare.finish(),
      outerFragments: this.outerFragments,
    };
  }
}
