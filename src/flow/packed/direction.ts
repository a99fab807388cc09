import type { Late, Segment, Sighting, SizeRow, Syn, TcpDirection, TlsProgress } from "../digest.js";
import * as L from "./layout.js";
import { PackedReader } from "./reader.js";

/** A direction whose numbers are read where they lie; what is more than a number is made when it is first asked for, and kept. */
export class PackedDirection implements TcpDirection {
  private readonly packed: L.PackedFlows;
  private readonly numbers: Float64Array;
  private readonly at: number;
  private made: Map<number, unknown> | null = null;

  /** `at`: where its numbers begin. */
  constructor(packed: L.PackedFlows, at: number) {
    this.packed = packed;
    this.numbers = packed.numbers;
    this.at = at;
  }

  get packets(): number {
    return this.numbers[this.at + L.PACKETS];
  }
  get bytes(): number {
    return this.numbers[this.at + L.BYTES];
  }
  get first(): Sighting | null {
    return this.sighting(L.FIRST);
  }
  get last(): Sighting | null {
    return this.sighting(L.LAST);
  }
  get base(): number | null {
    return this.nullable(L.BASE);
  }
  get syn(): Syn | null {
    return this.optional(L.SYN, synFrom);
  }
  get covered(): number[] {
    return this.plain(L.COVERED);
  }
  get settled(): number[] {
    return this.plain(L.SETTLED);
  }
  get segments(): Segment[] {
    return this.list(L.SEGMENTS, segmentFrom);
  }
  get sizes(): SizeRow[] {
    return this.list(L.SIZES, sizeFrom);
  }
  get ack(): number | null {
    return this.nullable(L.ACK);
  }
  get ackProgress(): Sighting | null {
    return this.sighting(L.ACK_PROGRESS);
  }
  get sacked(): number[] {
    return this.plain(L.SACKED);
  }
  get duplicated(): number[] {
    return this.plain(L.DUPLICATED);
  }
  get duplicateAcks(): number {
    return this.numbers[this.at + L.DUPLICATE_ACKS];
  }
  get newData(): Sighting | null {
    return this.sighting(L.NEW_DATA);
  }
  get beforePause(): Sighting | null {
    return this.sighting(L.BEFORE_PAUSE);
  }
  get firstRepeat(): Sighting | null {
    return this.sighting(L.FIRST_REPEAT);
  }
  get lastRepeat(): Sighting | null {
    return this.sighting(L.LAST_REPEAT);
  }
  get repeats(): number {
    return this.numbers[this.at + L.REPEATS];
  }
  get late(): TcpDirection["late"] {
    return { count: this.numbers[this.at + L.LATE_COUNT], kept: this.list(L.LATE, lateFrom) };
  }
  get keepAlives(): number {
    return this.numbers[this.at + L.KEEP_ALIVES];
  }
  get zeroWindow(): TcpDirection["zeroWindow"] {
    return this.list(L.ZERO_WINDOW, (from) => ({ from: from.seen(), until: from.sighting() }));
  }
  get window(): number {
    return this.numbers[this.at + L.WINDOW];
  }
  get fin(): TcpDirection["fin"] {
    return this.optional(L.FIN, (from) => ({ ...from.seen(), at: from.next(), count: from.next() }));
  }
  get rst(): TcpDirection["rst"] {
    return this.optional(L.RST, rstFrom);
  }
  get ttl(): TcpDirection["ttl"] {
    const low = this.numbers[this.at + L.TTL_LOW];
    return Number.isNaN(low) ? null : { low, high: this.numbers[this.at + L.TTL_HIGH] };
  }
  get df(): TcpDirection["df"] {
    return { set: this.numbers[this.at + L.DF_SET], clear: this.numbers[this.at + L.DF_CLEAR] };
  }
  get checksums(): TcpDirection["checksums"] {
    const { numbers, at } = this;
    const wrongFrames = this.plain(L.WRONG_FRAMES);
    return {
      verified: numbers[at + L.VERIFIED],
      wrong: numbers[at + L.WRONG],
      partial: numbers[at + L.PARTIAL],
      wrongFrames,
    };
  }
  get tls(): TlsProgress | null {
    return this.optional(L.TLS, tlsFrom);
  }
  get samples(): number[] {
    return this.plain(L.SAMPLES);
  }
  get firstData(): Sighting | null {
    return this.sighting(L.FIRST_DATA);
  }
  get bare(): number {
    return this.numbers[this.at + L.BARE];
  }
  get largestBare(): number {
    return this.numbers[this.at + L.LARGEST_BARE];
  }
  get lastBare(): Sighting | null {
    return this.sighting(L.LAST_BARE);
  }
  get outerFragments(): number {
    return this.numbers[this.at + L.OUTER_FRAGMENTS];
  }

