import type { Report, ReportFlow } from "../contract.js";
import type { Page } from "./page.js";
import { padEnd, widthOf } from "./width.js";

const FAILED: ReadonlySet<ReportFlow["outcome"]> = new Set(["stalled", "reset", "unanswered", "refused"]);

/** The flows, those with findings first. */
export function drawFlows(page: Page, report: Report, most: number): void {
  if (report.flows.length === 0) return;
  const involved = new Set(report.findings.filter((f) => f.role !== "context").flatMap((f) => f.flows));
  const sorted = [...report.flows].sort((a, b) => Number(involved.has(b.id)) - Number(involved.has(a.id)));
  const shown = sorted.slice(0, most);
  page.heading(page.say("report.flows"));
  const ids = Math.max(...shown.map((f) => widthOf(f.id)));
  for (const f of shown)
    page.paragraph(describe(page, f), `  ${FAILED.has(f.outcome) ? "✗" : " "} ${padEnd(f.id, ids)}  `);
  const hidden = sorted.slice(most);
  if (hidden.length > 0) {
    const failed = hidden.filter((f) => FAILED.has(f.outcome)).length;
    page.line(`    ${page.paint.faint(page.say("report.more-flows", { count: hidden.length, failed }))}`);
  }
}

function describe(page: Page, f: ReportFlow): string {
  const parts = [
    page.say(`outcome.${f.outcome}`),
    f.tls === null ? null : page.say(`tls.${f.tls}`),
    f.sni,
    f.protocol === "tcp"
      ? page.say("report.mss", { client: f.mss.client ?? "?", server: f.mss.server ?? "?" })
      : f.protocol,
    f.baseline ? page.say("report.baseline") : null,
  ].filter((part) => part !== null);
  return `${f.client} → ${f.server}${page.say("report.colon")}${parts.join(page.say("report.comma"))}`;
}
