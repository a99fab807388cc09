import { onesSum } from "../../src/dissect/checksum.js";
import { Random } from "./random.js";
import type { Talkers } from "./talkers.js";

const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, ece: 64, cwr: 128 };
const EMPTY = new Uint8Array(0);

/** One of a connection's packets, before it has a time. */
interface Step {
  from: 0 | 1;
  flags: number;
  /** Bytes of payload before it. */
  at: number;
  /** Bytes of the other side's that it acknowledges; SYN and FIN count. */
  ack: number;
  payload: Uint8Array;
  /** Nanoseconds after the packet before. */
  wait: number;
  window: number;
  ttl: number;
  isBroken: boolean;
}

/** Whole connections one beside the other, from SYN to FIN: most as they should be, and some with one thing that should not be. */
export class Visits {
  readonly packets: Talkers["packets"] = [];
  private readonly random: Random;
  private readonly turns: number;

  /** `odd`: of a hundred connections so many have something odd. `turns`: so often at most they change who speaks. */
  constructor(seed: number, connections = 40, odd = 40, turns = 6) {
    this.random = new Random(seed);
    this.turns = turns;
    const { random } = this;
    for (let i = 0; i < connections; i++) {
      const steps = this.visit();
      if (random.below(100) < odd) this.spoil(steps);
      // Now and then one follows another on the same ports.
      const port = random.below(8) === 0 ? 20_000 + random.below(connections) : 20_000 + i;
      this.send(steps, i, port);
    }
    this.packets.sort((a, b) => a.nanos - b.nanos);
  }

  private step(from: 0 | 1, flags: number, at: number, ack: number, payload: Uint8Array = EMPTY): Step {
    const wait = 1000 + this.random.below(this.random.below(30) === 0 ? 1_500_000_000 : 3_000_000);
    return { from, flags, at, ack, payload, wait, window: 500, ttl: 64, isBroken: false };
  }

  /** What the two say to each other. */
  private visit(): Step[] {
    const { random } = this;
    const said = [0, 0];
    const steps = [
      this.step(0, FLAG.syn | (random.below(4) === 0 ? FLAG.ece | FLAG.cwr : 0), -1, 0),
      this.step(1, FLAG.syn | FLAG.ack, -1, 1),
      this.step(0, FLAG.ack, 0, 1),
    ];
    const isTls = random.below(3) > 0;
    let turns = 1 + random.below(this.turns);
    for (let from: 0 | 1 = random.below(6) === 0 ? 1 : 0; turns > 0; turns--, from = (1 - from) as 0 | 1) {
      const stream = isTls ? this.tls(said[from] === 0, from) : new Uint8Array(1 + random.below(9000)).fill(7);
      const mss = random.pick([536, 1200, 1400]);
      for (let at = 0; at < stream.length; at += mss) {
        const payload = stream.subarray(at, at + mss);
        steps.push(this.step(from, FLAG.ack | FLAG.psh, said[from], 1 + said[1 - from], payload));
        said[from] += payload.length;
        if (random.below(2) === 0) steps.push(this.step((1 - from) as 0 | 1, FLAG.ack, said[1 - from], 1 + said[from]));
      }
      if (random.below(8) > 0 && steps[steps.length - 1].from === from)
        steps.push(this.step((1 - from) as 0 | 1, FLAG.ack, said[1 - from], 1 + said[from]));
    }
    if (random.below(4) > 0) this.close(steps, said);
    return steps;
  }

  private close(steps: Step[], said: number[]): void {
    const { random } = this;
    const first = random.below(2) as 0 | 1;
    const second = (1 - first) as 0 | 1;
    const last = random.below(5) === 0 ? new Uint8Array(1 + random.below(500)).fill(9) : EMPTY;
    steps.push(this.step(first, FLAG.fin | FLAG.ack, said[first], 1 + said[second], last));
    said[first] += last.length;
    if (random.below(3) === 0) steps.push(this.step(second, FLAG.ack, said[second], 2 + said[first]));
    if (random.below(4) === 0) {
      const more = new Uint8Array(1 + random.below(1000)).fill(3);
      steps.push(this.step(second, FLAG.ack, said[second], 2 + said[first], more));
      said[second] += more.length;
      steps.push(this.step(first, FLAG.ack, said[first] + 1, 1 + said[second]));
    }
    if (random.below(10) === 0) return;
    steps.push(this.step(second, FLAG.fin | FLAG.ack, said[second], 2 + said[first]));
    if (random.below(10) > 0) steps.push(this.step(first, FLAG.ack, said[first] + 1, 2 + said[second]));
  }

  /** What a side says with TLS: hello or certificates first, records of any length, cut anywhere. */
  private tls(isFirst: boolean, from: 0 | 1): Uint8Array {
    const { random } = this;
    const record = (type: number, length: number, first = 0) => {
      const out = new Uint8Array(5 + length).fill(0x55);
      out.set([type, 3, 3, length >> 8, length & 0xff, first]);
      if (first === 1) out.set([1, 0, (length - 4) >> 8, (length - 4) & 0xff, 3, 3], 5);
      return out;
    };
    const records: Uint8Array[] = [];
    if (isFirst) {
      if (from === 0) records.push(record(22, 200 + random.below(1800), 1));
      else records.push(record(22, 90, 2), record(22, 500 + random.below(4000), 11));
      if (random.below(2) === 0) records.push(record(20, 1));
    } else if (random.below(12) === 0) {
      records.push(record(21, random.below(2) === 0 ? 2 : 26));
    }
    const more = isFirst && random.below(2) === 0 ? 0 : 1 + random.below(3);
    for (let n = 0; n < more; n++) records.push(record(random.below(6) === 0 ? 22 : 23, 20 + random.below(3000)));
    if (random.below(25) === 0) records.push(new Uint8Array(30).fill(0xee));
    const out = new Uint8Array(records.reduce((n, r) => n + r.length, 0));
    records.reduce((at, r) => {
      out.set(r, at);
      return at + r.length;
    }, 0);
    return out;
  }

