import { type Catalogue, say, word } from "../messages/say.js";
import type { Report, ReportFinding, ReportRemedy } from "./contract.js";
import { harmless } from "./text/harmless.js";
import { Page } from "./text/page.js";
import { drawPath } from "./text/path.js";
import { enoughKey } from "./text/remedies.js";
import { drawSum } from "./text/sum.js";
import { findingsOf, verdictOf } from "./verdict.js";

const WIDTH = 80;
const MOST_EVIDENCE = 8;

/** The report for issues and pull requests. What must keep its columns, and all commands, stand in code blocks. */
export function markdownReport(given: Report, words: Catalogue): string {
  const report = harmless({ ...given, journeys: [] });
  const primaries = findingsOf(report, "primary");
  const costs = findingsOf(report, "cost");
  const others = [...costs, ...findingsOf(report, "context")];
  const parts = primaries.flatMap((finding) => inFull(report, finding, words));
  if (primaries.length === 0) {
    const params = { points: report.vantagePoints.length, flows: report.flows.length };
    const key =
      report.flows.length === 0 ? "report.no-flows" : costs.length > 0 ? "report.costs-only" : "report.healthy";
    parts.push(`## ${word(words, key, params)}`);
  }
  if (others.length > 0) {
    parts.push(`### ${word(words, "report.context")}`);
    parts.push(others.map((f) => `- \`${f.code}\`: ${escaped(verdictOf(f, words))}`).join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

function inFull(report: Report, finding: ReportFinding, words: Catalogue): string[] {
  const grade = [finding.severity, finding.certainty].map((g, i) =>
    word(words, `${["severity", "certainty"][i]}.${g}`),
  );
  const parts = [
    `## ${word(words, `title.${finding.code}`)}`,
    `**${escaped(verdictOf(finding, words))}** (\`${finding.code}\`, ${grade.join(", ")})`,
    fenced(drawn(report, finding, words)),
  ];
  if (finding.evidence.length > 0) parts.push(`### ${word(words, "report.evidence")}`, evidenceTable(finding, words));
  if (finding.ruledOut.length > 0) {
    const lines = finding.ruledOut.map((r) => `- \`${r.code}\`: ${escaped(say(words, r.phrase))}`);
    parts.push(`### ${word(words, "report.ruled-out")}`, lines.join("\n"));
  }
  if (finding.nextPhrase !== null)
    parts.push(`### ${word(words, "report.next")}`, fenced(say(words, finding.nextPhrase)));
  if (finding.remedies.length > 0) parts.push(`### ${word(words, "report.remedies")}`);
  finding.remedies.forEach((r, i) => {
    parts.push(...remedy(r, i + 1, words));
  });
  return parts;
}

function drawn(report: Report, finding: ReportFinding, words: Catalogue): string {
  const page = new Page({ words, width: WIDTH, colour: false });
  drawPath(page, report, finding);
  drawSum(page, finding);
  return page.toString().trimEnd();
}

function evidenceTable(finding: ReportFinding, words: Catalogue): string {
  const rows = finding.evidence.slice(0, MOST_EVIDENCE).map((e) => {
    const filter = e.filter === null ? "" : `\`${cell(e.filter)}\``;
    return `| ${cell(e.vantagePoint)} | ${e.frame ?? ""} | ${cell(say(words, e.phrase))} | ${filter} |`;
  });
  return ["| | | | |", "|-|-:|-|-|", ...rows].join("\n");
}

const PARTS = ["scope", "needs", "nextWall", "verify", "rollback"] as const;

function remedy(r: ReportRemedy, number: number, words: Catalogue): string[] {
  const title = r.phrases.title === null ? r.title : say(words, r.phrases.title);
  const enough = word(words, enoughKey(r));
  const notes = PARTS.flatMap((part) => {
    const phrase = r.phrases[part];
    return phrase === null ? [] : [`- ${word(words, `report.remedy-${part}`)}: ${escaped(say(words, phrase))}`];
  });
  return [`#### ${number}. ${escaped(title)} (${enough})`, fenced(r.commands.join("\n")), notes.join("\n")];
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Names come from captures and file names: they are text, and neither markup nor HTML. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, "\\$&");
}

function cell(text: string): string {
  return text.replace(/[|`<]/g, (character) => (character === "|" ? "\\|" : character === "<" ? "&lt;" : "'"));
}
