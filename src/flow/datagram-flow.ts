import type { ChecksumWord } from "./checksum-word.js";
import { RecentPackets } from "./copies.js";
import type { Datagram, DatagramDirection, DatagramFlow, Endpoint, Sighting } from "./digest.js";
import { EncapsulationCounts } from "./encapsulations.js";
import { guessServer } from "./server-port.js";
import { SizeTable } from "./sizes.js";

/** Every datagram is kept below this; beyond it those with the smallest hashes, the same at every vantage point. */
const MAX_DATAGRAMS = 256;

/** The fields of one datagram that the flow needs; one object is refilled for every packet. */
export interface DatagramPacket {
  frame: number;
  time: number;
  /** Hash of length and leading payload: what survives NAT and tunnels. */
  hash: number;
  size: number;
  payload: number;
  ttl: number;
  identification: number;
  dontFragment: boolean;
  outerFragment: boolean;
  checksum: ChecksumWord;
}

class DirectionState {
  private readonly kept = new Map<number, Datagram>();
  private worst = -1;
  private dropped = 0;
  private readonly sizes = new SizeTable();
  private readonly checksums = { verified: 0, wrong: 0, partial: 0, wrongFrames: [] as number[] };
  private readonly df = { set: 0, clear: 0 };
  private ttlLow = 256;
  private ttlHigh = -1;
  private bytes = 0;
  private outerFragments = 0;
  packets = 0;
  first: Sighting | null = null;
  private last: Sighting | null = null;

  add(p: DatagramPacket): void {
    this.packets++;
    this.bytes += p.payload;
    this.first ??= { frame: p.frame, time: p.time };
    this.last = { frame: p.frame, time: p.time };
    this.ttlLow = Math.min(this.ttlLow, p.ttl);
    this.ttlHigh = Math.max(this.ttlHigh, p.ttl);
    if (p.dontFragment) this.df.set++;
    else this.df.clear++;
    if (p.outerFragment) this.outerFragments++;
    if (p.checksum !== null) {
      this.checksums.verified++;
      if (p.checksum === "partial") this.checksums.partial++;
      if (p.checksum === "wrong") {
        this.checksums.wrong++;
        if (this.checksums.wrongFrames.length < 8) this.checksums.wrongFrames.push(p.frame);
      }
    }
    const known = this.kept.get(p.hash);
    this.sizes.add(p.size, 1, known !== undefined, p.frame, p.time);
    if (known !== undefined) {
      known.count++;
      known.last = { frame: p.frame, time: p.time };
      return;
    }
    if (this.kept.size >= MAX_DATAGRAMS) {
      this.dropped++;
      if (this.worst < 0) this.findWorst();
      if (p.hash > this.worst) return;
      this.kept.delete(this.worst);
      this.worst = -1;
    }
    this.kept.set(p.hash, {
      hash: p.hash,
      size: p.size,
      count: 1,
      frame: p.frame,
      time: p.time,
      last: { frame: p.frame, time: p.time },
    });
  }

  private findWorst(): void {
    for (const hash of this.kept.keys()) if (hash > this.worst) this.worst = hash;
  }

  finish(): DatagramDirection {
    return {
      packets: this.packets,
      bytes: this.bytes,
      first: this.first,
      last: this.last,
      sizes: this.sizes.finish(),
      datagrams: [...this.kept.values()].sort((a, b) => a.time - b.time || a.frame - b.frame),
      dropped: this.dropped,
      ttl: this.ttlHigh < 0 ? null : { low: this.ttlLow, high: this.ttlHigh },
      df: this.df,
      checksums: this.checksums,
      outerFragments: this.outerFragments,
    };
  }
}

/** Sides are 0 and 1 in the order the first packet named them; who speaks first is the client unless a port says otherwise. */
export class DatagramFlowState {
  private readonly side = [new DirectionState(), new DirectionState()] as const;
  readonly encapsulations = new EncapsulationCounts();
  private readonly recent = new RecentPackets();
  private copies = 0;
  quicVersion: number | null = null;

  private readonly protocol: string;
  private readonly endpoints: readonly [Endpoint, Endpoint];

  constructor(protocol: string, endpoints: readonly [Endpoint, Endpoint]) {
    this.protocol = protocol;
    this.endpoints = endpoints;
  }

  add(from: 0 | 1, p: DatagramPacket): void {
    if (this.recent.seen(p.identification, p.hash, p.size, p.time)) {
      this.copies++;
      return;
    }
    this.side[from].add(p);
  }

  finish(): DatagramFlow {
    const [a, b] = this.endpoints;
    const wellKnown = a.port !== b.port && Math.min(a.port, b.port) < 1024;
    const server = wellKnown ? guessServer(a.port, b.port) : 1;
    return {
      protocol: this.protocol,
      client: this.endpoints[1 - server],
      server: this.endpoints[server],
      encapsulations: this.encapsulations.finish(),
      copies: this.copies,
      quicVersion: this.quicVersion,
      toServer: this.side[1 - server].finish(),
      toClient: this.side[server].finish(),
    };
  }
}
