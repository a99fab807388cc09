import { say } from "../../messages/say.js";
import type { Report, ReportFinding } from "../contract.js";
import { verdictOf } from "../verdict.js";
import { SIGNS } from "./headline.js";
import type { Page } from "./page.js";

/** Findings beside the main one, one paragraph each: the sentence, and the frames that show it. */
export function drawBrief(
  page: Page,
  report: Report,
  findings: readonly ReportFinding[],
  heading: string,
  most: number,
): void {
  if (findings.length === 0) return;
  page.heading(page.say(heading));
  for (const finding of findings.slice(0, most)) {
    page.paragraph(verdictOf(finding, page.words), `  ${SIGNS[finding.severity]} `);
    page.paragraph([finding.code, ...shownBy(page, report, finding)].join(" · "), "    ", page.paint.faint);
    for (const r of finding.remedies.slice(0, 1)) {
      if (r.phrases.title !== null) page.paragraph(say(page.words, r.phrases.title), "    → ");
      for (const command of r.commands.filter((c) => !c.startsWith("#"))) page.line(`        $ ${command}`);
    }
  }
  if (findings.length > most)
    page.line(`    ${page.paint.faint(page.say("report.more", { count: findings.length - most }))}`);
}

function shownBy(page: Page, report: Report, finding: ReportFinding): string[] {
  const nameOf = (id: string) => report.vantagePoints.find((v) => v.id === id)?.name ?? id;
  const frames = finding.evidence
    .filter((e) => e.frame !== null)
    .slice(0, 4)
    .map((e) => page.say("report.frame-at", { point: nameOf(e.vantagePoint), frame: e.frame ?? 0 }));
  return frames.length === 0 ? [] : [frames.join(page.say("report.comma"))];
}
