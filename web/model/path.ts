import type { FlowDirection } from "../../src/diagnose/codes.js";
import type { Report, ReportFinding, ReportFlow } from "../../src/report/contract.js";

/** The path of one flow, from the client's end to the server's: what the path and the staircase are drawn from. */
export interface PathModel {
  points: PathPoint[];
  /** One fewer than points: link `i` lies between points `i` and `i + 1`. */
  links: PathLink[];
  tunnels: Tunnel[];
  /** Tunnels that are inside one another at the deepest point. */
  depth: number;
  break: Break | null;
}

export interface PathPoint {
  id: string;
  name: string;
  seen: boolean;
  client: string | null;
  server: string | null;
  /** The address that differs from the one at the point before: NAT stands between. */
  renamed: string | null;
  stack: string[];
  overhead: number;
}

interface Lane {
  delivered: number | null;
  lost: number | null;
}

export interface PathLink {
  toServer: Lane;
  toClient: Lane;
  /** Encapsulation on the link, as far as either end saw it. */
  overhead: number;
}

/** Consecutive points that see the flow inside one tunnel; `depth` 1 is the outermost. */
export interface Tunnel {
  name: string;
  depth: number;
  overhead: number;
  from: number;
  to: number;
}

export interface Break {
  /** Index of the link; -1 before the first point, `points.length - 1` after the last. */
  link: number;
  direction: FlowDirection;
  size: number | null;
}

const MOST_POINTS = 12;

export function pathModel(report: Report, flow: ReportFlow, finding: ReportFinding | null): PathModel {
  const points = pointsOf(report, flow);
  const links = points.slice(1).map((p, i) => linkBetween(report, points[i], p));
  const broken = finding === null ? null : breakOf(points, finding);
  if (finding !== null && broken !== null) addFinding(links, broken, finding);
  return {
    points,
    links,
    tunnels: tunnelsOf(points),
    depth: Math.max(0, ...points.map((p) => p.stack.length)),
    break: broken,
  };
}

function pointsOf(report: Report, flow: ReportFlow): PathPoint[] {
  const along = flow.endpoints.map((e) => report.path.indexOf(e.at)).filter((i) => i >= 0);
  const against = along.length > 1 && along[0] > along[along.length - 1];
  const known = report.path.length > 0 && along.length > 0 ? report.path : flow.endpoints.map((e) => e.at);
  const ids = against ? [...known].reverse() : known;
  const names = new Map(report.vantagePoints.map((v) => [v.id, v.name]));
  let before: { client: string; server: string } | null = null;
  return ids
    .map((id): PathPoint => {
      const ends = flow.endpoints.find((e) => e.at === id) ?? null;
      const tunnel = flow.encapsulation.find((e) => e.at === id && e.overhead > 0);
      const renamed = ends === null || before === null ? null : changed(before, ends);
      if (ends !== null) before = ends;
      return {
        id,
        name: names.get(id) ?? id,
        seen: ends !== null,
        client: ends?.client ?? null,
        server: ends?.server ?? null,
        renamed,
        stack: tunnel?.stack ?? [],
        overhead: tunnel?.overhead ?? 0,
      };
    })
    .filter((p) => p.seen || ids.length <= MOST_POINTS);
}

function changed(before: { client: string; server: string }, now: { client: string; server: string }): string | null {
  if (before.client !== now.client) return now.client;
  return before.server === now.server ? null : now.server;
}

function linkBetween(report: Report, a: PathPoint, b: PathPoint): PathLink {
  const lane = (from: string, to: string): Lane => {
    const links = report.links.filter((l) => l.from === from && l.to === to);
    return {
      delivered: largest(links.map((l) => l.largestDelivered)),
      lost: smallest(links.map((l) => l.smallestLost)),
    };
  };
  return { toServer: lane(a.id, b.id), toClient: lane(b.id, a.id), overhead: Math.max(a.overhead, b.overhead) };
}

function breakOf(points: readonly PathPoint[], finding: ReportFinding): Break | null {
  const { direction, location, sizes } = finding;
  if (direction === null || finding.role !== "primary") return null;
  const at = (id: string | null) => (id === null ? -1 : points.findIndex((p) => p.id === id));
  const last = at(location.lastSeenAt);
  const missing = at(location.missingAt);
  const toServer = direction === "client-to-server";
  const size = finding.category === "mtu" ? (sizes?.smallestLost ?? null) : null;
  if (last >= 0) return { link: toServer ? last : last - 1, direction, size };
  if (missing >= 0) return { link: toServer ? missing - 1 : missing, direction, size };
  return null;
}

/** The finding knows of its place what links, made of segments, may not: datagrams. */
function addFinding(links: readonly PathLink[], broken: Break, { sizes }: ReportFinding): void {
  const link = links[broken.link];
  if (link === undefined || sizes === null) return;
  const lane = broken.direction === "client-to-server" ? link.toServer : link.toClient;
  lane.delivered = largest([lane.delivered, sizes.largestPassed]);
  lane.lost = smallest([lane.lost, sizes.smallestLost]);
}

function tunnelsOf(points: readonly PathPoint[]): Tunnel[] {
  const out: Tunnel[] = [];
  const depth = Math.max(0, ...points.map((p) => p.stack.length));
  for (let d = 1; d <= depth; d++) {
    let open: Tunnel | null = null;
    points.forEach((p, i) => {
      const name = p.stack[d - 1];
      if (name === undefined) {
        if (p.seen) open = null;
        return;
      }
      if (open !== null && open.name === name) {
        open.to = i;
        open.overhead = Math.max(open.overhead, p.overhead);
      } else {
        open = { name, depth: d, overhead: p.overhead, from: i, to: i };
        out.push(open);
      }
    });
  }
  return out;
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
}

function smallest(values: readonly (number | null)[]): number | null {
  return values.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
}
