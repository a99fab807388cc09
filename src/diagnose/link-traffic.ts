import type {
  Conversation,
  Correlation,
  DatagramConversation,
  FlowDirection,
  Journeying,
} from "../correlate/conversation.js";
import { type Crossing, datagramsPast, type Passed, passagesOf, retiredPast, type Stretch } from "./passages.js";

/** What one conversation got across a place, in one direction. */
export interface Passage {
  flow: string;
  /** Largest inner IP packet that got across. */
  largest: number | null;
  packets: number;
  frame: { point: number; frame: number } | null;
}

/** What crossed a stretch, of several flows. */
class Traffic {
  private readonly passed: (Passed & { flow: string })[] = [];
  private readonly largestBelow = new Map<number, Passage | null>();
  /** When something at least so large passed: ascending, disjoint, [from, until, ...]. */
  private readonly times = new Map<number, number[]>();

  add(flow: string, passed: readonly Passed[]): void {
    for (const p of passed) this.passed.push(Object.assign(p, { flow }));
  }

  /** The largest that is smaller than `size`. */
  below(size: number): Passage | null {
    const known = this.largestBelow.get(size);
    if (known !== undefined) return known;
    let best: (Passed & { flow: string }) | null = null;
    for (const p of this.passed) if (p.size < size && (best === null || p.size > best.size)) best = p;
    const found = best && {
      flow: best.flow,
      largest: best.size,
      packets: best.packets,
      frame: { point: best.point, frame: best.frame },
    };
    this.largestBelow.set(size, found);
    return found;
  }

  passedDuring(size: number, [from, until]: readonly [number, number]): boolean {
    let times = this.times.get(size);
    if (times === undefined) {
      times = joined(this.passed.filter((p) => p.size >= size).sort((a, b) => a.from - b.from));
      this.times.set(size, times);
    }
    // The last stretch that begins before `until`.
    let low = 0;
    let high = times.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle * 2] <= until) low = middle + 1;
      else high = middle;
    }
    return low > 0 && times[low * 2 - 1] >= from;
  }
}

/** Answers what passed a place, over every flow that crosses it in the same direction with the same encapsulation. */
export class LinkTraffic {
  private readonly correlation: Correlation;
  private byHosts: Map<string, Conversation[]> | null = null;
  /** Flows that fail at one place ask the same: each question is answered once. */
  private readonly known = new Map<string, Traffic>();

  constructor(correlation: Correlation) {
    this.correlation = correlation;
  }

  /** Largest packet of this flow that crossed the place; from a moment of the common clock on, where one is told. */
  ofFlow(
    journey: Journeying,
    crossing: Crossing,
    told: number | null = null,
    since = Number.NEGATIVE_INFINITY,
  ): Passage {
    const passage: Passage = { flow: "", largest: null, packets: 0, frame: null };
    for (const p of passagesOf(this.correlation, journey, crossing, told)) {
      if (p.until < since) continue;
      passage.packets += p.packets;
      // Of equal sizes the sighting further on proves more; views come from the sender's end.
      if (passage.largest !== null && p.size < passage.largest) continue;
      passage.largest = p.size;
      passage.frame = { point: p.point, frame: p.frame };
    }
    return passage;
  }

  /** Largest packet of any flow that crossed it, of those smaller than `limit`. */
  overall(own: Conversation, direction: FlowDirection, place: Stretch, limit = Number.POSITIVE_INFINITY): Passage {
    let best: Passage = { flow: own.id, largest: null, packets: 0, frame: null };
    for (const traffic of this.traffic(own, direction, place)) {
      const found = traffic.below(limit);
      if (found?.largest != null && found.largest > (best.largest ?? 0)) best = found;
    }
    return best;
  }

  /** Whether something at least so large crossed it between two moments of the common clock, of whichever flow. */
  passedDuring(
    own: Conversation,
    direction: FlowDirection,
    place: Stretch,
    size: number,
    span: readonly [number, number],
  ): boolean {
    return this.traffic(own, direction, place).some((traffic) => traffic.passedDuring(size, span));
  }

  /** Largest packet of any flow that both points saw one after the other, with the encapsulation of this one. */
  acrossBoth(own: DatagramConversation, direction: FlowDirection, place: Stretch): number | null {
    return (
      this.both(direction, place, overheadAt(own, place.lastSeenAt)).below(Number.POSITIVE_INFINITY)?.largest ?? null
    );
  }

