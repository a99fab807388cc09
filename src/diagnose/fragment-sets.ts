import type { Correlation } from "../correlate/conversation.js";
import type { Endpoint, FragmentedPacket } from "../flow/digest.js";

/** Looks up packets that crossed a point in fragments. */
export class FragmentSets {
  private readonly byFrame: Map<number, FragmentedPacket>[];
  private readonly byName: Map<string, FragmentedPacket[]>[];

  private readonly byEnds: Map<string, FragmentedPacket[]>[];

  constructor(c: Correlation) {
    this.byEnds = c.digests.map((d) => {
      const ends = new Map<string, FragmentedPacket[]>();
      for (const p of d.fragments) {
        if (p.outer || p.ports === null) continue;
        const key = `${p.source} ${p.ports.source} ${p.destination} ${p.ports.destination}`;
        const list = ends.get(key);
        if (list === undefined) ends.set(key, [p]);
        else list.push(p);
      }
      return ends;
    });
    this.byFrame = c.digests.map((d) => new Map(d.fragments.flatMap((p) => p.sizes.map((s) => [s.frame, p] as const))));
    this.byName = c.digests.map((d) => {
      const names = new Map<string, FragmentedPacket[]>();
      for (const p of d.fragments) {
        const list = names.get(nameOf(p));
        if (list === undefined) names.set(nameOf(p), [p]);
        else list.push(p);
      }
      return names;
    });
  }

  /** The fragmented packet a frame at a point belongs to. */
  at(point: number, frame: number): FragmentedPacket | null {
    return this.byFrame[point].get(frame) ?? null;
  }

  /** The same packet at another point: identification and protocol survive, addresses unless NAT changed them. */
  sameAt(point: number, packet: FragmentedPacket): FragmentedPacket | null {
    const found = this.byName[point].get(nameOf(packet)) ?? [];
    return found.find((p) => p.source === packet.source && p.destination === packet.destination) ?? found[0] ?? null;
  }

  /** The packets from one end of a flow to the other that crossed a point in fragments. */
  between(point: number, from: Endpoint, to: Endpoint): readonly FragmentedPacket[] {
    return this.byEnds[point].get(`${from.address} ${from.port} ${to.address} ${to.port}`) ?? [];
  }

  any(point: number): boolean {
    return this.byFrame[point].size > 0;
  }
}

export function isComplete(p: FragmentedPacket): boolean {
  return p.total !== null && p.ranges.length === 2 && p.ranges[0] === 0 && p.ranges[1] >= p.total;
}

function nameOf(p: FragmentedPacket): string {
  return `${p.family} ${p.protocol} ${p.identification}`;
}
