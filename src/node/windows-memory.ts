import { togetherWith } from "../flow/lane/engine.js";
import { ITEM } from "../flow/lane/layout.js";
import type { Together } from "../flow/lane/together.js";
import { TOGETHER_CODE } from "../flow/lane/together-code.js";

/** How a capture is divided, in bytes: what one thread lists at a time, which stays in its cache while it does; and what may lie beyond for the last record. */
export interface WindowSizes {
  window: number;
  /** The longest record that is listed, one that ends beyond its window. */
  beyond: number;
  /** Windows that each thread has listed, or does, and that some thread has not taken yet. */
  slots: number;
}

export const SIZES: WindowSizes = { window: 1 << 20, beyond: 1 << 16, slots: 2 };
/** There is room for records of this length on average, in bytes: an acknowledgment in Ethernet has 70 in pcap. */
const SHORT = 48;

/** What is common to all files: a stretch of numbers. */
const COMMON = 8192;
/** Then a stretch of numbers for each time that the threads read together, so many times at most. */
const NUMBERS = 4096;
export const MOST_TIMES = 256;

/** In units of 4 bytes: changes whenever anything does that a thread may wait for. */
export const EVENT = 0;
/** Of each thread that has read all it will how often it read together, plus one; 0 of one that still reads. */
export const ENDED = 8;
/** In units of 8 bytes: of each file, in the order they are read, how much of it is read, plus one. */
export const FILES = 16;
export const MOST_FILES = COMMON / 8 - FILES;

/** Of each time, in units of 4 bytes: windows that were given out, and `CLOSED` once there are to be no more. */
export const NEXT = 0;
export const CLOSED = 1 << 30;
/** How many windows there are, once that is known. */
export const WINDOWS = 1;
/** Threads that have taken all of them. */
export const LEFT = 2;
/** In units of 8 bytes: where in the file the threads began, plus one. */
export const BEGUN = 2;
/** Seven doubles: the clock. */
export const CLOCK = 6;
/** Numbers of a slot: the window that was listed there last, and sorted out, plus one; how often it was taken; its frames; its buffer; the last frame's number. */
export const FIRST_SLOT = 32;
export const OF_SLOT = 8;
export const LISTED = 0;
export const SORTED = 1;
export const TAKEN = 2;
export const COUNT = 3;
export const BUFFER = 4;
export const LAST = 5;
/** A double: where the record begins that follows its last one, in the file. */
export const FOLLOWS = 3;

/** Where the numbers of that time begin, in bytes. */
export function numbersAt(time: number): number {
  return COMMON + time * NUMBERS;
}

/** Lets those look around who wait for anything. */
export function happened(ints: Int32Array): void {
  Atomics.add(ints, EVENT, 1);
  Atomics.notify(ints, EVENT);
}

/** What so many threads need to read a capture together; null where it is not to be had. */
export function windowsFor(threads: number, sizes = SIZES): Together | null {
  return togetherWith(TOGETHER_CODE, threads, bufferAt(threads * sizes.slots, sizes));
}

/** Records that a window has room for. */
export function mostRecords({ window }: WindowSizes): number {
  return Math.ceil(window / SHORT);
}

/** Where a buffer begins: bytes of the file, and then the list of their records. Those of one thread follow each other. */
export function bufferAt(buffer: number, sizes: WindowSizes): number {
  const bytes = Math.ceil((sizes.window + sizes.beyond + mostRecords(sizes) * ITEM) / 64) * 64;
  return numbersAt(MOST_TIMES) + buffer * bytes;
}
