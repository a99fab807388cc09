import type { Report, ReportFinding, ReportFlow } from "../contract.js";
import type { Page } from "./page.js";
import { padEnd, padStart, widthOf } from "./width.js";

/** More points than this are drawn only where the flow was seen. */
const MOST_POINTS = 24;
const COLUMN = 9;
/** The numbers stay near the points they are between. */
const WIDEST_LEFT = 52;

interface Point {
  id: string;
  name: string;
  seen: boolean;
  /** What the flow is called here, where that changes from the point before. */
  renamed: string | null;
  tunnel: { stack: string; overhead: number } | null;
}

interface Gap {
  /** Largest delivered and smallest lost, down the page (to the server) and up. */
  down: { passed: number | null; lost: number | null };
  up: { passed: number | null; lost: number | null };
}

/** The path of a finding's flow, from client to server down the page: what passed between neighbours, and where it breaks. */
export function drawPath(page: Page, report: Report, finding: ReportFinding): void {
  const flow = report.flows.find((f) => finding.flows.includes(f.id));
  if (flow === undefined) return;
  const points = pointsOf(report, flow, page);
  const left = Math.min(WIDEST_LEFT, page.width - 4 * COLUMN - 1);
  const heads = ["passed", "lost", "passed", "lost"].map((key) => padStart(page.say(`report.path-${key}`), COLUMN));
  page.gap();
  page.line(
    padEnd(page.paint.strong(page.say("report.path")), left + shift(page)) +
      padStart(`↓ ${page.say("towards.client-to-server")}`, 2 * COLUMN) +
      padStart(`↑ ${page.say("towards.server-to-client")}`, 2 * COLUMN),
  );
  page.line(page.paint.faint(padEnd("", left) + heads.join("")));
  const broken = breakAfter(points, finding);
  page.line(`  ${page.say("report.client")} ${flow.client}`);
  for (let i = -1; i < points.length; i++) {
    if (i >= 0) drawPoint(page, points[i]);
    const [above, below] = [points[i], points[i + 1]];
    const pipe = above?.tunnel && below?.tunnel ? "║" : "│";
    const gap = above !== undefined && below !== undefined ? gapBetween(report, above, below) : null;
    if (gap !== null && broken === i) addFinding(gap, finding);
    drawGap(page, left, pipe, gap);
    if (broken === i) {
      drawBreak(page, finding);
      page.line(`  ${pipe}`);
    }
  }
  page.line(`  ${page.say("report.server")} ${lastServer(flow)}`);
}

/** Escape sequences count as characters, not as columns. */
function shift(page: Page): number {
  const title = page.say("report.path");
  return widthOf(page.paint.strong(title)) - widthOf(title);
}

function pointsOf(report: Report, flow: ReportFlow, page: Page): Point[] {
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
        tunnel:
          tunnel === undefined
            ? null
            : { stack: page.say("report.stack", { stack: tunnel.stack.join("/") }), overhead: tunnel.overhead },
      };
    })
    .filter((p) => path.length <= MOST_POINTS || p.seen);
}

function changed(before: string, now: { client: string; server: string }): string {
  return before.startsWith(`${now.client} →`) ? now.server : now.client;
}

function lastServer(flow: ReportFlow): string {
  return flow.endpoints[flow.endpoints.length - 1]?.server ?? flow.server;
}

function gapBetween(report: Report, above: Point, below: Point): Gap {
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
function addFinding(gap: Gap, { direction, sizes }: ReportFinding): void {
  const side = direction === "client-to-server" ? gap.down : gap.up;
  const { largestPassed, smallestLost } = sizes ?? { largestPassed: null, smallestLost: null };
  if (largestPassed !== null) side.passed = Math.max(side.passed ?? 0, largestPassed);
  if (smallestLost !== null) side.lost = Math.min(side.lost ?? smallestLost, smallestLost);
}

function drawPoint(page: Page, p: Point): void {
  const notes = [
    p.tunnel === null ? null : page.say("report.in-tunnel", { stack: p.tunnel.stack, overhead: p.tunnel.overhead }),
    p.renamed === null ? null : page.say("report.renamed", { address: p.renamed }),
    p.seen ? null : page.say("report.unseen-here"),
  ].filter((note) => note !== null);
  const name = `  ${p.seen ? "●" : "○"} ${page.paint.strong(p.name)}`;
  page.line(notes.length === 0 ? name : `${name}   ${page.paint.faint(notes.join(page.say("report.comma")))}`);
}

function drawGap(page: Page, left: number, pipe: string, gap: Gap | null): void {
  const numbers = gap === null ? [] : [gap.down.passed, gap.down.lost, gap.up.passed, gap.up.lost];
  if (gap === null || numbers.every((n) => n === null)) {
    page.line(`  ${pipe}`);
    return;
  }
  const number = (value: number | null) => padStart(value === null ? "-" : String(value), COLUMN);
  const lost = (value: number | null) => (value === null ? number(null) : page.paint.bad(number(value)));
  const cells = number(gap.down.passed) + lost(gap.down.lost) + number(gap.up.passed) + lost(gap.up.lost);
  page.line(padEnd(`  ${pipe}`, left) + cells);
}

/** Index of the point after which the path breaks, -1 before the first; null where nothing is lost. */
function breakAfter(points: readonly Point[], finding: ReportFinding): number | null {
  const { lastSeenAt, missingAt } = finding.location;
  const at = (id: string | null) => (id === null ? -1 : points.findIndex((p) => p.id === id));
  const down = finding.direction === "client-to-server";
  const last = at(lastSeenAt);
  const missing = at(missingAt);
  if (last >= 0) return down ? last : last - 1;
  if (missing >= 0) return down ? missing - 1 : missing;
  return null;
}

function drawBreak(page: Page, finding: ReportFinding): void {
  const size = finding.sizes?.smallestLost ?? null;
  const label =
    finding.category === "mtu" && size !== null
      ? page.say("report.break-size", { size, direction: finding.direction ?? "" })
      : page.say("report.break", { direction: finding.direction ?? "" });
  const start = `  ╳━━ ${label} `;
  page.line(page.paint.bad(start + "━".repeat(Math.max(2, page.width - widthOf(start)))));
}
