import { say } from "../../messages/say.js";
import type { Report, ReportFinding } from "../contract.js";
import type { Page } from "./page.js";
import { padEnd, padStart, widthOf } from "./width.js";

/** Frames and filters: where to look in Wireshark. */
export function drawEvidence(page: Page, report: Report, finding: ReportFinding, most: number): void {
  const shown = finding.evidence.slice(0, most);
  if (shown.length === 0) return;
  page.heading(page.say("report.evidence"));
  const nameOf = (id: string) => report.vantagePoints.find((v) => v.id === id)?.name ?? id;
  const names = Math.max(...shown.map((e) => widthOf(nameOf(e.vantagePoint))));
  const frames = Math.max(...shown.map((e) => String(e.frame ?? "-").length));
  for (const e of shown) {
    const lead = `  ${padEnd(nameOf(e.vantagePoint), names)}  ${padStart(String(e.frame ?? "-"), frames)}  `;
    page.paragraph(say(page.words, e.phrase), lead);
    // A filter that only repeats the frame's number tells nothing new.
    if (e.filter !== null && !e.filter.startsWith("frame.number")) {
      page.line(" ".repeat(widthOf(lead)) + page.paint.faint(e.filter));
    }
  }
  const hidden = finding.evidence.length - shown.length;
  if (hidden > 0) page.line(`  ${page.paint.faint(page.say("report.more", { count: hidden }))}`);
}

/** What else it could have been, and what speaks against each. */
export function drawRuledOut(page: Page, finding: ReportFinding): void {
  if (finding.ruledOut.length === 0) return;
  page.heading(page.say("report.ruled-out"));
  const width = Math.max(...finding.ruledOut.map((r) => r.code.length));
  for (const r of finding.ruledOut) page.paragraph(say(page.words, r.phrase), `  ${padEnd(r.code, width)}  `);
}

/** The observation that would decide, its command on a line of its own. */
export function drawNext(page: Page, finding: ReportFinding): void {
  const phrase = finding.nextPhrase;
  if (phrase === null) return;
  page.heading(page.say("report.next"));
  drawWithCommand(page, phrase, "  ");
}

/** A phrase about a command: the command whole, on its own line, so that it can be copied; the words around it wrapped. */
export function drawWithCommand(
  page: Page,
  phrase: { key: string; params: Record<string, string | number> },
  lead: string,
): void {
  const { command } = phrase.params;
  const indent = " ".repeat(widthOf(lead));
  if (command === undefined) {
    page.paragraph(say(page.words, phrase), lead);
    return;
  }
  const template = page.words[phrase.key] ?? "";
  const words = say(page.words, { key: phrase.key, params: { ...phrase.params, command: "" } }).replace(
    /^[\s;,，；：]+|[\s:：]+$/g,
    "",
  );
  if (template.startsWith("{command}")) {
    page.line(`${lead}$ ${command}`);
    if (words !== "") page.paragraph(words, indent);
  } else {
    page.paragraph(words, lead);
    page.line(`${indent}$ ${command}`);
  }
}
