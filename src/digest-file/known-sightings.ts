import type { Sighting } from "../flow/digest.js";
import type { ColumnsIn, ColumnsOut, Layout } from "./columns.js";
import { damaged } from "./errors.js";

/** Where the frames and times of a block's sightings lie. */
export interface SightingColumns {
  frames: number;
  times: number;
}

export function sightingColumns(layout: Layout): SightingColumns {
  return { frames: layout.column("frame", "integer"), times: layout.column("time", "integer") };
}

/** A new sighting, by its distance from the new one before it. */
const NEW = 0;
/** A new one whose time no distance leads to exactly, beyond 2^53 ns: the time itself. */
const FAR = 1;
/** What came up before in the same flow, by its number from here on. */
const KNOWN = 2;

/** The sightings of one flow: its first packet is also its SYN, the first of its size and perhaps the last. */
export class SightingsOut {
  private readonly known = new Map<number, { number: number; time: number }>();
  private count = 0;
  private frame = 0;
  private time = 0;
  private readonly columns: ColumnsOut;
  private readonly at: SightingColumns;

  constructor(columns: ColumnsOut, at: SightingColumns) {
    this.columns = columns;
    this.at = at;
  }

  /** Forgets those of the flow before. */
  start(): void {
    this.known.clear();
    this.count = 0;
  }

  /** What to write in its place. */
  put(frame: number, time: number): number {
    const known = this.known.get(frame);
    if (known?.time === time) return KNOWN + known.number;
    this.known.set(frame, { number: this.count++, time });
    const near = this.time + (time - this.time) === time;
    this.columns.put(this.at.frames, frame - this.frame);
    this.columns.put(this.at.times, near ? time - this.time : time);
    this.frame = frame;
    this.time = time;
    return near ? NEW : FAR;
  }
}

export class SightingsIn {
  private count = 0;
  private readonly frames: number[] = [];
  private readonly times: number[] = [];
  private readonly objects: (Sighting | null)[] = [];
  private frame = 0;
  private time = 0;
  private readonly columns: ColumnsIn;
  private readonly places: SightingColumns;

  constructor(columns: ColumnsIn, places: SightingColumns) {
    this.columns = columns;
    this.places = places;
  }

  start(): void {
    this.count = 0;
  }

  /** One object for all that refer to it. */
  at(told: number): Sighting {
    const number = this.numberOf(told);
    this.objects[number] ??= { frame: this.frames[number], time: this.times[number] };
    return this.objects[number];
  }

  /** The number, for `frameOf` and `timeOf`, of what was written as `told`. */
  numberOf(told: number): number {
    if (told >= KNOWN) {
      if (told - KNOWN >= this.count) throw damaged("a sighting is missing");
      return told - KNOWN;
    }
    this.frame += this.columns.next(this.places.frames);
    const time = this.columns.next(this.places.times);
    this.time = told === FAR ? time : this.time + time;
    if (!(this.frame >= 0) || !Number.isSafeInteger(this.frame) || !Number.isFinite(this.time))
      throw damaged("a frame has no number");
    this.frames[this.count] = this.frame;
    this.times[this.count] = this.time;
    this.objects[this.count] = null;
    return this.count++;
  }

  frameOf(number: number): number {
    return this.frames[number];
  }

  timeOf(number: number): number {
    return this.times[number];
  }
}
