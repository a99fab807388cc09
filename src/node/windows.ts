import { readSync } from "node:fs";
import { ITEM } from "../flow/lane/layout.js";
import type { ListedRecords } from "../flow/source-vantages.js";
import { milliseconds } from "./clock.js";
import { UserError } from "./errors.js";
import * as M from "./windows-memory.js";

/** Bytes read beyond a window at first. */
const SLACK = 2048;
/** Milliseconds after which timers and signals have their turn, and after which a thread that waits looks around. */
const YIELD_MS = 20;

/** A record begins at that offset of the file, and the last frame before it has the number `count`. */
export interface Place {
  offset: number;
  count: number;
}

/**
 * One thread's part in reading the records of a capture together with the threads of other shares. The file is divided in windows. Whoever
 * has nothing else to do lists the next one, where the one before it ends, and sorts it out; everybody takes from each, in order, what is of
 * his share. It ends where anything follows that is no such record, or is cut, for all threads at the same.
 */
export class Windows {
  private readonly ints: Int32Array;
  private readonly doubles: Float64Array;
  private readonly places: BigInt64Array;
  private readonly fd: number;
  private readonly size: number;
  private readonly share: { index: number; count: number };
  private readonly records: ListedRecords;
  private readonly begin: Place;
  private readonly sizes: M.WindowSizes;
  private readonly slots: number;
  /** Where the numbers of this time begin, in units of 4 bytes. */
  private readonly numbers: number;
  private readonly time: number;
  /** Windows that were taken, and their frames. */
  private window = 0;
  private frames = 0;
  /** By buffer of this thread the window that was put there last, -1 where none was. */
  private readonly buffers: number[];
  /** Windows that this thread took on to list. */
  private claimed = 0;
  /** A window that is this thread's to list, and how many bytes of it were read. */
  private mine: { window: number; length: number } | null = null;

  /** `size`: bytes that are read of the file. `time`: how often the threads have read together before. */
  constructor(
    fd: number,
    size: number,
    share: { index: number; count: number },
    records: ListedRecords,
    begin: Place,
    time = 0,
    sizes = M.SIZES,
  ) {
    const { buffer } = records.listing.memory;
    this.ints = new Int32Array(buffer, 0, M.numbersAt(M.MOST_TIMES) / 4);
    this.doubles = new Float64Array(buffer, 0, M.numbersAt(M.MOST_TIMES) / 8);
    this.places = new BigInt64Array(buffer, 0, M.numbersAt(M.MOST_TIMES) / 8);
    this.fd = fd;
    this.size = size;
    this.share = share;
    this.records = records;
    this.begin = begin;
    this.sizes = sizes;
    this.slots = share.count * sizes.slots;
    this.buffers = new Array(sizes.slots).fill(-1);
    this.numbers = M.numbersAt(time) / 4;
    this.time = time;
  }

