import type { Segment, Sighting } from "../flow/digest.js";
import { containsRange, overlapOf, type Ranges, subtract, union } from "../flow/ranges.js";
import { acknowledged, type DirectionView } from "./align.js";
import { isFresh } from "./ttl.js";
import { type Cutting, type WirePacket, wirePackets } from "./wire.js";

/** Index into the views of a direction, sender's end first; -1: before the first, views.length: beyond the last. */
type Place = number;

/** A packet that was sent and did not get past a place, `tries` times. */
export interface LostPacket extends WirePacket {
  tries: number;
  /** Whether the receiver got these bytes in the end. */
  delivered: boolean;
  lastSeen: Place;
  missing: Place;
  /** Where `lastSeen` saw it first and last; for a hole, what showed the hole. */
  first: Sighting;
  last: Sighting;
  /** The size was inferred, no point saw the packet. */
  inferred: boolean;
  /** No point after `lastSeen` could have seen it: it is only known that it was sent again. */
  beyond: boolean;
}

export interface DirectionLoss {
  acknowledged: Ranges;
  /** Seen at some point, never acknowledged. */
  undelivered: Ranges;
  /** Acknowledged and seen by no point: the captures missed it. */
  unseen: Ranges;
  lost: LostPacket[];
}

/**
 * How long, in nanoseconds, a point had been silent at a time of another point's clock: 0 while its capture spans it, more where it shows
 * part of the flow but nothing at all any more at that time; null where it was not listening, or is off the way.
 */
export type Listening = (place: DirectionView, at: DirectionView, time: number) => number | null;

/** Captures that end together differ by what a packet takes along the path. */
const TOGETHER = 0.1e9;
const MAX_LOST = 2048;

/**
 * Follows every stretch of bytes of one direction from point to point. `views` run from the sender's end. What was acknowledged
 * was delivered, wherever a capture missed it; what was seen n times at one point and fewer at the next lost the difference.
 */
export function followBytes(views: readonly DirectionView[], cutting: Cutting, listening: Listening): DirectionLoss {
  const acked = acknowledged(views);
  const seen = views.reduce<Ranges>((all, v) => union(all, v.covered), []);
  const undelivered = subtract(seen, acked);
  const lost: LostPacket[] = [];
  for (let i = 0; i < views.length; i++) {
    for (const s of views[i].sent.segments) {
      if (lost.length >= MAX_LOST) break;
      for (const p of wirePackets(s, views[i].delta, cutting)) {
        const found = lostAfter(views, i, s, p, acked, listening);
        if (found !== null) lost.push(found);
      }
    }
  }
  lost.push(...holes(views, seen, acked, cutting));
  return { acknowledged: acked, undelivered, unseen: unseenOf(views, seen, acked), lost };
}

function lostAfter(
  views: readonly DirectionView[],
  i: number,
  s: Segment,
  p: WirePacket,
  acked: Ranges,
  listening: Listening,
): LostPacket | null {
  const here = multiplicity(views[i], p);
  const j = nextListening(views, i, s, listening);
  const delivered = containsRange(acked, p.from, p.to);
  // What the receiver got twice was not lost before.
  if (delivered && views.some((v) => overlapOf(v.back.duplicated, p.from - v.delta, p.to - v.delta) > 0)) return null;
  const base = { ...p, delivered, lastSeen: i, missing: j, first: s.first, last: s.last, inferred: false };
  if (j < views.length) {
    const there = multiplicity(views[j], p);
    // Delivered without being seen there even once: that capture missed it, the network did not.
    if (delivered && there === 0 && here <= 1) return null;
    if (!delivered && there === 0 && views.slice(j + 1).some((v) => multiplicity(v, p) > 0)) return null;
    const tries = Math.min(s.count - arrived(views[i], s, delivered), here - Math.max(there, delivered ? 1 : 0));
    return tries > 0 ? { ...base, tries, beyond: false } : null;
  }
  if (!delivered) return { ...base, tries: s.count, beyond: true };
  // At the receiver's own end, what comes twice was sent needlessly.
  if (isFresh(views[i].back.ttl) && !isFresh(views[i].sent.ttl)) return null;
  const tries = Math.min(s.count - arrived(views[i], s, delivered), here - 1);
  return tries > 0 ? { ...base, tries, beyond: true } : null;
}

