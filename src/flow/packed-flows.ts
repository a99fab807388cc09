import type {
  Encapsulation,
  Endpoint,
  Late,
  Segment,
  Sighting,
  SizeRow,
  Syn,
  TcpDirection,
  TcpFlow,
  TlsProgress,
} from "./digest.js";

/** TCP flows as one stretch of doubles, which goes from thread to thread without a copy; texts by their places in a list. */
export interface PackedFlows {
  count: number;
  numbers: Float64Array<ArrayBuffer>;
  texts: string[];
}

const CLIENT_BY = ["syn", "syn-ack", "guess"] as const;
const FIRST_ROOM = 4096;

export function packFlows(flows: readonly TcpFlow[]): PackedFlows {
  const out = new Packer();
  for (const flow of flows) {
    out.endpoint(flow.client);
    out.endpoint(flow.server);
    out.put(CLIENT_BY.indexOf(flow.clientBy));
    out.list(flow.encapsulations, ({ stack, overhead, packets }) => {
      out.list(stack, (name) => out.text(name));
      out.put(overhead);
      out.put(packets);
    });
    out.put(flow.copies);
    out.direction(flow.toServer);
    out.direction(flow.toClient);
  }
  return { count: flows.length, ...out.finish() };
}

export function unpackFlows(packed: PackedFlows): TcpFlow[] {
  const from = new Unpacker(packed);
  return Array.from({ length: packed.count }, () => ({
    client: from.endpoint(),
    server: from.endpoint(),
    clientBy: CLIENT_BY[from.next()],
    encapsulations: from.list<Encapsulation>(() => ({
      stack: from.list(() => from.text()),
      overhead: from.next(),
      packets: from.next(),
    })),
    copies: from.next(),
    toServer: from.direction(),
    toClient: from.direction(),
  }));
}

class Packer {
  private numbers = new Float64Array(FIRST_ROOM);
  private length = 0;
  private readonly texts = new Map<string, number>();

  finish(): Omit<PackedFlows, "count"> {
    return { numbers: this.numbers.slice(0, this.length), texts: [...this.texts.keys()] };
  }

