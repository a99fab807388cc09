import { onesSum } from "../../src/dissect/checksum.js";
import { Random } from "./random.js";

const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, ece: 64 };

interface Side {
  address: number[];
  port: number;
  next: number;
  sent: { sequence: number; payload: Uint8Array }[];
  window: number;
  id: number;
}

/** TCP conversations that are healthy for long and then are not, in every way that a capture shows. */
export class Talkers {
  readonly packets: { bytes: Uint8Array; nanos: number }[] = [];
  private readonly random: Random;
  private now = 0;

  /** `connections`: every other one over IPv6, every fourth without a handshake. */
  constructor(seed: number, connections = 4) {
    this.random = new Random(seed);
    const flows = Array.from({ length: connections }, (_, i) => this.open(i));
    for (let step = 0; step < 600; step++) this.step(flows[this.random.below(flows.length)], this.random.below(2));
  }

  private open(i: number): [Side, Side] {
    const v6 = i % 2 === 1;
    const side = (last: number, port: number): Side => ({
      address: v6 ? [0x20, 1, 0xd, 0xb8, ...new Array(11).fill(i), last] : [10, 0, i, last],
      port,
      // Some turn round soon.
      next: this.random.below(2) === 0 ? 0xffff_f000 : this.random.below(0x7fff_ffff),
      sent: [],
      window: 500,
      id: 1 + this.random.below(1000),
    });
    const flow: [Side, Side] = [side(1, 40000 + i), side(2, 443)];
    if (i % 4 !== 3) {
      this.send(flow, 0, FLAG.syn, flow[0].next++, new Uint8Array(0));
      this.send(flow, 1, FLAG.syn | FLAG.ack, flow[1].next++, new Uint8Array(0));
    }
    return flow;
  }

  private step(flow: [Side, Side], from: number): void {
    const { random } = this;
    const own = flow[from];
    const again =
      own.sent.length === 0 ? null : own.sent[own.sent.length - 1 - random.below(Math.min(5, own.sent.length))];
    const choice = random.below(100);
    if (choice < 55) this.data(flow, from);
    else if (choice < 82) this.send(flow, from, FLAG.ack, own.next, new Uint8Array(0));
    else if (choice < 85 && again !== null) this.send(flow, from, FLAG.ack, again.sequence, again.payload);
    else if (choice < 87) own.next += 1 + random.below(3000);
    else if (choice < 88) this.send(flow, from, FLAG.ack, own.next - 1, new Uint8Array(random.below(2)));
    else if (choice < 90) own.window = random.pick([0, 1, 400, 65535]);
    else if (choice < 92 && this.packets.length > 0) this.packets.push({ ...this.packets[this.packets.length - 1] });
    else if (choice < 93) this.now += 1_500_000_000;
    else if (choice < 94) this.send(flow, from, FLAG.ack | FLAG.ece, own.next, new Uint8Array(0));
    else if (choice === 99 && random.below(6) === 0)
      this.send(flow, from, random.pick([FLAG.fin, FLAG.rst]) | FLAG.ack, own.next, new Uint8Array(0));
    else for (let n = random.below(14); n > 0; n--) this.data(flow, from);
  }

  private data(flow: [Side, Side], from: number): void {
    const own = flow[from];
    const length = this.random.pick([1, 100, 1000, 1000, 1000, 1 + this.random.below(1400)]);
    const payload = new Uint8Array(length).fill(this.random.below(256));
    const kind = this.random.below(12);
    if (kind === 0) payload.set([0x17, 3, 3, length >> 8, length & 0xff].slice(0, length));
    if (kind === 1) payload.set([0x14, 3, 3, 0, 1].slice(0, length));
    own.sent.push({ sequence: own.next, payload });
    this.send(flow, from, FLAG.ack | (kind === 2 ? FLAG.psh : 0), own.next, payload);
    own.next += length;
  }

  private send(flow: [Side, Side], from: number, flags: number, sequence: number, payload: Uint8Array): void {
    const own = flow[from];
    const other = flow[1 - from];
    const stamped = own.port % 4 !== 0;
    const header = stamped ? 32 : 20;
    const tcp = new Uint8Array(header + payload.length);
    const t = new DataView(tcp.buffer);
    t.setUint16(0, own.port);
    t.setUint16(2, other.port);
    t.setUint32(4, sequence);
    // Acknowledgments lag, and now and then run ahead of what was captured.
    const lag = this.random.pick([0, 0, 0, 0, 1000, 5000, -200]);
    t.setUint32(8, (flags & FLAG.ack) === 0 ? 0 : other.next - lag);
    tcp[12] = (header / 4) << 4;
    tcp[13] = flags;
    t.setUint16(14, own.window);
    if (stamped) {
      t.setUint32(20, 0x0101080a);
      t.setUint32(24, Math.floor(this.now / 1e6));
    }
    tcp.set(payload, header);
    const bytes = own.address.length === 4 ? this.ipv4(own, other, tcp) : this.ipv6(own, other, tcp);
    if (this.random.below(60) === 0) bytes[bytes.length - 1] ^= 1;
    this.now += 1000 + this.random.below(2_000_000);
    this.packets.push({ bytes, nanos: this.now });
  }

  private ipv4(own: Side, other: Side, tcp: Uint8Array): Uint8Array {
    const out = new Uint8Array(20 + tcp.length);
    out.set([0x45, 0, out.length >> 8, out.length & 0xff, own.id >> 8, own.id & 0xff, 0x40, 0, this.ttl(), 6, 0, 0]);
    own.id = (own.id + 1) & 0xffff;
    if (this.random.below(40) === 0) out[6] = 0;
    out.set([...own.address, ...other.address], 12);
    return this.sealed(out, 12, 20, tcp);
  }

  private ipv6(own: Side, other: Side, tcp: Uint8Array): Uint8Array {
    const out = new Uint8Array(40 + tcp.length);
    out.set([0x60, 0, 0, 0, tcp.length >> 8, tcp.length & 0xff, 6, this.ttl(), ...own.address, ...other.address]);
    return this.sealed(out, 8, 40, tcp);
  }

  private ttl(): number {
    return this.random.below(50) === 0 ? 60 + this.random.below(5) : 64;
  }

  private sealed(out: Uint8Array, addresses: number, header: number, tcp: Uint8Array): Uint8Array {
    const sum = onesSum(tcp, 0, tcp.length, onesSum(out, addresses, header, 6 + tcp.length));
    tcp[16] = (~sum >> 8) & 0xff;
    tcp[17] = ~sum & 0xff;
    out.set(tcp, header);
    return out;
  }
}