  /** Something happens to a connection that a capture shows. */
  private spoil(steps: Step[]): void {
    const { random } = this;
    const at = random.below(steps.length);
    const one = steps[at];
    switch (random.below(14)) {
      case 0:
        steps.splice(at, 1);
        break;
      case 1:
        steps.splice(at, 0, { ...one, wait: 200_000_000 });
        break;
      case 2:
        steps.splice(Math.min(steps.length, at + 1 + random.below(5)), 0, { ...one, wait: 10_000 });
        break;
      case 3:
        steps.splice(at + 1, 0, { ...one, payload: EMPTY, flags: FLAG.ack });
        break;
      case 4:
        one.window = 0;
        break;
      case 5:
        one.ttl = 60;
        break;
      case 6:
        one.isBroken = true;
        break;
      case 7:
        steps.splice(at + 1, random.below(2) * 99, { ...one, flags: FLAG.rst | FLAG.ack, payload: EMPTY });
        break;
      case 8:
        steps.length = at + 1;
        break;
      case 9:
        one.ack += random.pick([-1, 1, 5000]);
        break;
      case 10:
        one.flags |= random.pick([FLAG.ece, FLAG.rst, FLAG.fin, FLAG.syn, 32]);
        break;
      case 11:
        // Long after the end.
        steps.push({ ...one, wait: random.pick([1e6, 1e9, 5e9]) });
        break;
      case 12:
        one.payload = Uint8Array.from([...one.payload, 1, 2, 3]);
        break;
      default:
        steps.splice(random.below(at + 1), 0, ...steps.splice(at, 1));
    }
  }

  private send(steps: readonly Step[], i: number, port: number): void {
    const { random } = this;
    const initial = [random.below(2) === 0 ? 0xffff_f000 : random.below(0x7fff_ffff), random.below(0x7fff_ffff)];
    const isV6 = i % 3 === 2;
    const isStamped = i % 2 === 0;
    let now = random.below(4_000_000_000);
    const ids = [random.below(60_000), 1 + random.below(60_000)];
    for (const step of steps) {
      now += step.wait;
      const isSyn = (step.flags & FLAG.syn) !== 0;
      const options = [
        ...(isSyn ? [2, 4, 5, 180, 4, 2] : []),
        ...(isStamped ? [...(isSyn ? [] : [1, 1]), 8, 10, ...words(Math.floor(now / 1e6)), ...words(77)] : []),
      ];
      while (options.length % 4 !== 0) options.push(1);
      const tcp = new Uint8Array(20 + options.length + step.payload.length);
      const t = new DataView(tcp.buffer);
      t.setUint16(step.from === 0 ? 0 : 2, port);
      t.setUint16(step.from === 0 ? 2 : 0, 443);
      t.setUint32(4, initial[step.from] + 1 + step.at);
      t.setUint32(8, (step.flags & FLAG.ack) === 0 ? 0 : initial[1 - step.from] + step.ack);
      tcp[12] = (5 + options.length / 4) << 4;
      tcp[13] = step.flags;
      t.setUint16(14, step.window);
      tcp.set(options, 20);
      tcp.set(step.payload, 20 + options.length);
      const id = ids[step.from]++ & 0xffff;
      const bytes = isV6 ? ipv6(tcp, step, i % 5) : ipv4(tcp, step, i % 5, id);
      if (step.isBroken) bytes[bytes.length - 1] ^= 1;
      this.packets.push({ bytes, nanos: now });
    }
  }
}

function words(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function ipv4(tcp: Uint8Array, { from, ttl }: Step, host: number, id: number): Uint8Array {
  const out = new Uint8Array(20 + tcp.length);
  const ends = [
    [10, 0, 1, host],
    [10, 9, 9, 9],
  ];
  out.set([0x45, 0, out.length >> 8, out.length & 0xff, id >> 8, id & 0xff, 0x40, 0, ttl, 6, 0, 0]);
  out.set([...ends[from], ...ends[1 - from]], 12);
  return sealed(out, 12, 20, tcp);
}

function ipv6(tcp: Uint8Array, { from, ttl }: Step, host: number): Uint8Array {
  const out = new Uint8Array(40 + tcp.length);
  const end = (last: number) => [0x20, 1, 0xd, 0xb8, ...new Array(11).fill(0), last];
  const ends = [end(16 + host), end(1)];
  out.set([0x60, 0, 0, 0, tcp.length >> 8, tcp.length & 0xff, 6, ttl, ...ends[from], ...ends[1 - from]]);
  return sealed(out, 8, 40, tcp);
}

function sealed(out: Uint8Array, addresses: number, header: number, tcp: Uint8Array): Uint8Array {
  const sum = onesSum(tcp, 0, tcp.length, onesSum(out, addresses, header, 6 + tcp.length));
  tcp[16] = (~sum >> 8) & 0xff;
  tcp[17] = ~sum & 0xff;
  out.set(tcp, header);
  return out;
}