  /**
   * Reads to the end, which it returns. `look` is told now and then how far it is, and says whether to go on. Throws UserError where the file
   * turns out to be another one for another thread.
   */
  async read(look: (offset: number) => boolean): Promise<Place> {
    if (!this.beginsAlike()) throw changed();
    let yielded = milliseconds();
    for (;;) {
      const event = Atomics.load(this.ints, M.EVENT);
      const did = this.step();
      if (did === "ended") break;
      if (did === "waits") Atomics.wait(this.ints, M.EVENT, event, YIELD_MS);
      if (milliseconds() - yielded < YIELD_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      const isLeftAlone = did === "waits" && this.isLeftAlone();
      // Whoever ended may have been interrupted.
      if (!look(this.end.offset)) this.close();
      else if (isLeftAlone) throw changed();
      yielded = milliseconds();
    }
    return this.end;
  }

  /** Whether all threads begin at the same place. */
  private beginsAlike(): boolean {
    const { places, numbers, begin } = this;
    const own = BigInt(begin.offset) + 1n;
    const first = Atomics.compareExchange(places, numbers / 2 + M.BEGUN, 0n, own);
    return first === 0n || first === own;
  }

  /** Whether another thread will never do its part. */
  private isLeftAlone(): boolean {
    const { ints, share, time } = this;
    for (let other = 0; other < share.count; other++) {
      const ended = Atomics.load(ints, M.ENDED + other);
      if (ended > 0 && ended - 1 <= time) return true;
    }
    return false;
  }

  /** Does what there is to do next, without waiting for other threads. */
  step(): "worked" | "waits" | "ended" {
    const { ints, mine, window } = this;
    if (!this.haveAllLeft(this.time - 1) && !this.isClosed) return "waits";
    if (mine !== null && this.isListed(mine.window - 1)) {
      this.mine = null;
      this.list(mine.window, mine.length);
      return "worked";
    }
    if (window >= this.windows) {
      this.leave();
      return "ended";
    }
    const slot = this.slotOf(window);
    if (Atomics.load(ints, slot + M.SORTED) === window + 1) {
      const by = Math.floor(ints[slot + M.BUFFER] / this.sizes.slots);
      this.records.take(this.itemsOf(window), ints[slot + M.COUNT], by);
      this.frames += ints[slot + M.COUNT];
      this.window++;
      Atomics.add(ints, slot + M.TAKEN, 1);
      M.happened(this.ints);
      return "worked";
    }
    return mine === null && this.claim() ? "worked" : "waits";
  }

  /** Whether all threads have taken all that they read together that time. */
  private haveAllLeft(time: number): boolean {
    return time < 0 || Atomics.load(this.ints, M.numbersAt(time) / 4 + M.LEFT) === this.share.count;
  }

  /** How far this thread is. */
  get end(): Place {
    return this.after(this.window - 1);
  }

  /** No more windows are given out: it ends behind those that were. */
  close(): void {
    Atomics.or(this.ints, this.numbers + M.NEXT, M.CLOSED);
    M.happened(this.ints);
  }

  private get isClosed(): boolean {
    return Atomics.load(this.ints, this.numbers + M.NEXT) >= M.CLOSED;
  }

  private leave(): void {
    const { ints, numbers, records } = this;
    if (this.window > 0) {
      records.listing.takeClock(4 * (numbers + M.CLOCK), this.frames, this.end.count + records.base);
    }
    Atomics.add(ints, numbers + M.LEFT, 1);
    M.happened(this.ints);
  }

  /** How many windows there are before the records end, once that is known. */
  private get all(): number {
    return Atomics.load(this.ints, this.numbers + M.WINDOWS) || Number.POSITIVE_INFINITY;
  }

  /** How many are read, once that is known. */
  private get windows(): number {
    const next = Atomics.load(this.ints, this.numbers + M.NEXT);
    return next >= M.CLOSED ? Math.min(next - M.CLOSED, this.all) : this.all;
  }

  /** Where a window ends; that before the first where all begins. */
  private after(window: number): Place {
    if (window < 0) return this.begin;
    const slot = this.slotOf(window);
    return { offset: this.doubles[slot / 2 + M.FOLLOWS], count: this.ints[slot + M.LAST] };
  }

  private isListed(window: number): boolean {
    return (
      window < 0 || window + 1 >= this.all || Atomics.load(this.ints, this.slotOf(window) + M.LISTED) === window + 1
    );
  }

  /** Takes it on to list the next window, if there is one and room for it, and reads it: to a buffer of its own, which its caches may still hold. */
  private claim(): boolean {
    const { ints, numbers, slots, share, sizes, buffers } = this;
    const window = Atomics.load(ints, numbers + M.NEXT);
    const buffer = this.claimed % sizes.slots;
    if (window >= this.windows || !this.wasTaken(buffers[buffer]) || !this.wasTaken(window - slots)) return false;
    if (Atomics.compareExchange(ints, numbers + M.NEXT, window, window + 1) !== window) return true;
    this.claimed++;
    buffers[buffer] = window;
    ints[this.slotOf(window) + M.BUFFER] = share.index * sizes.slots + buffer;
    this.mine = { window, length: this.fill(window, 0, this.sizes.window + Math.min(SLACK, this.sizes.beyond)) };
    return true;
  }

  /** Whether all threads have taken a window; there is none before the first. */
  private wasTaken(window: number): boolean {
    if (window < 0) return true;
    const times = this.share.count * (Math.floor(window / this.slots) + 1);
    return Atomics.load(this.ints, this.slotOf(window) + M.TAKEN) >= times;
  }

  /** Lists a window of which so many bytes were read; where the one before ended all, there is nothing to list. */
  private list(window: number, read: number): void {
    const { ints, doubles, records, sizes, numbers } = this;
    if (window >= this.all) return;
    const { listing, base } = records;
    const clock = 4 * (numbers + M.CLOCK);
    if (window === 0) listing.putClock(clock);
    const at = this.bytesOf(window);
    const from = this.offsetOf(window);
    const before = this.after(window - 1);
    let length = read;
    let next = before.offset - from;
    let last = before.count;
    let ends = false;
    const most = M.mostRecords(sizes);
    while (!ends && next < Math.min(length, sizes.window)) {
      const until = at + Math.min(length, sizes.window);
      const count = last - before.count;
      const items = this.itemsOf(window) + count * ITEM;
      const listed = listing.list(at + next, until, at + length, last + 1 + base, clock, items, most - count);
      next = listed.end - at;
      last = listed.last - base;
      ends = listed.refused || last - before.count === most;
      if (ends || next >= sizes.window) break;
      // A record is cut here: there may be more of it.
      const more = this.fill(window, length, sizes.window + sizes.beyond);
      ends = more === length;
      length = more;
    }
    const slot = this.slotOf(window);
    ints[slot + M.COUNT] = last - before.count;
    ints[slot + M.LAST] = last;
    doubles[slot / 2 + M.FOLLOWS] = from + next;
    if (ends || length < sizes.window) Atomics.store(ints, numbers + M.WINDOWS, window + 1);
    Atomics.store(ints, slot + M.LISTED, window + 1);
    M.happened(this.ints);
    listing.sortOut(this.itemsOf(window), last - before.count);
    Atomics.store(ints, slot + M.SORTED, window + 1);
    M.happened(this.ints);
  }

  /** Reads a window's bytes, of which `length` are there, up to `most`. Returns how many are there then: fewer where the file ends, or cannot be read. */
  private fill(window: number, length: number, most: number): number {
    const at = this.bytesOf(window);
    const from = this.offsetOf(window);
    const end = Math.min(most, this.size - from);
    let there = length;
    try {
      while (there < end) {
        const read = readSync(this.fd, this.records.listing.memory, at + there, end - there, from + there);
        if (read === 0) break;
        there += read;
      }
    } catch {
      // Who reads on behind the end meets it too, and says so.
    }
    return there;
  }

  private offsetOf(window: number): number {
    return this.begin.offset + window * this.sizes.window;
  }

  private slotOf(window: number): number {
    return this.numbers + M.FIRST_SLOT + (window % this.slots) * M.OF_SLOT;
  }

  private bytesOf(window: number): number {
    return M.bufferAt(this.ints[this.slotOf(window) + M.BUFFER], this.sizes);
  }

  private itemsOf(window: number): number {
    return this.bytesOf(window) + this.sizes.window + this.sizes.beyond;
  }
}

function changed(): UserError {
  return new UserError("cannot-read", "a capture changed while it was read", "analyse a copy of it");
}
