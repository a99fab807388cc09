import {
  type Conversation,
  type Correlation,
  commonTime,
  type FlowDirection,
  type Journeying,
} from "../correlate/conversation.js";
import type { Sighting } from "../flow/digest.js";
import { containsRange, overlapOf } from "../flow/ranges.js";
import type { LostHere } from "./lost-here.js";

/** What one conversation got across a place, in one direction. */
export interface Passage {
  flow: string;
  /** Largest inner IP packet that got across. */
  largest: number | null;
  packets: number;
  frame: { point: number; frame: number } | null;
}

/** Answers what passed a place, over every flow. */
export class LinkTraffic {
  private readonly correlation: Correlation;

  constructor(correlation: Correlation) {
    this.correlation = correlation;
  }

  /**
   * Largest packet of this flow seen at or beyond the place, or sent before it once and acknowledged. What a super-frame was cut into is
   * taken from ordinary packets beyond the place, else from a PTB (`told`), else from the MSS.
   */
  ofFlow(journey: Journeying, place: LostHere, told: number | null = null): Passage {
    const passage: Passage = { flow: "", largest: null, packets: 0, frame: null };
    const { limit } = journey.cutting;
    const merged: { packets: number; point: number; frame: number }[] = [];
    journey.views.forEach((view, i) => {
      const beyond = i >= place.missing;
      for (const row of view.sent.sizes) {
        const passed = beyond ? row.packets : row.acknowledged;
        if (passed <= 0 || (!beyond && this.cutSmaller(journey, place, view.point, row.size, row.first))) continue;
        if (row.size > limit) merged.push({ packets: passed, point: view.point, frame: row.first.frame });
        else note(passage, row.size, passed, view.point, row.first.frame);
      }
      if (!beyond) this.sentLast(passage, journey, place, i);
      // The handshake and bare acknowledgments: small, but they show that something passed.
      if (beyond && view.sent.lastBare !== null) {
        note(passage, view.sent.largestBare, view.sent.bare, view.point, view.sent.lastBare.frame);
      }
    });
    if (merged.length > 0 && (told !== null || (passage.largest ?? 0) * 2 < limit)) {
      const m = merged[merged.length - 1];
      note(passage, Math.min(limit, told ?? limit), m.packets, m.point, m.frame);
    }
    return passage;
  }

  /**
   * Whether what was acknowledged at this size came in smaller packets: a point beyond that was capturing saw the flow, and none so
   * large. It was sent again, and this capture missed that.
   */
  private cutSmaller(journey: Journeying, place: LostHere, point: number, size: number, first: Sighting): boolean {
    const time = commonTime(this.correlation, point, first.time);
    return journey.views.slice(place.missing).some((v) => {
      const { start } = this.correlation.digests[v.point];
      if (v.sent.sizes.length === 0 || start === null || commonTime(this.correlation, v.point, start) > time)
        return false;
      return v.sent.sizes.every((seen) => seen.size < size);
    });
  }

  /** Of what was sent again, perhaps cut otherwise, what was sent last got through, where its bytes were acknowledged. */
  private sentLast(passage: Passage, journey: Journeying, place: LostHere, i: number): void {
    const view = journey.views[i];
    const { segments, settled } = view.sent;
    for (const s of segments) {
      if (s.packets !== 1 || s.size > journey.cutting.limit) continue;
      if (!containsRange(journey.loss.acknowledged, s.from + view.delta, s.to + view.delta)) continue;
      const again = segments.some((x) => x !== s && x.from < s.to && x.to > s.from && x.last.time > s.last.time);
      if (again || overlapOf(settled, s.from, s.to) > 0) continue;
      if (this.cutSmaller(journey, place, view.point, s.size, s.first)) continue;
      note(passage, s.size, 1, view.point, s.first.frame);
    }
  }

  /**
   * Over every flow that crosses the same place in the same direction with the same encapsulation: flows both points saw, and flows
   * between the same two hosts that were seen before it and acknowledged.
   */
  overall(conversation: Conversation, direction: FlowDirection, place: LostHere): Passage {
    let best: Passage = { flow: conversation.id, largest: null, packets: 0, frame: null };
    for (const other of this.correlation.conversations) {
      const passage = this.passageOf(conversation, other, direction, place);
      if (passage === null || passage.largest === null) continue;
      if (best.largest === null || passage.largest > best.largest) best = { ...passage, flow: other.id };
    }
    return best;
  }

  private passageOf(own: Conversation, other: Conversation, direction: FlowDirection, place: LostHere): Passage | null {
    const journey = direction === "client-to-server" ? other.toServer : other.toClient;
    if (own === other) return this.ofFlow(journey, place);
    // A flow whose client is at the other end crosses the place in its other direction.
    for (const candidate of [journey, direction === "client-to-server" ? other.toClient : other.toServer]) {
      const up = place.lastSeenAt === null ? -1 : candidate.views.findIndex((v) => v.point === place.lastSeenAt);
      const down =
        place.missingAt === null
          ? candidate.views.length
          : candidate.views.findIndex((v) => v.point === place.missingAt);
      if (up >= 0 && down > up && down < candidate.views.length) {
        if (overheadAt(own, place.lastSeenAt) !== overheadAt(other, place.lastSeenAt)) return null;
        return this.ofFlow(candidate, { ...place, lastSeen: up, missing: down });
      }
      if (candidate !== journey) continue;
      const anchor = place.lastSeenAt ?? place.missingAt;
      if (anchor === null || !sameHosts(own, other, anchor) || overheadAt(own, anchor) !== overheadAt(other, anchor))
        continue;
      const at = candidate.views.findIndex((v) => v.point === anchor);
      // Nothing was seen beyond it: only what was acknowledged is known to have passed.
      const missing = place.lastSeenAt === null ? at : candidate.views.length;
      return this.ofFlow(candidate, { ...place, lastSeen: at, missing });
    }
    return null;
  }
}

function note(p: Passage, size: number, packets: number, point: number, frame: number): void {
  p.packets += packets;
  // Of equal sizes the sighting further on proves more; views come from the sender's end.
  if (p.largest !== null && size < p.largest) return;
  p.largest = size;
  p.frame = { point, frame };
}

/** Bytes of encapsulation a flow's packets have at a point; 0 where it is not known. */
export function overheadAt(c: Conversation, point: number | null): number | null {
  if (point === null) return null;
  return c.views.find((v) => v.point === point)?.flow.encapsulations[0]?.overhead ?? 0;
}

function sameHosts(a: Conversation, b: Conversation, point: number): boolean {
  const x = a.views.find((v) => v.point === point)?.flow;
  const y = b.views.find((v) => v.point === point)?.flow;
  if (x === undefined || y === undefined) return false;
  return x.client.address === y.client.address && x.server.address === y.server.address;
}
