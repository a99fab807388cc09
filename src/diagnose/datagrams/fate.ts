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
      v.sent.dropped > 0 ? Math.max(...v.sent.datagrams.map((d) => d.hash)) : Number.POSITIVE_INFINITY,
    ),
  );
  const hashes = new Set(seen.flatMap((m) => [...m.keys()].filter((h) => h <= bound)));
  const fates = [...hashes]
    .map((hash) => fateOf(court, views, seen, hash))
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
