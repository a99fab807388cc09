import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/capture/frame.js";
import { onesSum } from "../../src/dissect/checksum.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { Vantage } from "../../src/flow/vantage.js";
import { Random } from "../support/random.js";

const RAW = 101;
/** BSD loopback: the lane has no template for its frames. */
const LOOP = 0;
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
class Talkers {
  readonly packets: { bytes: Uint8Array; nanos: number }[] = [];
  private readonly random: Random;
  private now = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    const flows = Array.from({ length: 4 }, (_, i) => this.open(i));
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
    if (i < 3) {
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

function digestOf(packets: Talkers["packets"], linkType: number, snaplen: number): Digest {
  const about = { name: "a", source: "a", interface: null, linkType, snaplen: null };
  const vantage = new Vantage(about, ANALYSIS_PORTS);
  packets.forEach(({ bytes, nanos }, i) => {
    const prefix = linkType === LOOP ? [2, 0, 0, 0] : [];
    if (linkType === LOOP && bytes[0] >> 4 === 6) prefix[0] = 30;
    const whole = Uint8Array.from([...prefix, ...bytes]);
    const frame: Frame = {
      ...{ number: i + 1, bytes: whole, start: 0, end: Math.min(whole.length, snaplen + prefix.length) },
      ...{ wireLength: whole.length, interfaceIndex: 0, linkType },
      ...{ seconds: 1_700_000_000 + Math.floor(nanos / 1e9), nanos: nanos % 1e9, direction: "unknown" },
    };
    vantage.add(frame);
  });
  return { ...vantage.finish(null, null), linkType: 0, linkTypeName: "" };
}

/** One connection's packet is lost behind the capture; the other goes on for more packets than the lane remembers. */
function forgotten(): Talkers["packets"] {
  const packets: Talkers["packets"] = [];
  const next = new Map<number, number>();
  let nanos = 0;
  const send = (flow: number, from: number, flags: number, payload: number, ack: number, at?: number) => {
    const bytes = new Uint8Array(40 + payload);
    const v = new DataView(bytes.buffer);
    const key = 2 * flow + from;
    const sequence = at ?? next.get(key) ?? 0;
    bytes.set([0x45, 0, bytes.length >> 8, bytes.length & 0xff, 0, 0, 0x40, 0, 64, 6, 0, 0]);
    v.setUint16(4, packets.length & 0xffff);
    bytes.set(from === 0 ? [10, 0, flow, 1, 10, 9, 9, 9] : [10, 9, 9, 9, 10, 0, flow, 1], 12);
    v.setUint16(20, from === 0 ? 40000 : 443);
    v.setUint16(22, from === 0 ? 443 : 40000);
    v.setUint32(24, sequence);
    v.setUint32(28, ack);
    bytes[32] = 0x50;
    bytes[33] = flags;
    v.setUint16(34, 500);
    v.setUint16(
      36,
      (~onesSum(bytes, 20, bytes.length, onesSum(bytes, 12, 20, 6 + bytes.length - 20)) + 0x10000) & 0xffff,
    );
    if (at === undefined) next.set(key, sequence + payload + (flags & FLAG.syn ? 1 : 0));
    nanos += 2000;
    packets.push({ bytes, nanos });
  };
  for (const flow of [0, 1]) {
    send(flow, 0, FLAG.syn, 0, 0);
    send(flow, 1, FLAG.syn | FLAG.ack, 0, 1);
    send(flow, 0, FLAG.ack, 0, 1);
    for (const from of [0, 1]) send(flow, from, FLAG.ack, 100, next.get(2 * flow + 1 - from) ?? 0);
  }
  send(0, 0, FLAG.ack, 200, 101);
  for (let n = 0; n < 150_000; n++) {
    send(1, 1, FLAG.ack, 10, 101);
    send(1, 0, FLAG.ack, 0, next.get(3) ?? 0);
  }
  send(0, 0, FLAG.ack, 200, 101, 101);
  return packets;
}

describe("the fast lane", () => {
  it("remembers what waits for its acknowledgment, however much comes between", () => {
    const packets = forgotten();
    const digest = digestOf(packets, RAW, 65535);
    expect(digest).toEqual(digestOf(packets, LOOP, 65535));
    expect(digest.tcp[0].toServer.segments).toMatchObject([{ from: 101, to: 301, count: 2 }]);
  });

  it.each(Array.from({ length: 24 }, (_, seed) => seed))("changes nothing of the digest, seed %i", (seed) => {
    const { packets } = new Talkers(seed);
    for (const snaplen of [65535, 96]) {
      expect(digestOf(packets, RAW, snaplen)).toEqual(digestOf(packets, LOOP, snaplen));
    }
  });
});
