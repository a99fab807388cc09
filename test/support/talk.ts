import type { Frame } from "../../src/capture/frame.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { Vantage } from "../../src/flow/vantage.js";

/** What one side sends; sequence and acknowledgment numbers are relative to the initial ones. */
export interface Sent {
  from: "client" | "server";
  /** S, A, F, R, P in any order. */
  flags: string;
  seq?: number;
  ack?: number;
  /** Payload bytes. */
  length?: number;
  payload?: Uint8Array;
  window?: number;
  mss?: number;
  sack?: [from: number, to: number][];
  /** The last point that sees it, counted along its way; all of them when absent. */
  until?: string;
  /** Points that miss it although it passes them. */
  unseenAt?: readonly string[];
  /** Seconds since the beginning. */
  at?: number;
  ttl?: number;
  checksum?: number;
  /** IP identification; counts up when absent. */
  identification?: number;
  /** Points whose capture holds it a second time, so many seconds later, as a mirror port does. */
  copiedAt?: Readonly<Record<string, number>>;
}

const CLIENT = { address: [10, 0, 0, 1], port: 40000, isn: 1_000_000 };
const SERVER = { address: [10, 0, 9, 9], port: 443, isn: 4_000_000_000 };
const HOP = 0.0001;

interface Ports {
  client: number;
  server: number;
  /** Begins with the same sequence numbers as every other such conversation. */
  alike?: boolean;
}

/** Writes a TCP conversation as several vantage points capture it, from the client's end to the server's. */
export class Talk {
  private readonly frames = new Map<string, { bytes: Uint8Array; time: number }[]>();
  private time = 0;
  private identification = 1;
  private readonly points: readonly string[];
  private readonly ports: Ports;
  /** Seconds each point's clock is ahead. */
  readonly clocks = new Map<string, number>();

  constructor(points: readonly string[], ports: Ports = { client: CLIENT.port, server: SERVER.port }) {
    this.points = points;
    this.ports = ports;
    for (const p of points) this.frames.set(p, []);
  }

  /** What another conversation showed at the same points, in the same captures. */
  beside(other: Talk): this {
    for (const [point, frames] of other.frames) this.frames.get(point)?.push(...frames);
    return this;
  }

  send(...all: Sent[]): this {
    for (const s of all) this.one(s);
    return this;
  }

  /** SYN, SYN-ACK, ACK. */
  handshake(mss = { client: 1460, server: 1460 }): this {
    return this.send(
      { from: "client", flags: "S", seq: 0, mss: mss.client },
      { from: "server", flags: "SA", seq: 0, ack: 1, mss: mss.server },
      { from: "client", flags: "A", seq: 1, ack: 1 },
    );
  }

  /** Something else that every point sees, so that each capture spans it. */
  background(at: number): this {
    for (const p of this.points) this.put(p, arp(), at);
    return this;
  }

  private one(s: Sent): void {
    this.time = s.at ?? this.time + 0.01;
    const way = s.from === "client" ? this.points : [...this.points].reverse();
    const bytes = segment(s, this.ports, s.identification ?? this.identification++);
    for (let i = 0; i < way.length; i++) {
      const at = this.time + i * HOP;
      if (!s.unseenAt?.includes(way[i])) this.put(way[i], withTtl(bytes, (s.ttl ?? 64) - i), at);
      const later = s.copiedAt?.[way[i]];
      if (later !== undefined) this.put(way[i], withTtl(bytes, (s.ttl ?? 64) - i), at + later);
      if (way[i] === s.until) break;
    }
  }

  private put(point: string, bytes: Uint8Array, time: number): void {
    this.frames.get(point)?.push({ bytes, time });
  }

  /** `Made`: what digests, where that is not the sources'. */
  digests(Made: typeof Vantage = Vantage): Digest[] {
    return this.points.map((p) => this.digest(p, Made));
  }

  /** The frames of a point as it captured them, in seconds since the beginning. */
  captured(point: string): { bytes: Uint8Array; time: number }[] {
    return [...(this.frames.get(point) ?? [])].sort((a, b) => a.time - b.time);
  }

