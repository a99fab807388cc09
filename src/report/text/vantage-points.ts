import type { Report, ReportVantagePoint } from "../contract.js";
import type { Page } from "./page.js";
import { padEnd, widthOf } from "./width.js";

/** Clocks further apart than this are worth a word. */
const NOTABLE_OFFSET = 0.01;

/** The vantage points: all of them in brief where `all`, else only those with something to know. */
export function drawVantagePoints(page: Page, report: Report, most: number, all: boolean): void {
  const rows = report.vantagePoints.map((v) => ({ v, notes: notesOf(page, v) }));
  const shown = rows.filter((r) => all || r.notes.length > 0).slice(0, most);
  if (shown.length === 0) return;
  page.heading(page.say("report.vantage-points"));
  const names = Math.min(32, Math.max(...shown.map(({ v }) => widthOf(v.name))));
  for (const { v, notes } of shown) {
    const seen = page.say("report.frames", { frames: v.frames, packets: v.packets });
    page.paragraph([seen, ...notes].join(page.say("report.comma")), `  ${padEnd(v.name, names)}  `);
  }
}

function notesOf(page: Page, v: ReportVantagePoint): string[] {
  const notes: string[] = [];
  if (v.damage !== null)
    notes.push(page.say("report.damaged", { frame: v.damage.frame, offset: v.damage.offset, what: v.damage.what }));
  if (v.dropped !== null && v.dropped > 0) notes.push(page.say("report.dropped", { count: v.dropped }));
  if (v.talliedFlows > 0) notes.push(page.say("report.tallied", { count: v.talliedFlows }));
  if (v.packets === 0) notes.push(page.say("report.no-packets", { linkType: v.linkType }));
  if (v.clockOffset !== null && Math.abs(v.clockOffset) >= NOTABLE_OFFSET)
    notes.push(
      page.say(v.clockOffset > 0 ? "report.clock-ahead" : "report.clock-behind", {
        seconds: Math.abs(v.clockOffset).toFixed(3),
      }),
    );
  return notes;
}
