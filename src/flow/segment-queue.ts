/** Numbers of one segment, side by side. */
const ENTRY = 5;
const TO = 1;
const SIZE = 2;
const FRAME = 3;
const TIME = 4;

/**
 * Segments in the order they were sent, each beyond all before it, until they are acknowledged: what nearly every segment
 * of a healthy flow goes through, without an object.
 */
export class SegmentQueue {
  private readonly entries: number[] = [];
  private head = 0;
  private tail = 0;

  get count(): number {
    return (this.tail - this.head) / ENTRY;
  }

  push(from: number, to: number, size: number, frame: number, time: number): void {
    const { entries } = this;
    if (this.tail === entries.length && this.head > this.tail / 2) {
      entries.copyWithin(0, this.head, this.tail);
      this.tail -= this.head;
      this.head = 0;
    }
    const at = this.tail;
    if (at === entries.length) {
      entries.push(from, to, size, frame, time);
    } else {
      entries[at] = from;
      entries[at + TO] = to;
      entries[at + SIZE] = size;
      entries[at + FRAME] = frame;
      entries[at + TIME] = time;
    }
    this.tail = at + ENTRY;
  }

  /** Whether the first segment ends at `upTo` or before. */
  isBelow(upTo: number): boolean {
    return this.head < this.tail && this.entries[this.head + TO] <= upTo;
  }

  get from(): number {
    return this.entries[this.head];
  }

  get to(): number {
    return this.entries[this.head + TO];
  }

  get size(): number {
    return this.entries[this.head + SIZE];
  }

  get frame(): number {
    return this.entries[this.head + FRAME];
  }

  get time(): number {
    return this.entries[this.head + TIME];
  }

  /** Takes the first segment out. */
  shift(): void {
    this.head += ENTRY;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
    }
  }
}