  digest(point: string, Made: typeof Vantage = Vantage): Digest {
    const vantage = new Made(
      { name: point, source: point, interface: null, linkType: 1, snaplen: null },
      ANALYSIS_PORTS,
    );
    this.captured(point).forEach(({ bytes, time }, i) => {
      vantage.add(frameOf(bytes, i + 1, 1_700_000_000 + time + (this.clocks.get(point) ?? 0)));
    });
    return vantage.finish(null, null);
  }
}

function frameOf(bytes: Uint8Array, number: number, time: number): Frame {
  const seconds = Math.floor(time);
  return {
    number,
    bytes,
    start: 0,
    end: bytes.length,
    wireLength: bytes.length,
    interfaceIndex: 0,
    linkType: 1,
    seconds,
    nanos: Math.round((time - seconds) * 1e9) % 1e9,
    direction: "unknown",
  };
}

function arp(): Uint8Array {
  const b = new Uint8Array(42);
  b.set([8, 6], 12);
  return b;
}

function withTtl(bytes: Uint8Array, ttl: number): Uint8Array {
  const copy = bytes.slice();
  copy[14 + 8] = ttl;
  return copy;
}

function segment(s: Sent, ports: Ports, identification: number): Uint8Array {
  // Every connection has initial sequence numbers of its own.
  const client = { ...CLIENT, isn: CLIENT.isn + (ports.alike ? 0 : 7919 * ports.client) };
  const server = { ...SERVER, isn: SERVER.isn + (ports.alike ? 0 : 6007 * ports.client) };
  const mine = s.from === "client" ? client : server;
  const theirs = s.from === "client" ? server : client;
  const [source, destination] = s.from === "client" ? [ports.client, ports.server] : [ports.server, ports.client];
  const options: number[] = [];
  if (s.mss !== undefined) options.push(2, 4, s.mss >> 8, s.mss & 255, 1, 3, 3, 7, 1, 1, 4, 2);
  if (s.sack !== undefined) {
    options.push(1, 1, 5, 2 + 8 * s.sack.length);
    for (const [from, to] of s.sack) options.push(...word(theirs.isn + from), ...word(theirs.isn + to));
  }
  const payload = s.payload ?? new Uint8Array(s.length ?? 0).fill(0x61);
  const header = 20 + options.length;
  const total = 20 + header + payload.length;
  const b = new Uint8Array(14 + total);
  b.set([8, 0], 12);
  b.set([0x45, 0, total >> 8, total & 255, identification >> 8, identification & 255, 0x40, 0, 64, 6, 0, 0], 14);
  b.set(mine.address, 26);
  b.set(theirs.address, 30);
  const flags = [..."FSRPA"].reduce((f, letter, i) => (s.flags.includes(letter) ? f | (1 << i) : f), 0);
  const ack = s.ack === undefined ? 0 : theirs.isn + s.ack;
  const window = s.window ?? 500;
  b.set([source >> 8, source & 255, destination >> 8, destination & 255], 34);
  b.set([...word(mine.isn + (s.seq ?? 0)), ...word(ack), (header / 4) << 4, flags, window >> 8, window & 255], 38);
  b.set(options, 54);
  b.set(payload, 34 + header);
  const sum = s.checksum ?? checksum(b, mine.address, theirs.address);
  b.set([sum >> 8, sum & 255], 50);
  return b;
}

function word(n: number): number[] {
  const x = n >>> 0;
  return [x >>> 24, (x >>> 16) & 255, (x >>> 8) & 255, x & 255];
}

function checksum(b: Uint8Array, source: readonly number[], destination: readonly number[]): number {
  const length = b.length - 34;
  let sum = 6 + length;
  for (const a of [source, destination]) sum += (a[0] << 8) + a[1] + (a[2] << 8) + a[3];
  for (let i = 34; i < b.length; i += 2) sum += (b[i] << 8) + (b[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
