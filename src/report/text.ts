import type { Report, ReportFinding } from "./contract.js";
import { drawBrief } from "./text/brief.js";
import { drawEvidence, drawNext, drawRuledOut } from "./text/evidence.js";
import { drawFlows } from "./text/flows.js";
import { harmless } from "./text/harmless.js";
import { drawHealth, drawVerdict } from "./text/headline.js";
import { Page, type TextOptions } from "./text/page.js";
import { drawPath } from "./text/path.js";
import { drawRemedies, drawTitles } from "./text/remedies.js";
import { drawSum } from "./text/sum.js";
import { drawVantagePoints } from "./text/vantage-points.js";
import { findingsOf } from "./verdict.js";

export type { TextOptions } from "./text/page.js";

/** Bounds: what is left out is counted, and `--json` has it all. */
const MOST = { inFull: 5, evidence: 8, brief: 8, flows: 12, vantagePoints: 40 };

/** The report for people: the verdict first, then what proves it, what to change, and last what was looked at. */
export function textReport(given: Report, options: TextOptions): string {
  const report = harmless({ ...given, journeys: [] });
  const page = new Page(options);
  const primaries = findingsOf(report, "primary");
  const costs = findingsOf(report, "cost");
  if (primaries.length === 0) drawHealth(page, report);
  if (primaries.length > 1) page.line(page.say("report.several", { count: primaries.length }));
  for (const finding of primaries.slice(0, MOST.inFull)) {
    page.gap();
    if (options.brief) drawInBrief(page, report, finding);
    else drawInFull(page, report, finding);
  }
  if (options.brief) return page.toString();
  drawBrief(page, report, primaries.slice(MOST.inFull), "report.further", MOST.brief);
  drawBrief(page, report, costs, "report.costs", MOST.brief);
  drawBrief(page, report, findingsOf(report, "context"), "report.context", MOST.brief);
  drawFlows(page, report, MOST.flows);
  drawVantagePoints(page, report, MOST.vantagePoints, primaries.length + costs.length === 0);
  return page.toString();
}

function drawInBrief(page: Page, report: Report, finding: ReportFinding): void {
  drawVerdict(page, report, finding);
  drawPath(page, report, finding);
  drawSum(page, finding);
  drawTitles(page, finding.remedies);
}

function drawInFull(page: Page, report: Report, finding: ReportFinding): void {
  drawVerdict(page, report, finding);
  drawPath(page, report, finding);
  drawSum(page, finding);
  drawEvidence(page, report, finding, MOST.evidence);
  drawRuledOut(page, finding);
  drawNext(page, finding);
  drawRemedies(page, finding.remedies);
}
