import type { DirectionView } from "../correlate/align.js";
import {
  type Conversation,
  type Correlation,
  commonTime,
  type DatagramConversation,
  type FlowDirection,
  type Journeying,
} from "../correlate/conversation.js";
import type { Sighting } from "../flow/digest.js";
import { containsRange, overlapOf } from "../flow/ranges.js";

const MICROSECOND = 1e3;

/** Where a direction of a flow crosses a place: the index of its first view beyond, `views.length` where none is. */
export interface Crossing {
  missing: number;
}

/** A stretch of the path: indices of digests, null beyond the outermost point. */
export interface Stretch {
  lastSeenAt: number | null;
  missingAt: number | null;
}

/** Packets of one size that got across a place. */
export interface Passed {
  size: number;
  packets: number;
  point: number;
  frame: number;
  /** Nanoseconds of the common clock of the first and the last of them. */
  from: number;
  until: number;
}

/**
 * What one direction of a flow got across a place: packets seen beyond it, and those sent before it once and acknowledged. What a
 * super-frame was cut into is taken from ordinary packets beyond the place, else from a PTB (`told`), else from the MSS.
 */
export function passagesOf(c: Correlation, journey: Journeying, crossing: Crossing, told: number | null): Passed[] {
  const out: Passed[] = [];
  const merged: Passed[] = [];
  const { limit } = journey.cutting;
  // Before the place the last of a size may be one that never arrived; where points beyond saw the flow, they know better.
  const known = crossing.missing < journey.views.length ? 0 : firstStopped(c, journey);
  journey.views.forEach((view, i) => {
    const time = (t: number) => commonTime(c, view.point, t);
    const beyond = i >= crossing.missing;
    for (const row of view.sent.sizes) {
      const packets = beyond ? row.packets : row.acknowledged;
      if (packets <= 0 || (!beyond && cutSmaller(c, journey, crossing, view.point, row.size, row.first))) continue;
      const from = time(row.first.time);
      const until = beyond ? time(row.last.time) : Math.max(from, Math.min(time(row.last.time), known - MICROSECOND));
      const passed = { size: row.size, packets, point: view.point, frame: row.first.frame, from, until };
      (row.size > limit ? merged : out).push(passed);
    }
    if (!beyond) sentLast(c, out, journey, crossing, i);
    // The handshake and bare acknowledgments: small, but they show that something passed.
    const { bare, lastBare, largestBare, first } = view.sent;
    if (beyond && lastBare !== null) {
      const from = time(first?.time ?? lastBare.time);
      const until = time(lastBare.time);
      out.push({ size: largestBare, packets: bare, point: view.point, frame: lastBare.frame, from, until });
    }
  });
  const largest = out.reduce((most, p) => Math.max(most, p.size), 0);
  if (merged.length > 0 && (told !== null || largest * 2 < limit)) {
    out.push({ ...merged[merged.length - 1], size: Math.min(limit, told ?? limit) });
  }
  return out;
}

/** When the first packet was sent that never arrived. */
function firstStopped(c: Correlation, journey: Journeying): number {
  let first = Number.POSITIVE_INFINITY;
  if (journey.views.every(cameWhole)) return first;
  for (const p of journey.loss.lost) {
    const view = journey.views[Math.max(0, p.lastSeen)];
    if (!p.delivered && view !== undefined) first = Math.min(first, commonTime(c, view.point, p.first.time));
  }
  return first;
}

/** Whether a point saw every byte of the direction from the first on, and each was acknowledged there: none was lost. */
function cameWhole({ sent, covered }: DirectionView): boolean {
  return sent.segments.length === 0 && (covered.length === 0 || (covered.length === 2 && covered[0] <= 1));
}

/**
 * Whether what was acknowledged at this size came in smaller packets: a point beyond that was capturing saw the flow, and none so
 * large. It was sent again, and this capture missed that.
 */
function cutSmaller(
  c: Correlation,
  journey: Journeying,
  crossing: Crossing,
  point: number,
  size: number,
  first: Sighting,
): boolean {
  const time = commonTime(c, point, first.time);
  return journey.views.slice(crossing.missing).some((v) => {
    const { start } = c.digests[v.point];
    if (v.sent.sizes.length === 0 || start === null || commonTime(c, v.point, start) > time) return false;
    return v.sent.sizes.every((seen) => seen.size < size);
  });
}

/** Of what was sent again, perhaps cut otherwise, what was sent last got through, where its bytes were acknowledged. */
function sentLast(c: Correlation, out: Passed[], journey: Journeying, crossing: Crossing, i: number): void {
  const view = journey.views[i];
  const { segments, settled } = view.sent;
  for (const s of segments) {
    if (s.packets !== 1 || s.size > journey.cutting.limit) continue;
    if (!containsRange(journey.loss.acknowledged, s.from + view.delta, s.to + view.delta)) continue;
    const again = segments.some((x) => x !== s && x.from < s.to && x.to > s.from && x.last.time > s.last.time);
    if (again || overlapOf(settled, s.from, s.to) > 0) continue;
    if (cutSmaller(c, journey, crossing, view.point, s.size, s.first)) continue;
    const at = commonTime(c, view.point, s.last.time);
    out.push({ size: s.size, packets: 1, point: view.point, frame: s.first.frame, from: at, until: at });
  }
}

/** Larger datagrams may be several that the kernel has not split yet (UDP_SEGMENT), and those no link carried. */
const LARGEST_ORDINARY = 1500;

/** The datagrams of one conversation that both ends of a stretch saw; its client may be at the path's other end. */
export function datagramsPast(
  c: Correlation,
  conversation: DatagramConversation,
  direction: FlowDirection,
  place: Stretch,
): Passed[] {
  const { views } = conversation;
  const client = views.findIndex(
    (v) => v.point === (direction === "client-to-server" ? place.lastSeenAt : place.missingAt),
  );
  const server = views.findIndex(
    (v) => v.point === (direction === "client-to-server" ? place.missingAt : place.lastSeenAt),
  );
  if (client < 0 || server < 0 || client === server) return [];
  const along =
    client < server ? direction : direction === "client-to-server" ? "server-to-client" : "client-to-server";
  const { point, flow } = views[direction === "client-to-server" ? server : client];
  const { sizes } = along === "client-to-server" ? flow.toServer : flow.toClient;
  return sizes
    .filter((row) => row.size <= LARGEST_ORDINARY)
    .map((row) => ({
      size: row.size,
      packets: row.packets,
      point,
      frame: row.first.frame,
      from: commonTime(c, point, row.first.time),
      until: commonTime(c, point, row.last.time),
    }));
}

/** What flows between the same two hosts got past a point before only their tally was kept: they were acknowledged there. */
export function retiredPast(
  c: Correlation,
  own: Conversation,
  direction: FlowDirection,
  point: number | null,
  overhead: number | null,
): Passed[] {
  const flow = own.views.find((v) => v.point === point)?.flow;
  if (point === null || flow === undefined) return [];
  const out: Passed[] = [];
  for (const h of c.digests[point].retired?.hosts ?? []) {
    if (h.client !== flow.client.address || h.server !== flow.server.address || h.overhead !== overhead) continue;
    for (const { size, packets, frame, from, until } of direction === "client-to-server" ? h.toServer : h.toClient) {
      const times = { from: commonTime(c, point, from), until: commonTime(c, point, until) };
      out.push({ size, packets, point, frame, ...times });
    }
  }
  return out;
}