  put(value: number): void {
    if (this.length === this.numbers.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.numbers);
      this.numbers = wider;
    }
    this.numbers[this.length++] = value;
  }

  text(value: string): void {
    let place = this.texts.get(value);
    if (place === undefined) {
      place = this.texts.size;
      this.texts.set(value, place);
    }
    this.put(place);
  }

  /** NaN for null. */
  nullable(value: number | null): void {
    this.put(value ?? Number.NaN);
  }

  list<T>(values: readonly T[], each: (value: T) => void): void {
    this.put(values.length);
    for (const value of values) each(value);
  }

  list1(values: readonly number[]): void {
    this.put(values.length);
    for (let i = 0; i < values.length; i++) this.put(values[i]);
  }

  /** A frame of -1 for null. */
  sighting(value: Sighting | null): void {
    this.put(value === null ? -1 : value.frame);
    if (value !== null) this.put(value.time);
  }

  endpoint({ address, port }: Endpoint): void {
    this.text(address);
    this.put(port);
  }

  direction(d: TcpDirection): void {
    this.put(d.packets);
    this.put(d.bytes);
    this.sighting(d.first);
    this.sighting(d.last);
    this.nullable(d.base);
    this.syn(d.syn);
    this.list1(d.covered);
    this.list1(d.settled);
    this.list(d.segments, (s) => {
      this.list1([s.from, s.to, s.size, s.packets, s.count, s.first.frame, s.first.time, s.last.frame, s.last.time]);
    });
    this.list(d.sizes, (s) => {
      this.put(s.size);
      this.put(s.packets);
      this.put(s.repeats);
      this.put(s.acknowledged);
      this.sighting(s.first);
      this.sighting(s.last);
    });
    this.nullable(d.ack);
    this.sighting(d.ackProgress);
    this.list1(d.sacked);
    this.list1(d.duplicated);
    this.put(d.duplicateAcks);
    for (const one of [d.newData, d.beforePause, d.firstRepeat, d.lastRepeat]) this.sighting(one);
    this.put(d.repeats);
    this.put(d.late.count);
    this.list(d.late.kept, (l) => {
      this.list1([l.size, l.from, l.to, l.delay, l.again === null ? -1 : Number(l.again), l.frame, l.time]);
    });
    this.put(d.keepAlives);
    this.list(d.zeroWindow, ({ from, until }) => {
      this.sighting(from);
      this.sighting(until);
    });
    this.put(d.window);
    this.sighting(d.fin);
    if (d.fin !== null) this.list1([d.fin.at, d.fin.count]);
    this.sighting(d.rst);
    if (d.rst !== null) this.list1([d.rst.at, d.rst.ttl, d.rst.count, Number(d.rst.withAck)]);
    this.put(d.ttl === null ? -1 : d.ttl.low);
    if (d.ttl !== null) this.put(d.ttl.high);
    this.put(d.df.set);
    this.put(d.df.clear);
    this.put(d.checksums.verified);
    this.put(d.checksums.wrong);
    this.put(d.checksums.partial);
    this.list1(d.checksums.wrongFrames);
    this.tls(d.tls);
    this.list1(d.samples);
    this.sighting(d.firstData);
    this.put(d.bare);
    this.put(d.largestBare);
    this.sighting(d.lastBare);
    this.put(d.outerFragments);
  }

  private syn(s: Syn | null): void {
    this.sighting(s);
    if (s === null) return;
    this.put(s.sequence);
    this.nullable(s.mss);
    this.nullable(s.windowScale);
    this.put((s.sackPermitted ? 1 : 0) + (s.timestamps ? 2 : 0));
    this.put(s.window);
    this.put(s.size);
    this.put(s.ttl);
    this.put(s.count);
    this.sighting(s.last);
    this.list(s.otherMss, (o) => {
      this.put(o.mss);
      this.sighting(o);
    });
  }

  private tls(t: TlsProgress | null): void {
    this.put(t === null ? 0 : 1);
    if (t === null) return;
    this.sighting(t.clientHello);
    if (t.clientHello !== null) {
      this.put(t.clientHello.length);
      this.put(t.clientHello.sni === null ? 0 : 1);
      if (t.clientHello.sni !== null) this.text(t.clientHello.sni);
    }
    this.sighting(t.serverHello);
    this.sighting(t.certificate);
    this.sighting(t.alert);
    if (t.alert !== null) this.list1([t.alert.level, t.alert.description]);
    this.sighting(t.changeCipherSpec);
    this.sighting(t.applicationData);
  }
}

class Unpacker {
  private readonly numbers: Float64Array;
  private readonly texts: readonly string[];
  private at = 0;

  constructor({ numbers, texts }: PackedFlows) {
    this.numbers = numbers;
    this.texts = texts;
  }

  next(): number {
    return this.numbers[this.at++];
  }

  text(): string {
    return this.texts[this.next()];
  }

  nullable(): number | null {
    const value = this.next();
    return Number.isNaN(value) ? null : value;
  }

  list<T>(each: () => T): T[] {
    const length = this.next();
    const values: T[] = [];
    for (let i = 0; i < length; i++) values.push(each());
    return values;
  }

  list1(): number[] {
    const length = this.next();
    const values: number[] = [];
    for (let i = 0; i < length; i++) values.push(this.numbers[this.at++]);
    return values;
  }

  sighting(): Sighting | null {
    const frame = this.next();
    return frame < 0 ? null : { frame, time: this.next() };
  }

  endpoint(): Endpoint {
    return { address: this.text(), port: this.next() };
  }