/**
 * The next point that could have seen a segment: the nearest of those whose captures span it, or had been silent for the shortest time.
 * Of two that fell silent together the nearer one lacks the packet. A point nearer the sender may have seen it earlier.
 */
function nextListening(views: readonly DirectionView[], i: number, s: Segment, listening: Listening): number {
  const from = s.from + views[i].delta;
  const silent = views.map((v, j) => {
    if (j <= i) return null;
    const first = listening(v, views[i], s.first.time);
    if (first === 0) return 0;
    for (const nearer of views.slice(0, i)) {
      const sent = nearer.sent.segments.find((x) => x.from + nearer.delta === from);
      if (sent !== undefined && listening(v, nearer, sent.first.time) === 0) return 0;
    }
    return first ?? listening(v, views[i], s.last.time);
  });
  const known = silent.filter((x) => x !== null);
  if (known.length === 0) return views.length;
  const shortest = Math.min(...known);
  return silent.findIndex((x) => x !== null && x <= shortest + TOGETHER);
}

/** Of the times a segment was sent, how often it arrived, if its bytes did: what was sent last is what got through. */
function arrived(view: DirectionView, s: Segment, delivered: boolean): 0 | 1 {
  if (!delivered) return 0;
  const later = view.sent.segments.some((x) => x !== s && x.from < s.to && x.to > s.from && x.last.time > s.last.time);
  return later ? 0 : 1;
}

/** How often the bytes of a packet were seen at a point: on average over its bytes, since offloads cut them differently. */
export function multiplicity(view: DirectionView, p: WirePacket): number {
  const from = p.from - view.delta;
  const to = p.to - view.delta;
  let bytes = overlapOf(view.sent.settled, from, to);
  for (const s of view.sent.segments) {
    if (s.from >= to) break;
    if (s.to > from) bytes += (Math.min(s.to, to) - Math.max(s.from, from)) * s.count;
  }
  return Math.floor(bytes / (to - from) + 0.01);
}

/** Bytes that no point saw though later ones came: lost before the first point, or missed by every capture. */
function holes(views: readonly DirectionView[], seen: Ranges, acked: Ranges, cutting: Cutting): LostPacket[] {
  if (views.length === 0 || seen.length === 0) return [];
  const first = views[0].sent.syn !== null || views[0].sent.base !== null ? Math.min(1, seen[0]) : seen[0];
  const missing = subtract(subtract([first, seen[seen.length - 1]], seen), acked);
  const out: LostPacket[] = [];
  // A point off the way of this direction lacks all of it, and shows no hole.
  const nearest = views.findIndex((v) => v.sent.packets > 0);
  for (let i = 0; i < missing.length; i += 2) {
    const shown = sightingAfter(views[nearest], missing[i + 1]);
    const header = headerOf(views) ?? 0;
    for (let at = missing[i]; at < missing[i + 1] && out.length < 64; at += cutting.fullPayload) {
      const to = Math.min(at + cutting.fullPayload, missing[i + 1]);
      out.push({
        from: at,
        to,
        size: header + to - at,
        tries: 1,
        delivered: false,
        lastSeen: -1,
        missing: nearest,
        first: shown,
        last: shown,
        inferred: true,
        beyond: false,
      });
    }
  }
  return out;
}

function headerOf(views: readonly DirectionView[]): number | null {
  for (const v of views) for (const s of v.sent.segments) if (s.packets === 1) return s.size - (s.to - s.from);
  return null;
}

function sightingAfter(view: DirectionView, at: number): Sighting {
  const s = view.sent.segments.find((x) => x.from + view.delta >= at);
  return s?.first ?? view.sent.last ?? { frame: 0, time: 0 };
}

function unseenOf(views: readonly DirectionView[], seen: Ranges, acked: Ranges): Ranges {
  if (acked.length === 0 || views.length === 0) return [];
  const from = views.some((v) => v.sent.syn !== null) ? 1 : (seen[0] ?? 1);
  const top = acked[1];
  const end = views.reduce((m, v) => Math.min(m, v.sent.fin === null ? m : v.sent.fin.at + v.delta), top);
  return end > from ? subtract([from, end], seen) : [];
}