  /** Flows that both points saw one after the other, and flows between the same two hosts that one side saw. */
  private traffic(own: Conversation, direction: FlowDirection, place: Stretch): Traffic[] {
    const stretch = `${direction} ${place.lastSeenAt} ${place.missingAt}`;
    const anchor = place.lastSeenAt ?? place.missingAt;
    const hosts = anchor === null ? own.id : hostsAt(own, anchor);
    const overhead = overheadAt(own, anchor);
    const cross = place.lastSeenAt !== null && place.missingAt !== null;
    const one = this.once(`${stretch} ${overhead} ${hosts}`, (traffic) => {
      for (const other of this.between(hosts)) {
        if (overheadAt(other, anchor) !== overhead || (cross && crossingOf(other, direction, place) !== null)) continue;
        const journey = direction === "client-to-server" ? other.toServer : other.toClient;
        const at = journey.views.findIndex((v) => v.point === anchor);
        if (at < 0) continue;
        // Nothing was seen beyond it: only what was acknowledged is known to have passed.
        const missing = place.lastSeenAt === null ? at : journey.views.length;
        traffic.add(other.id, passagesOf(this.correlation, journey, { missing }, null));
      }
      traffic.add("", retiredPast(this.correlation, own, direction, anchor, overhead));
    });
    return [this.both(direction, place, overhead), one];
  }

  /** Flows with that key of {@link hostsAt}. */
  private between(hosts: string): readonly Conversation[] {
    if (this.byHosts === null) {
      this.byHosts = new Map();
      for (const c of this.correlation.conversations) {
        for (const { point } of c.views) {
          const key = hostsAt(c, point);
          const list = this.byHosts.get(key);
          if (list === undefined) this.byHosts.set(key, [c]);
          else list.push(c);
        }
      }
    }
    return this.byHosts.get(hosts) ?? [];
  }

  private both(direction: FlowDirection, place: Stretch, overhead: number | null): Traffic {
    return this.once(`${direction} ${place.lastSeenAt} ${place.missingAt} ${overhead}`, (traffic) => {
      if (place.lastSeenAt === null || place.missingAt === null) return;
      for (const other of this.correlation.conversations) {
        const crossed = crossingOf(other, direction, place);
        if (crossed === null || overheadAt(other, place.lastSeenAt) !== overhead) continue;
        traffic.add(other.id, passagesOf(this.correlation, crossed.journey, crossed, null));
      }
      for (const other of this.correlation.datagrams) {
        if (overheadAt(other, place.lastSeenAt) !== overhead) continue;
        traffic.add(other.id, datagramsPast(this.correlation, other, direction, place));
      }
    });
  }

  private once(key: string, fill: (traffic: Traffic) => void): Traffic {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = new Traffic();
    fill(made);
    this.known.set(key, made);
    return made;
  }
}

function crossingOf(
  other: Conversation,
  direction: FlowDirection,
  place: Stretch,
): (Crossing & { journey: Journeying }) | null {
  const journeys =
    direction === "client-to-server" ? [other.toServer, other.toClient] : [other.toClient, other.toServer];
  for (const journey of journeys) {
    const lastSeen = journey.views.findIndex((v) => v.point === place.lastSeenAt);
    const missing = journey.views.findIndex((v) => v.point === place.missingAt);
    if (lastSeen >= 0 && missing > lastSeen) return { journey, missing };
  }
  return null;
}

function joined(sorted: readonly Passed[]): number[] {
  const out: number[] = [];
  for (const p of sorted) {
    const end = out.length - 1;
    if (end > 0 && p.from <= out[end]) out[end] = Math.max(out[end], p.until);
    else out.push(p.from, p.until);
  }
  return out;
}

/** Bytes of encapsulation a flow's packets have at a point; 0 where it is not known. */
export function overheadAt(c: Conversation | DatagramConversation, point: number | null): number | null {
  if (point === null) return null;
  return c.views.find((v) => v.point === point)?.flow.encapsulations[0]?.overhead ?? 0;
}

function hostsAt(c: Conversation, point: number): string {
  const flow = c.views.find((v) => v.point === point)?.flow;
  return flow === undefined ? c.id : `${point} ${flow.client.address} ${flow.server.address}`;
}
