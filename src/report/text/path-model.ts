import type { Report, ReportFinding, ReportFlow } from "../contract.js";

/** What a path is drawn of: points from the flow's client to its server, and what passed between neighbours. */

/** More points than this are drawn only where the flow was seen. */
const MOST_POINTS = 24;

export interface Point {
  id: string;
  name: string;
  seen: boolean;
  /** What the flow is called here, where that changes from the point before. */
  renamed: string | null;
  tunnel: { stack: string[]; overhead: number } | null;
}

export interface Gap {
  /** Largest delivered and smallest lost, down the page (to the server) and up. */
  down: { passed: number | null; lost: number | null };
  up: { passed: number | null; lost: number | null };
}

export function pointsOf(report: Report, flow: ReportFlow): Point[] {
  const along = flow.endpoints.map((e) => report.path.indexOf(e.at)).filter((i) => i >= 0);
  const against = along.length > 1 && along[0] > along[along.length - 1];
  const path = against ? [...report.path].reverse() : report.path;
  const names = new Map(report.vantagePoints.map((v) => [v.id, v.name]));
  let before: string | null = null;
  return path
    .map((id) => {
      const ends = flow.endpoints.find((e) => e.at === id);
      const tunnel = flow.encapsulation.find((e) => e.at === id && e.overhead > 0);
      const now: string | null = ends === undefined ? before : `${ends.client} → ${ends.server}`;
      const renamed = ends !== undefined && before !== null && now !== before ? changed(before, ends) : null;
      before = now;
      return {
        id,
        name: names.get(id) ?? id,
        seen: ends !== undefined,
        renamed,
        tunnel: tunnel ?? null,
      };
    })
    .filter((p) => path.length <= MOST_POINTS || p.seen);
}

function changed(before: string, now: { client: string; server: string }): string {
  return before.startsWith(`${now.client} →`) ? now.server : now.client;
}

export function lastServer(flow: ReportFlow): string {
  return flow.endpoints[flow.endpoints.length - 1]?.server ?? flow.server;
}

export function gapBetween(report: Report, above: Point, below: Point): Gap {
  const side = (from: string, to: string) => {
    const links = report.links.filter((l) => l.from === from && l.to === to);
    const passed = links.flatMap((l) => l.largestDelivered ?? []);
    const lost = links.flatMap((l) => l.smallestLost ?? []);
    return {
      passed: passed.length > 0 ? Math.max(...passed) : null,
      lost: lost.length > 0 ? Math.min(...lost) : null,
    };
  };
  return { down: side(above.id, below.id), up: side(below.id, above.id) };
}

/** The finding knows of its place what links, made of segments, may not: datagrams. */
export function addFinding(gap: Gap, { direction, sizes }: ReportFinding): void {
  const side = direction === "client-to-server" ? gap.down : gap.up;
  const { largestPassed, smallestLost } = sizes ?? { largestPassed: null, smallestLost: null };
  if (largestPassed !== null) side.passed = Math.max(side.passed ?? 0, largestPassed);
  if (smallestLost !== null) side.lost = Math.min(side.lost ?? smallestLost, smallestLost);
}

/** Index of the point after which the path breaks, -1 before the first; null where nothing is lost. */
export function breakAfter(points: readonly Point[], finding: ReportFinding): number | null {
  const { lastSeenAt, missingAt } = finding.location;
  const at = (id: string | null) => (id === null ? -1 : points.findIndex((p) => p.id === id));
  const down = finding.direction === "client-to-server";
  const last = at(lastSeenAt);
  const missing = at(missingAt);
  if (last >= 0) return down ? last : last - 1;
  if (missing >= 0) return down ? missing - 1 : missing;
  return null;
}