  direction(): TcpDirection {
    return {
      packets: this.next(),
      bytes: this.next(),
      first: this.sighting(),
      last: this.sighting(),
      base: this.nullable(),
      syn: this.syn(),
      covered: this.list1(),
      settled: this.list1(),
      segments: this.list(() => this.segment()),
      sizes: this.list(() => this.size()),
      ack: this.nullable(),
      ackProgress: this.sighting(),
      sacked: this.list1(),
      duplicated: this.list1(),
      duplicateAcks: this.next(),
      newData: this.sighting(),
      beforePause: this.sighting(),
      firstRepeat: this.sighting(),
      lastRepeat: this.sighting(),
      repeats: this.next(),
      late: { count: this.next(), kept: this.list(() => this.late()) },
      keepAlives: this.next(),
      zeroWindow: this.list(() => ({ from: this.sighting() as Sighting, until: this.sighting() })),
      window: this.next(),
      fin: this.fin(),
      rst: this.rst(),
      ttl: this.ttl(),
      df: { set: this.next(), clear: this.next() },
      checksums: {
        verified: this.next(),
        wrong: this.next(),
        partial: this.next(),
        wrongFrames: this.list1(),
      },
      tls: this.tls(),
      samples: this.list1(),
      firstData: this.sighting(),
      bare: this.next(),
      largestBare: this.next(),
      lastBare: this.sighting(),
      outerFragments: this.next(),
    };
  }

  private syn(): Syn | null {
    const seen = this.sighting();
    if (seen === null) return null;
    const sequence = this.next();
    const mss = this.nullable();
    const windowScale = this.nullable();
    const permitted = this.next();
    return {
      ...seen,
      sequence,
      mss,
      windowScale,
      sackPermitted: (permitted & 1) !== 0,
      timestamps: (permitted & 2) !== 0,
      window: this.next(),
      size: this.next(),
      ttl: this.next(),
      count: this.next(),
      last: this.sighting() as Sighting,
      otherMss: this.list(() => ({ mss: this.next(), ...(this.sighting() as Sighting) })),
    };
  }

  private segment(): Segment {
    const [from, to, size, packets, count, firstFrame, firstTime, lastFrame, lastTime] = this.list1();
    const first = { frame: firstFrame, time: firstTime };
    return { from, to, size, packets, count, first, last: { frame: lastFrame, time: lastTime } };
  }

  private size(): SizeRow {
    return {
      size: this.next(),
      packets: this.next(),
      repeats: this.next(),
      acknowledged: this.next(),
      first: this.sighting() as Sighting,
      last: this.sighting() as Sighting,
    };
  }

  private late(): Late {
    const [size, from, to, delay, again, frame, time] = this.list1();
    return { frame, time, size, from, to, delay, again: again < 0 ? null : again === 1 };
  }

  private fin(): TcpDirection["fin"] {
    const seen = this.sighting();
    if (seen === null) return null;
    const [at, count] = this.list1();
    return { at, count, ...seen };
  }

  private rst(): TcpDirection["rst"] {
    const seen = this.sighting();
    if (seen === null) return null;
    const [at, ttl, count, withAck] = this.list1();
    return { at, ...seen, ttl, count, withAck: withAck === 1 };
  }

  private ttl(): TcpDirection["ttl"] {
    const low = this.next();
    return low < 0 ? null : { low, high: this.next() };
  }

  private tls(): TlsProgress | null {
    if (this.next() === 0) return null;
    return {
      clientHello: this.clientHello(),
      serverHello: this.sighting(),
      certificate: this.sighting(),
      alert: this.alert(),
      changeCipherSpec: this.sighting(),
      applicationData: this.sighting(),
    };
  }

  private clientHello(): TlsProgress["clientHello"] {
    const seen = this.sighting();
    if (seen === null) return null;
    const length = this.next();
    return { ...seen, length, sni: this.next() === 0 ? null : this.text() };
  }

  private alert(): TlsProgress["alert"] {
    const seen = this.sighting();
    if (seen === null) return null;
    const [level, description] = this.list1();
    return { ...seen, level, description };
  }
}
