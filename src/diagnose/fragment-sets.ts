import type { Correlation } from "../correlate/conversation.js";
import type { FragmentedPacket } from "../flow/digest.js";

/** Looks up packets that crossed a point in fragments. */
export class FragmentSets {
  private readonly byFrame: Map<number, FragmentedPacket>[];
  private readonly byName: Map<string, FragmentedPacket[]>[];

  constructor(c: Correlation) {
    this.byFrame = c.digests.map((d) => new Map(d.fragments.flatMap((p) => p.sizes.map((s) => [s.frame, p] as const))));
    this.byName = c.digests.map((d) => {
      const names = new Map<string, FragmentedPacket[]>();
      for (const p of d.fragments) names.set(nameOf(p), [...(names.get(nameOf(p)) ?? []), p]);
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
