import type { Frame } from "../../src/capture/frame.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { Vantage } from "../../src/flow/vantage.js";
import { arp, datagram, inVxlan, type Ports, segment, unreachable, withTtl } from "./packets.js";

/** How a packet travels. */
export interface Passing {
  from: "client" | "server";
  /** The last point that sees it, counted along its way; all of them when absent. */
  until?: string;
  /** Points that miss it although it passes them. */
  unseenAt?: readonly string[];
  /** Seconds since the beginning. */
  at?: number;
  ttl?: number;
  /** Points whose capture holds it a second time, so many seconds later, as a mirror port does. */
  copiedAt?: Readonly<Record<string, number>>;
}

/** What one side sends; sequence and acknowledgment numbers are relative to the initial ones. */
export interface Sent extends Passing {
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
  timestamps?: [value: number, echo: number];
  checksum?: number;
  /** IP identification; counts up when absent. */
  identification?: number;
}

const HOP = 0.0001;

/** Writes a TCP conversation as several vantage points capture it, from the client's end to the server's. */
export class Talk {
  private readonly frames = new Map<string, { bytes: Uint8Array; time: number }[]>();
  private time = 0;
  private identification = 1;
  private lastSent: Uint8Array = new Uint8Array();
  private readonly points: readonly string[];
  private readonly ports: Ports;
  /** Points where everything is inside a tunnel. */
  private readonly tunnel: readonly string[];
  /** Seconds each point's clock is ahead. */
  readonly clocks = new Map<string, number>();

  constructor(
    points: readonly string[],
    ports: Ports = { client: 40000, server: 443 },
    tunnel: readonly string[] = [],
  ) {
    this.points = points;
    this.ports = ports;
    this.tunnel = tunnel;
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

  /** Datagrams of `size` IP bytes each, numbered so that no two are alike. */
  datagrams(...all: (Passing & { size: number })[]): this {
    for (const d of all) {
      this.identification++;
      this.pass(d, datagram(d.from, d.size, this.identification, this.ports, this.identification));
    }
    return this;
  }

  /** A PTB for the last packet, as points on its way back see it; for the tunnel's packet around it, where it says so. */
  told(mtu: number, points: readonly string[], tunnels = false): this {
    const about = tunnels ? inVxlan(this.lastSent) : this.lastSent;
    for (const [i, p] of points.entries())
      this.put(p, unreachable(about, 4, mtu, tunnels ? 78 : 28), this.time + HOP * (i + 1), true);
    return this;
  }

  /** A router refuses the last packet, as points on the way back see it: administratively prohibited. */
  refused(points: readonly string[]): this {
    for (const [i, p] of points.entries())
      this.put(p, unreachable(this.lastSent, 13, 0, 28), this.time + HOP * (i + 1), true);
    return this;
  }

  /** Something else that every point sees, or some, so that each capture spans it. */
  background(at: number, points = this.points): this {
    for (const p of points) this.put(p, arp(), at, true);
    return this;
  }

  private one(s: Sent): void {
    this.pass(s, segment(s, this.ports, s.identification ?? this.identification++));
  }

  private pass(s: Passing, bytes: Uint8Array): void {
    this.time = s.at ?? this.time + 0.01;
    this.lastSent = bytes;
    const way = s.from === "client" ? this.points : [...this.points].reverse();
    for (let i = 0; i < way.length; i++) {
      const at = this.time + i * HOP;
      const there = withTtl(bytes, (s.ttl ?? 64) - i);
      if (!s.unseenAt?.includes(way[i])) this.put(way[i], there, at);
      const later = s.copiedAt?.[way[i]];
      if (later !== undefined) this.put(way[i], there, at + later);
      if (way[i] === s.until) break;
    }
  }

  private put(point: string, bytes: Uint8Array, time: number, bare = false): void {
    this.frames.get(point)?.push({ bytes: !bare && this.tunnel.includes(point) ? inVxlan(bytes) : bytes, time });
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
