import { commonTime, type DatagramConversation, type FlowDirection } from "../../correlate/conversation.js";
import type { Datagram, FragmentedPacket } from "../../flow/digest.js";
import type { Court } from "../case.js";
import { isComplete } from "../fragment-sets.js";
import type { DirectionFates, Fate } from "./direction.js";

interface Sighted {
  datagram: Datagram;
  set: FragmentedPacket | null;
}

/** A capture's edges may be off by what a ring buffer holds back. */
const EDGE = 1e9;
/** Of one content so many datagrams are followed; more are counted in proportion. */
const MOST_ALIKE = 256;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Follows the datagrams of one direction by content. Beyond a digest's bound only those that every point kept are followed. */
export function fatesOf(court: Court, conversation: DatagramConversation, direction: FlowDirection): DirectionFates {
  const toServer = direction === "client-to-server";
  const ordered = toServer ? conversation.views : [...conversation.views].reverse();
  const views = ordered.map((v) => ({ point: v.point, sent: toServer ? v.flow.toServer : v.flow.toClient }));
  const seen = views.map((v) => {
    const map = new Map<number, Sighted>();
    for (const d of v.sent.datagrams) map.set(d.hash, { datagram: d, set: court.fragments.at(v.point, d.frame) });
    return map;
  });
  const bound = Math.min(
    ...views.map((v) =>
      v.sent.dropped > 0 ? v.sent.datagrams.reduce((most, d) => Math.max(most, d.hash), 0) : Number.POSITIVE_INFINITY,
    ),
  );
  const hashes = new Set(seen.flatMap((m) => [...m.keys()].filter((h) => h <= bound)));
  const fates = [...hashes]
    .flatMap((hash) => fatesOfContent(court, views, seen, hash))
    .sort((a, b) => a.time - b.time || a.hash - b.hash);
  return {
    conversation,
    direction,
    views,
    fates,
    lost: fates.filter((f) => f.missing < views.length),
    delivered: fates.filter((f) => f.missing >= views.length && f.lastWhole === views.length - 1),
  };
}

/**
 * Some programs send the same content again and again. Of what was seen n times at one point and fewer times at the next, the difference
 * was lost there; which ones, nobody knows: the last of them where they ended earlier there, else some all along.
 */
function fatesOfContent(
  court: Court,
  views: DirectionFates["views"],
  seen: readonly Map<number, Sighted>[],
  hash: number,
): Fate[] {
  const all = seen.map((m) => m.get(hash));
  const counts = all.map((s) => s?.datagram.count ?? 0);
  const most = Math.max(...counts);
  if (most <= 1) return [fateOf(court, views, seen, hash)];
  const scale = Math.min(1, MOST_ALIKE / most);
  const number = Math.round(most * scale);
  const places = placesOf(court, views, all, number);
  return Array.from({ length: number }, (_, n) => {
    const there = all.map((s, i) => {
      if (s === undefined || places[n] >= Math.round(counts[i] * scale)) return new Map<number, Sighted>();
      const { datagram } = s;
      const share = number > 1 && counts[i] > 1 ? n / (number - 1) : 0;
      const time = datagram.time + (datagram.last.time - datagram.time) * share;
      return new Map([[hash, { ...s, datagram: { ...datagram, time } }]]);
    });
    return fateOf(court, views, there, hash);
  });
}

/** For each of `number` datagrams alike its place in the order in which they are taken to have arrived: a point that saw n saw the first n. */
function placesOf(
  court: Court,
  views: DirectionFates["views"],
  all: readonly (Sighted | undefined)[],
  number: number,
): number[] {
  const times = all.flatMap((s, i) =>
    s === undefined ? [] : [commonTime(court.correlation, views[i].point, s.datagram.last.time)],
  );
  const first = Math.min(
    ...all.flatMap((s, i) => (s ? [commonTime(court.correlation, views[i].point, s.datagram.time)] : [])),
  );
  const spacing = (Math.max(...times) - first) / Math.max(1, number - 1);
  const order = Array.from({ length: number }, (_, n) => n);
  if (Math.max(...times) - Math.min(...times) <= spacing * 1.5) {
    // The golden ratio spreads them evenly however many are taken; the last one arrived.
    const key = (n: number) => ((number - 1 - n) * GOLDEN) % 1;
    order.sort((a, b) => key(a) - key(b));
  }
  const places: number[] = [];
  order.forEach((n, place) => {
    places[n] = place;
  });
  return places;
}

function fateOf(
  court: Court,
  views: DirectionFates["views"],
  seen: readonly Map<number, Sighted>[],
  hash: number,
): Fate {
  let lastWhole = -1;
  let lastSeen = -1;
  let size = 0;
  let time = Number.POSITIVE_INFINITY;
  let frameAt = 0;
  views.forEach((v, i) => {
    const s = seen[i].get(hash);
    if (s === undefined) return;
    lastSeen = i;
    if (s.set === null || isComplete(s.set)) {
      lastWhole = i;
      frameAt = i;
    } else if (lastWhole < 0) {
      frameAt = i;
    }
    size = Math.max(size, s.set?.total != null ? s.set.total + s.set.header : s.datagram.size);
    time = Math.min(time, commonTime(court.correlation, v.point, s.datagram.time));
  });
  let missing = lastWhole + 1;
  while (missing < views.length && !listening(court, views[missing].point, time)) missing++;
  const up = lastWhole < 0 ? undefined : seen[lastWhole].get(hash);
  const down = missing < views.length ? seen[missing].get(hash) : undefined;
  const missedAt = views.flatMap((v, i) =>
    i < lastSeen && !seen[i].has(hash) && listening(court, v.point, time) ? [i] : [],
  );
  const frame = seen[frameAt].get(hash)?.datagram.frame ?? 0;
  const fragmented = up?.set != null || down?.set != null;
  return { hash, size, time, lastWhole, lastSeen, missing, fragmented, frame, frameAt, missedAt };
}

function listening(court: Court, point: number, time: number): boolean {
  const d = court.correlation.digests[point];
  if (d.start === null || d.end === null) return false;
  return (
    time >= commonTime(court.correlation, point, d.start) && time <= commonTime(court.correlation, point, d.end) + EDGE
  );
}
