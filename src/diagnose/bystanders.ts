import { commonTime } from "../correlate/conversation.js";
import type { Digest } from "../flow/digest.js";
import type { Case, Court, Side } from "./case.js";
import type { LostHere } from "./lost-here.js";

/**
 * A capture is taken to run on for so long after its last frame, and before its first: one that was stopped or started for another
 * case is further off.
 */
const NEAR = 1e9;

/**
 * Completes a place that ends beyond the last point that saw the flow: where the path has a further point whose capture spans that
 * time, and which saw nothing of the flow, the packets were lost before it. A point that saw an ICMP error quote them was passed by
 * them, even where its capture missed them.
 */
export function withBystander<P extends LostHere>(court: Court, c: Case, side: Side, place: P): P {
  if (place.missingAt !== null || place.lastSeenAt === null) return place;
  const { path } = court.correlation;
  // One capture has no bystander, however many flows of it fail.
  if (path.length < 2) return place;
  const seen = new Set(c.conversation.views.map((v) => v.point));
  const quoting = new Set(side.quotes.map((q) => q.point));
  const spans = whileSent(court, side, place);
  const towardsServer = side.journey.direction === "client-to-server";
  const step = towardsServer === runsAgainst(court, c) ? -1 : 1;
  let lastSeenAt = place.lastSeenAt;
  for (let i = path.indexOf(lastSeenAt) + step; i >= 0 && i < path.length; i += step) {
    const point = path[i];
    if (seen.has(point)) break;
    if (quoting.has(point)) lastSeenAt = point;
    else if (spans(point) && witness(court, c, place.lastSeenAt, point))
      return { ...place, lastSeenAt, missingAt: point };
  }
  return { ...place, lastSeenAt };
}

/** Whether the capture of a point spans the time in which any point before the place saw packets of the direction. */
function whileSent({ correlation }: Court, side: Side, place: LostHere): (point: number) => boolean {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { point, sent } of side.journey.views.slice(0, place.lastSeen + 1)) {
    if (sent.first !== null) from = Math.min(from, commonTime(correlation, point, sent.first.time) - NEAR);
    if (sent.last !== null) to = Math.max(to, commonTime(correlation, point, sent.last.time) + NEAR);
  }
  return (point) => {
    const { start, end } = correlation.digests[point];
    if (start === null || end === null) return false;
    return commonTime(correlation, point, start) <= to && commonTime(correlation, point, end) >= from;
  };
}

/** What was found of two hosts at two points holds for all their flows. */
const witnesses = new WeakMap<Court, Map<string, boolean>>();

function witness(court: Court, c: Case, upstream: number, point: number): boolean {
  const own = c.conversation.views.find((v) => v.point === upstream)?.flow;
  const key = `${upstream} ${point} ${own?.client.address} ${own?.server.address}`;
  const known = witnesses.get(court) ?? new Map<string, boolean>();
  witnesses.set(court, known);
  const told = known.get(key) ?? isWitness(court, c, upstream, point);
  known.set(key, told);
  return told;
}

/** Whether what a digest lacks was not seen: no bound was met that flows were left out for. */
function keepsEveryFlow(d: Digest): boolean {
  return d.retired === null && !d.coarsened.includes("flows");
}

/**
 * Whether a point's silence about a flow says anything: not where its frames were cut before the TCP header, not where it lacks another
 * flow of the same hosts that got through (a filter, another path), and not where all it holds is one port, as a filter leaves it.
 */
function isWitness(court: Court, c: Case, upstream: number, point: number): boolean {
  const d = court.correlation.digests[point];
  if (d.headersCut !== null && d.headersCut.count * 2 > d.frames) return false;
  // It may have seen the flow, whole even, and kept only its tally, or not even that.
  if (!keepsEveryFlow(d)) return false;
  const own = c.conversation.views.find((v) => v.point === upstream)?.flow;
  if (own === undefined) return false;
  for (const other of court.cases) {
    if (other.outcome !== "completed") continue;
    const there = other.conversation.views.find((v) => v.point === upstream)?.flow;
    if (
      there === undefined ||
      there.client.address !== own.client.address ||
      there.server.address !== own.server.address
    )
      continue;
    if (!other.conversation.views.some((v) => v.point === point)) return false;
  }
  const ports = new Set([...d.tcp, ...d.datagrams].map((f) => f.server.port));
  const filtered = d.frames === d.packets && ports.size === 1 && d.datagrams.length === 0;
  const upstreamMixed = court.correlation.digests[upstream].frames > court.correlation.digests[upstream].packets;
  return !(filtered && upstreamMixed);
}

/** Whether the flow's client is at the path's server end: its own views say, else other flows of its hosts. */
function runsAgainst(court: Court, c: Case): boolean {
  const rank = (p: number) => court.correlation.path.indexOf(p);
  const views = c.conversation.views;
  if (views.length > 1) return rank(views[0].point) > rank(views[views.length - 1].point);
  const own = views[0];
  for (const other of court.cases) {
    const o = other.conversation.views;
    const same = o.length < 2 ? undefined : o.find((v) => v.point === own.point);
    if (same === undefined) continue;
    const against = rank(o[0].point) > rank(o[o.length - 1].point);
    const { client, server } = own.flow;
    if (same.flow.client.address === client.address || same.flow.server.address === server.address) return against;
    if (same.flow.client.address === server.address || same.flow.server.address === client.address) return !against;
  }
  return false;
}
