import type { RecordLayout, Records } from "../../capture/frame.js";
import type { Engine } from "./engine.js";
import { INPUT, INPUT_ROOM, PCAP, PCAPNG, STOP_AT } from "./layout.js";

/** What the engine reads of a capture: as much of the records at hand as fits its memory. */
export class LaneInput {
  private readonly engine: Engine;
  /** Which bytes of which records the memory holds. */
  private records: Records | null = null;
  private fed = 0;
  private layout: RecordLayout | null = null;
  private loadedFrom = 0;
  private loadedEnd = 0;
  /** Addresses of what is offered. */
  from = INPUT;
  end = INPUT;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Offers what the memory holds of the records, or puts there what fits. Says whether anything is left to offer. */
  offer(records: Records): boolean {
    const { at, end } = records;
    if (at >= end) return false;
    const isHere = this.records === records && this.fed === records.fed && this.layout === records.layout;
    if (!isHere || at < this.loadedFrom || at >= this.loadedEnd) this.load(records, at);
    this.from = INPUT + at - this.loadedFrom;
    this.end = INPUT + this.loadedEnd - this.loadedFrom;
    return true;
  }

  /** Moves the records to where the engine stopped. */
  moveTo(records: Records): void {
    records.at = this.loadedFrom + this.engine.words[STOP_AT / 4] - INPUT;
  }

  /** Whether there is more than the memory holds, now that no whole record is left in it; a record that fits no memory is none of it. */
  hasMore(records: Records): boolean {
    if (this.loadedEnd === records.end || records.at === this.loadedFrom) return false;
    this.records = null;
    return true;
  }

  private load(records: Records, from: number): void {
    const { layout } = records;
    if (this.layout !== layout) {
      const { little, unit, header, limit, interfaceId } = layout;
      const format = layout.format === "pcap" ? PCAP : PCAPNG;
      this.engine.calls.records(format, little, unit, header, limit, records.linkType, interfaceId);
      this.layout = layout;
    }
    this.records = records;
    this.fed = records.fed;
    this.loadedFrom = from;
    this.loadedEnd = Math.min(records.end, from + INPUT_ROOM);
    this.engine.bytes.set(records.bytes.subarray(from, this.loadedEnd), INPUT);
  }
}
