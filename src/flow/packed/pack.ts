import type { Endpoint, Sighting, Syn, TcpDirection, TcpFlow, TlsProgress } from "../digest.js";
import * as L from "./layout.js";

const FIRST_ROOM = 4096;
/** Numbers of a flow, seldom more. Room that is never written to takes no memory. */
const OF_A_FLOW = 400;

/** `expected`: about how many flows there are. */
export function packFlows(flows: Iterable<TcpFlow>, expected: number): L.PackedFlows {
  const out = new Packer(expected * OF_A_FLOW);
  let count = 0;
  for (const flow of flows) {
    count++;
    out.endpoint(flow.client);
    out.endpoint(flow.server);
    out.put(L.CLIENT_BY.indexOf(flow.clientBy));
    out.list(flow.encapsulations, ({ stack, overhead, packets }) => {
      out.list(stack, (name) => out.text(name));
      out.put(overhead);
      out.put(packets);
    });
    out.put(flow.copies);
    out.direction(flow.toServer);
    out.direction(flow.toClient);
  }
  return { count, ...out.finish() };
}

class Packer {
  private numbers: Float64Array<ArrayBuffer>;
  private length = 0;
  private readonly texts = new Map<string, number>();

  constructor(room: number) {
    this.numbers = new Float64Array(Math.max(FIRST_ROOM, room));
  }

  finish(): Omit<L.PackedFlows, "count"> {
    return { numbers: this.numbers.subarray(0, this.length), texts: [...this.texts.keys()] };
  }

