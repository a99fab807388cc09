import type { FragmentedPacket } from "./digest.js";
import { addRange } from "./ranges.js";

const MAX_PACKETS = 1024;
const MAX_FRAGMENTS_KEPT = 64;

export interface FragmentSighting {
  family: 4 | 6;
  source: string;
  destination: string;
  identification: number;
  protocol: number;
  ports: { source: number; destination: number } | null;
  outer: boolean;
  offset: number;
  /** Payload bytes of this fragment. */
  length: number;
  more: boolean;
  /** IP bytes of this fragment. */
  size: number;
  header: number;
  overhead: number;
  frame: number;
  time: number;
}

/** Fragmented packets by identification; bounded, and only byte ranges are kept, so that a bomb of fragments costs nothing. */
export class FragmentTable {
  private readonly packets = new Map<string, FragmentedPacket>();
  private readonly done: FragmentedPacket[] = [];
  full = false;

  add(f: FragmentSighting): void {
    const key = `${f.source} ${f.destination} ${f.identification} ${f.protocol}`;
    let p = this.packets.get(key);
    // An identification used again long after is another packet (RFC 6864).
    if (p !== undefined && f.time - p.last.time > 5e9) {
      this.packets.delete(key);
      this.done.push(p);
      p = undefined;
    }
    if (p === undefined) {
      if (this.packets.size + this.done.length >= MAX_PACKETS) {
        this.full = true;
        return;
      }
      p = {
        family: f.family,
        source: f.source,
        destination: f.destination,
        identification: f.identification,
        protocol: f.protocol,
        ports: null,
        outer: f.outer,
        ranges: [],
        total: null,
        fragments: 0,
        largest: 0,
        smallest: Number.MAX_SAFE_INTEGER,
        sizes: [],
        first: { frame: f.frame, time: f.time },
        last: { frame: f.frame, time: f.time },
        header: f.header,
        overhead: f.overhead,
      };
      this.packets.set(key, p);
    }
    p.fragments++;
    // Only the first fragment shows that the packet is a tunnel's.
    if (f.outer) {
      p.outer = true;
      p.overhead = f.overhead;
    }
    addRange(p.ranges, f.offset, f.offset + f.length);
    if (!f.more) p.total = f.offset + f.length;
    if (f.ports !== null) p.ports = f.ports;
    p.largest = Math.max(p.largest, f.size);
    p.smallest = Math.min(p.smallest, f.size);
    if (p.sizes.length < MAX_FRAGMENTS_KEPT) p.sizes.push({ from: f.offset, size: f.size, frame: f.frame });
    p.last = { frame: f.frame, time: f.time };
  }

  finish(): FragmentedPacket[] {
    return [...this.done, ...this.packets.values()].sort((a, b) => a.first.frame - b.first.frame);
  }
}
