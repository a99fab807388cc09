import { commonTime } from "../correlate/conversation.js";
import type { Case, Court } from "./case.js";

/**
 * A point that saw nothing of a flow, though its capture spans it and it comes after the last point that did: the flow was lost
 * before it. Null where no point can say so.
 */
export function bystanders(court: Court, c: Case, lastSeenAt: number | null): number | null {
  const { correlation } = court;
  if (lastSeenAt === null) return null;
  const seen = new Set(c.conversation.views.map((v) => v.point));
  const syn = c.conversation.views.find((v) => v.point === lastSeenAt)?.flow.toServer.syn;
  if (syn == null) return null;
  const from = commonTime(correlation, lastSeenAt, syn.time);
  const at = correlation.path.indexOf(lastSeenAt);
  const view = c.conversation.views.find((v) => v.point === lastSeenAt);
  // Does the flow run along the path or against it? Its own views say, else the flows of the same client address.
  const step = runsAgainst(court, c) ? -1 : 1;
  for (let i = at + step; i >= 0 && i < correlation.path.length; i += step) {
    const point = correlation.path[i];
    if (seen.has(point)) return null;
    const d = correlation.digests[point];
    if (d.start === null || d.end === null || view === undefined) continue;
    const start = commonTime(correlation, point, d.start);
    const end = commonTime(correlation, point, d.end);
    if (start <= from && end >= from) return point;
  }
  return null;
}

function runsAgainst(court: Court, c: Case): boolean {
  const rank = (p: number) => court.correlation.path.indexOf(p);
  const views = c.conversation.views;
  if (views.length > 1) return rank(views[0].point) > rank(views[views.length - 1].point);
  const own = views[0];
  for (const other of court.cases) {
    const o = other.conversation.views;
    if (o.length < 2) continue;
    const same = o.find((v) => v.point === own.point);
    if (same === undefined) continue;
    const against = rank(o[0].point) > rank(o[o.length - 1].point);
    if (same.flow.client.address === own.flow.client.address || same.flow.server.address === own.flow.server.address)
      return against;
    if (same.flow.client.address === own.flow.server.address || same.flow.server.address === own.flow.client.address)
      return !against;
  }
  return false;
}
