import type { Report, ReportFinding } from "../contract.js";
import { findingsOf, verdictOf } from "../verdict.js";
import type { Page } from "./page.js";

export const SIGNS = { critical: "✗", warning: "!", info: "·" } as const;

/** The verdict in one sentence, then what kind of finding it is and of which flows. */
export function drawVerdict(page: Page, report: Report, finding: ReportFinding): void {
  const style =
    finding.severity === "critical" ? page.paint.bad : finding.severity === "warning" ? page.paint.warn : plain;
  page.paragraph(verdictOf(finding, page.words), `${SIGNS[finding.severity]} `, style);
  const kind = [
    page.say(`title.${finding.code}`),
    finding.code,
    page.say(`severity.${finding.severity}`),
    page.say(`certainty.${finding.certainty}`),
    ...flowsOf(page, report, finding),
  ];
  page.paragraph(kind.join(" · "), "  ", page.paint.faint);
}

function flowsOf(page: Page, report: Report, finding: ReportFinding): string[] {
  const first = report.flows.find((f) => f.id === finding.flows[0]);
  if (first === undefined) return [];
  const name = `${first.client} → ${first.server}`;
  const others = finding.flows.length - 1;
  return [others === 0 ? name : page.say("report.and-flows", { flow: name, count: others })];
}

function plain(line: string): string {
  return line;
}

/** Said where no flow failed: one line, with what was looked at. */
export function drawHealth(page: Page, report: Report): void {
  const points = report.vantagePoints.length;
  const flows = report.flows.length;
  if (flows === 0) {
    page.paragraph(page.say("report.no-flows", { points }), "? ", page.paint.warn);
    return;
  }
  const costs = findingsOf(report, "cost").length;
  page.paragraph(
    page.say(costs > 0 ? "report.costs-only" : "report.healthy", { points, flows, costs }),
    "✓ ",
    page.paint.good,
  );
}