  private nullable(place: number): number | null {
    const value = this.numbers[this.at + place];
    return Number.isNaN(value) ? null : value;
  }

  private sighting(place: number): Sighting | null {
    const frame = this.numbers[this.at + place];
    return frame < 0 ? null : { frame, time: this.numbers[this.at + place + 1] };
  }

  private plain(place: number): number[] {
    return this.list(place, next);
  }

  private list<T>(place: number, each: (from: PackedReader) => T): T[] {
    return this.optional(place, (from) => from.list(() => each(from))) ?? NONE;
  }

  private optional<T>(place: number, make: (from: PackedReader) => T): T | null {
    const offset = this.numbers[this.at + place];
    if (offset === 0) return null;
    this.made ??= new Map();
    let made = this.made.get(place) as T | undefined;
    if (made === undefined) {
      made = make(new PackedReader(this.packed, this.at + offset));
      this.made.set(place, made);
    }
    return made;
  }
}

/** Nobody changes a digest's lists. */
const NONE: never[] = [];

const next = (from: PackedReader) => from.next();

function synFrom(from: PackedReader): Syn {
  const seen = from.seen();
  const sequence = from.next();
  const mss = from.nullable();
  const windowScale = from.nullable();
  const permitted = from.next();
  return {
    ...seen,
    sequence,
    mss,
    windowScale,
    sackPermitted: (permitted & 1) !== 0,
    timestamps: (permitted & 2) !== 0,
    window: from.next(),
    size: from.next(),
    ttl: from.next(),
    count: from.next(),
    last: from.seen(),
    otherMss: from.list(() => ({ mss: from.next(), ...from.seen() })),
  };
}

function segmentFrom(from: PackedReader): Segment {
  const numbers = { from: from.next(), to: from.next(), size: from.next(), packets: from.next(), count: from.next() };
  return { ...numbers, first: from.seen(), last: from.seen() };
}

function sizeFrom(from: PackedReader): SizeRow {
  const numbers = { size: from.next(), packets: from.next(), repeats: from.next(), acknowledged: from.next() };
  return { ...numbers, first: from.seen(), last: from.seen() };
}

function lateFrom(from: PackedReader): Late {
  const numbers = { size: from.next(), from: from.next(), to: from.next(), delay: from.next() };
  const again = from.next();
  return { ...numbers, again: again < 0 ? null : again === 1, ...from.seen() };
}

function rstFrom(from: PackedReader): NonNullable<TcpDirection["rst"]> {
  const numbers = { ...from.seen(), at: from.next(), ttl: from.next(), count: from.next() };
  return { ...numbers, withAck: from.next() === 1 };
}

function tlsFrom(from: PackedReader): TlsProgress {
  const hello = from.sighting();
  const length = hello === null ? 0 : from.next();
  const sni = hello === null || from.next() === 0 ? null : from.text();
  const [serverHello, certificate, alert] = [from.sighting(), from.sighting(), from.sighting()];
  return {
    clientHello: hello === null ? null : { ...hello, length, sni },
    serverHello,
    certificate,
    alert: alert === null ? null : { ...alert, level: from.next(), description: from.next() },
    changeCipherSpec: from.sighting(),
    applicationData: from.sighting(),
  };
}
