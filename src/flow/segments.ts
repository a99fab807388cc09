import type { Segment } from "./digest.js";
import { addRange, joinLowestHalf, overlapOf, type Ranges } from "./ranges.js";
import { SegmentQueue } from "./segment-queue.js";
import type { SizeTable } from "./sizes.js";

/** Beyond this many kept segments, neighbours are joined; what repeated or stayed unacknowledged goes last. */
export const MAX_KEPT = 512;
/** Beyond this many ranges the oldest half becomes one: a capture with as many holes says nothing of single ones. */
const MAX_RANGES = 32_768;

/** Payload of one direction: what was seen, what is settled, and the segments still of interest. */
export class SegmentStore {
  covered: Ranges = [];
  settled: Ranges = [];
  /** Segments sent once, in order, and not yet acknowledged. None overlaps another, or one of `kept`. */
  private readonly queue = new SegmentQueue();
  /** Those with a story of their own: what was sent again, or overlaps what was. */
  private kept: Segment[] = [];
  /** Of these, those acknowledged already: they stay for good, and no later acknowledgment has anything to say of them. */
  private repeated: Segment[] = [];
  /** Just past the highest byte of those. */
  private repeatedTo = 0;
  /** Whether holes were forgotten. */
  joined = false;
  private readonly sizes: SizeTable;

  constructor(sizes: SizeTable) {
    this.sizes = sizes;
  }

  /** Records payload [from, to) in a packet of `size` IP bytes. Returns how many of its bytes are new. */
  add(from: number, to: number, size: number, frame: number, time: number): number {
    const highest = this.highest;
    const fresh = this.cover(from, to);
    if (this.covered.length > 2 * MAX_RANGES) {
      joinLowestHalf(this.covered);
      joinLowestHalf(this.settled);
      this.joined = true;
    }
    if (from >= highest) {
      this.queue.push(from, to, size, frame, time);
    } else {
      this.keepAll();
      if (fresh < to - from) {
        const alike = (s: Segment) => s.from === from && s.to === to && s.size === size && s.packets === 1;
        const same = (from < this.repeatedTo ? this.repeated.find(alike) : undefined) ?? this.kept.find(alike);
        if (same !== undefined) {
          same.count++;
          same.last = { frame, time };
          this.bound();
          return fresh;
        }
      }
      this.kept.push({ from, to, size, packets: 1, count: 1, first: { frame, time }, last: { frame, time } });
    }
    this.bound();
    return fresh;
  }

  /** Bytes [from, to) were seen. Returns how many of them are new. An array written out has no room to spare, and most flows have one range. */
  cover(from: number, to: number): number {
    if (this.covered.length > 0 || to <= from) return addRange(this.covered, from, to);
    this.covered = [from, to];
    return to - from;
  }

  /** Bytes [from, to) were seen once, and acknowledged. */
  settleRange(from: number, to: number): void {
    if (this.settled.length > 0 || to <= from) addRange(this.settled, from, to);
    else this.settled = [from, to];
  }

  /** Keeps what waits and what was sent again within bounds. */
  bound(): void {
    if (this.repeated.length + this.kept.length + this.queue.count > MAX_KEPT) this.coarsen();
  }

  /** Makes segments of what waits in the queue: something overlaps it. */
  keepAll(): void {
    const { queue } = this;
    for (; queue.count > 0; queue.shift()) {
      const { from, to, size, frame, time } = queue;
      this.kept.push({ from, to, size, packets: 1, count: 1, first: { frame, time }, last: { frame, time } });
    }
  }

  /** Everything below `upTo` is acknowledged: segments sent once leave the store and count as delivered. */
  acknowledge(upTo: number): void {
    const { queue, kept } = this;
    for (; queue.isBelow(upTo); queue.shift()) {
      this.settleRange(queue.from, queue.to);
      this.sizes.acknowledge(queue.size, 1);
    }
    if (kept.length === 0) return;
    const below = kept.filter((s) => s.to <= upTo);
    if (below.length === 0) return;
    const single = new Set(below.filter((s) => this.isSingle(s)));
    for (const s of below) {
      if (single.has(s)) {
        this.settle(s);
      } else {
        this.repeated.push(s);
        this.repeatedTo = Math.max(this.repeatedTo, s.to);
      }
    }
    this.kept = kept.filter((s) => s.to > upTo);
  }

  /** Whether everything was seen once, in order. */
  get isPlain(): boolean {
    return this.kept.length + this.repeated.length === 0;
  }

  /** How many segments wait for their acknowledgments in order. */
  get waiting(): number {
    return this.queue.count;
  }

  /** A segment of a run waits for its acknowledgment; `run` says later that its bytes were seen. */
  wait(from: number, to: number, size: number, frame: number, time: number): void {
    this.queue.push(from, to, size, frame, time);
  }

  /** Payload [highest, to) was seen, in order, and once; what of it waits is in the queue. */
  coverRun(to: number): void {
    this.cover(this.highest, to);
  }

  /** What was seen from `from` on, in order, and waits no more, is settled. */
  settleRun(from: number): void {
    this.settleRange(from, this.queue.count > 0 ? Math.min(this.queue.from, this.highest) : this.highest);
  }

  private isSingle(s: Segment): boolean {
    if (s.count !== 1) return false;
    if (overlapOf(this.settled, s.from, s.to) > 0) return false;
    const overlaps = (other: Segment) => other !== s && other.from < s.to && other.to > s.from;
    return !(s.from < this.repeatedTo && this.repeated.some(overlaps)) && !this.kept.some(overlaps);
  }

  private settle(s: Segment): void {
    this.settleRange(s.from, s.to);
    this.sizes.acknowledge(s.size, s.packets);
  }

  /** Joins neighbours of one size that were seen once; where that is not enough, drops the oldest repeats that are covered. */
  private coarsen(): void {
    this.keepAll();
    const all = [...this.repeated, ...this.kept].sort((a, b) => a.from - b.from || a.to - b.to);
    const joined: Segment[] = [];
    for (const s of all) {
      const p = joined[joined.length - 1];
      if (p !== undefined && p.to === s.from && p.size === s.size && p.count === s.count) {
        p.to = s.to;
        p.packets += s.packets;
        if (s.last.time > p.last.time) p.last = s.last;
        if (s.first.time < p.first.time) p.first = s.first;
      } else {
        joined.push(s);
      }
    }
    if (joined.length > MAX_KEPT / 2) {
      joined.splice(0, joined.length - MAX_KEPT / 2).forEach((s) => {
        this.settleRange(s.from, s.to);
      });
    }
    this.kept = joined;
    this.repeated = [];
    this.repeatedTo = 0;
  }

  finish(acknowledged: number): Segment[] {
    this.keepAll();
    this.acknowledge(acknowledged);
    const all = [...this.repeated, ...this.kept];
    return all.sort((a, b) => a.from - b.from || a.to - b.to || a.first.time - b.first.time);
  }

  /** Just past the highest byte seen; the first byte of a flow is 1. */
  get highest(): number {
    return this.covered.length === 0 ? 1 : this.covered[this.covered.length - 1];
  }
}
