import type { Report, ReportFinding } from "../contract.js";
import type { Page } from "./page.js";
import { addFinding, breakAfter, type Gap, gapBetween, lastServer, type Point, pointsOf } from "./path-model.js";
import { padEnd, padStart, widthOf } from "./width.js";

const COLUMN = 9;
/** The numbers stay near the points they are between. */
const WIDEST_LEFT = 52;

/** The path of a finding's flow, from client to server down the page: what passed between neighbours, and where it breaks. */
export function drawPath(page: Page, report: Report, finding: ReportFinding): void {
  const flow = report.flows.find((f) => finding.flows.includes(f.id));
  if (flow === undefined) return;
  const points = pointsOf(report, flow);
  const left = Math.min(WIDEST_LEFT, page.width - 4 * COLUMN - 1);
  // What was lost of other flows says nothing of one that was reset or refused.
  const sized = finding.category === "mtu" || finding.sizes !== null;
  if (sized) drawHead(page, left);
  else page.heading(page.say("report.path"));
  const broken = breakAfter(points, finding);
  page.line(`  ${page.say("report.client")} ${flow.client}`);
  for (let i = -1; i < points.length; i++) {
    if (i >= 0) drawPoint(page, points[i]);
    const [above, below] = [points[i], points[i + 1]];
    const pipe = above?.tunnel && below?.tunnel ? "║" : "│";
    const gap = sized && above !== undefined && below !== undefined ? gapBetween(report, above, below) : null;
    if (gap !== null && broken === i) addFinding(gap, finding);
    drawGap(page, left, pipe, gap);
    if (broken === i) {
      drawBreak(page, finding);
      page.line(`  ${pipe}`);
    }
  }
  page.line(`  ${page.say("report.server")} ${lastServer(flow)}`);
}

function drawHead(page: Page, left: number): void {
  const title = page.say("report.path");
  const heads = ["passed", "lost", "passed", "lost"].map((key) => padStart(page.say(`report.path-${key}`), COLUMN));
  page.gap();
  page.line(
    page.paint.strong(title) +
      " ".repeat(left - widthOf(title)) +
      padStart(`↓ ${page.say("towards.client-to-server")}`, 2 * COLUMN) +
      padStart(`↑ ${page.say("towards.server-to-client")}`, 2 * COLUMN),
  );
  page.line(page.paint.faint(padEnd("", left) + heads.join("")));
}

function drawPoint(page: Page, p: Point): void {
  const notes = [
    p.tunnel === null
      ? null
      : page.say("report.in-tunnel", { stack: p.tunnel.stack.join("/"), overhead: p.tunnel.overhead }),
    p.renamed === null ? null : page.say("report.renamed", { address: p.renamed }),
    p.seen ? null : page.say("report.unseen-here"),
  ].filter((note) => note !== null);
  const sign = p.seen ? "●" : "○";
  if (notes.length === 0) page.line(`  ${sign} ${page.paint.strong(p.name)}`);
  else
    page.paragraph(notes.join(page.say("report.comma")), `  ${sign} ${p.name}   `, page.paint.faint, page.paint.strong);
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

function drawBreak(page: Page, finding: ReportFinding): void {
  const size = finding.sizes?.smallestLost ?? null;
  const label =
    finding.category === "mtu" && size !== null
      ? page.say("report.break-size", { size, direction: finding.direction ?? "" })
      : page.say("report.break", { direction: finding.direction ?? "" });
  const start = `  ╳━━ ${label} `;
  page.line(page.paint.bad(start + "━".repeat(Math.max(2, page.width - widthOf(start)))));
}