  put(value: number): void {
    if (this.length === this.numbers.length) this.room(1);
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

  list<T>(values: readonly T[], each: (value: T) => void): void {
    this.put(values.length);
    for (const value of values) each(value);
  }

  endpoint({ address, port }: Endpoint): void {
    this.text(address);
    this.put(port);
  }

  /** How long it is, then the direction. */
  direction(d: TcpDirection): void {
    this.room(1 + L.DIRECTION);
    const at = this.length + 1;
    this.length = at + L.DIRECTION;
    this.scalars(d, at);
    this.optional(at, L.SYN, d.syn, (syn) => this.syn(syn));
    this.optional(at, L.FIN, d.fin, (fin) => this.all([fin.frame, fin.time, fin.at, fin.count]));
    this.optional(at, L.RST, d.rst, (rst) => {
      this.all([rst.frame, rst.time, rst.at, rst.ttl, rst.count, Number(rst.withAck)]);
    });
    this.optional(at, L.TLS, d.tls, (tls) => this.tls(tls));
    this.plain(at, L.COVERED, d.covered);
    this.plain(at, L.SETTLED, d.settled);
    this.each(at, L.SEGMENTS, d.segments, (s) => {
      this.all([s.from, s.to, s.size, s.packets, s.count, s.first.frame, s.first.time, s.last.frame, s.last.time]);
    });
    this.each(at, L.SIZES, d.sizes, (s) => {
      this.all([s.size, s.packets, s.repeats, s.acknowledged, s.first.frame, s.first.time, s.last.frame, s.last.time]);
    });
    this.plain(at, L.SACKED, d.sacked);
    this.plain(at, L.DUPLICATED, d.duplicated);
    this.each(at, L.LATE, d.late.kept, (l) => {
      this.all([l.size, l.from, l.to, l.delay, l.again === null ? -1 : Number(l.again), l.frame, l.time]);
    });
    this.each(at, L.ZERO_WINDOW, d.zeroWindow, ({ from, until }) => {
      this.sighting(from);
      this.sighting(until);
    });
    this.plain(at, L.WRONG_FRAMES, d.checksums.wrongFrames);
    this.plain(at, L.SAMPLES, d.samples);
    this.numbers[at - 1] = this.length - at;
  }

  private scalars(d: TcpDirection, at: number): void {
    const { numbers } = this;
    numbers[at + L.PACKETS] = d.packets;
    numbers[at + L.BYTES] = d.bytes;
    this.seen(at + L.FIRST, d.first);
    this.seen(at + L.LAST, d.last);
    numbers[at + L.BASE] = d.base ?? Number.NaN;
    numbers[at + L.ACK] = d.ack ?? Number.NaN;
    this.seen(at + L.ACK_PROGRESS, d.ackProgress);
    numbers[at + L.DUPLICATE_ACKS] = d.duplicateAcks;
    this.seen(at + L.NEW_DATA, d.newData);
    this.seen(at + L.BEFORE_PAUSE, d.beforePause);
    this.seen(at + L.FIRST_REPEAT, d.firstRepeat);
    this.seen(at + L.LAST_REPEAT, d.lastRepeat);
    numbers[at + L.REPEATS] = d.repeats;
    numbers[at + L.LATE_COUNT] = d.late.count;
    numbers[at + L.KEEP_ALIVES] = d.keepAlives;
    numbers[at + L.WINDOW] = d.window;
    numbers[at + L.TTL_LOW] = d.ttl?.low ?? Number.NaN;
    numbers[at + L.TTL_HIGH] = d.ttl?.high ?? Number.NaN;
    numbers[at + L.DF_SET] = d.df.set;
    numbers[at + L.DF_CLEAR] = d.df.clear;
    numbers[at + L.VERIFIED] = d.checksums.verified;
    numbers[at + L.WRONG] = d.checksums.wrong;
    numbers[at + L.PARTIAL] = d.checksums.partial;
    this.seen(at + L.FIRST_DATA, d.firstData);
    numbers[at + L.BARE] = d.bare;
    numbers[at + L.LARGEST_BARE] = d.largestBare;
    this.seen(at + L.LAST_BARE, d.lastBare);
    numbers[at + L.OUTER_FRAGMENTS] = d.outerFragments;
  }

  private seen(at: number, value: Sighting | null): void {
    this.numbers[at] = value === null ? -1 : value.frame;
    this.numbers[at + 1] = value === null ? 0 : value.time;
  }

  private sighting(value: Sighting | null): void {
    this.put(value === null ? -1 : value.frame);
    this.put(value === null ? 0 : value.time);
  }

  private all(values: readonly number[]): void {
    for (let i = 0; i < values.length; i++) this.put(values[i]);
  }

  private optional<T>(at: number, place: number, value: T | null, write: (value: T) => void): void {
    this.numbers[at + place] = value === null ? 0 : this.length - at;
    if (value !== null) write(value);
  }

  private plain(at: number, place: number, values: readonly number[]): void {
    this.numbers[at + place] = values.length === 0 ? 0 : this.length - at;
    if (values.length === 0) return;
    this.room(1 + values.length);
    this.numbers[this.length++] = values.length;
    for (let i = 0; i < values.length; i++) this.numbers[this.length++] = values[i];
  }

  private each<T>(at: number, place: number, values: readonly T[], write: (value: T) => void): void {
    this.numbers[at + place] = values.length === 0 ? 0 : this.length - at;
    if (values.length > 0) this.list(values, write);
  }

  private syn(s: Syn): void {
    const permitted = (s.sackPermitted ? 1 : 0) + (s.timestamps ? 2 : 0);
    const mss = s.mss ?? Number.NaN;
    const scale = s.windowScale ?? Number.NaN;
    this.all([s.frame, s.time, s.sequence, mss, scale, permitted, s.window, s.size, s.ttl, s.count]);
    this.sighting(s.last);
    this.list(s.otherMss, (o) => this.all([o.mss, o.frame, o.time]));
  }

  private tls(t: TlsProgress): void {
    this.sighting(t.clientHello);
    if (t.clientHello !== null) {
      this.put(t.clientHello.length);
      this.put(t.clientHello.sni === null ? 0 : 1);
      if (t.clientHello.sni !== null) this.text(t.clientHello.sni);
    }
    this.sighting(t.serverHello);
    this.sighting(t.certificate);
    this.sighting(t.alert);
    if (t.alert !== null) this.all([t.alert.level, t.alert.description]);
    this.sighting(t.changeCipherSpec);
    this.sighting(t.applicationData);
  }

  private room(more: number): void {
    if (this.length + more <= this.numbers.length) return;
    const wider = new Float64Array(Math.max(2 * this.numbers.length, this.length + more));
    wider.set(this.numbers);
    this.numbers = wider;
  }
}
