import type { RecordLayout, Records } from "../../capture/frame.js";
import type { Engine } from "./engine.js";
import { INPUT, INPUT_ROOM, MOVED, MOVED_ROOM, PCAP, PCAPNG, STOP_AT } from "./layout.js";

/** What the engine reads of a capture: as much of the records at hand as fits its memory. */
export class LaneInput {
  private readonly engine: Engine;
  /** Which bytes of which records the memory holds. */
  private records: Records | null = null;
  private fed = 0;
  private layout: RecordLayout | null = null;
  private loadedFrom = 0;
  private loadedEnd = 0;
  /** Address of the first byte of `bytes`, if that is there. */
  private base = 0;
  /** Addresses of what is offered. */
  from = 0;
  end = 0;

  /** Records that lie here need not be moved. */
  readonly room: Uint8Array;

  constructor(engine: Engine) {
    this.engine = engine;
    this.room = engine.bytes.subarray(INPUT, INPUT + INPUT_ROOM);
  }

  /** Offers what the memory holds of the records, or puts there what fits. Says whether anything is left to offer. */
  offer(records: Records): boolean {
    const { at, end } = records;
    if (at >= end) return false;
    const isHere = this.records === records && this.fed === records.fed && this.layout === records.layout;
    if (!isHere || at < this.loadedFrom || at >= this.loadedEnd) this.load(records, at);
    this.from = this.base + at;
    this.end = this.base + this.loadedEnd;
    return true;
  }

  /** Moves the records to where the engine stopped. */
  moveTo(records: Records): void {
    records.at = this.engine.words[STOP_AT / 4] - this.base;
  }

  /** Whether there is more than the memory holds, now that no whole record is left in it; a record that fits no memory is none of it. */
  hasMore(records: Records): boolean {
    if (this.loadedEnd === records.end || records.at === this.loadedFrom) return false;
    this.records = null;
    return true;
  }

  /** Lets the engine know how the records lie. */
  layOut({ layout, linkType }: Records): void {
    if (this.layout === layout) return;
    const { little, unit, header, limit, interfaceId } = layout;
    const format = layout.format === "pcap" ? PCAP : PCAPNG;
    this.engine.calls.records(format, little, unit, header, limit, linkType, interfaceId);
    this.layout = layout;
  }

  /** Puts what fits of the records from there on into the memory, unless they lie there already. */
  private load(records: Records, from: number): void {
    this.layOut(records);
    this.records = records;
    this.fed = records.fed;
    this.loadedFrom = from;
    if (records.bytes.buffer === this.engine.buffer) {
      this.base = records.bytes.byteOffset;
      this.loadedEnd = records.end;
      return;
    }
    this.base = this.engine.base + MOVED - from;
    this.loadedEnd = Math.min(records.end, from + MOVED_ROOM);
    this.engine.bytes.set(records.bytes.subarray(from, this.loadedEnd), MOVED);
  }
}
