import type { Severity } from "../diagnose/codes.js";
import { type Catalogue, say } from "../messages/say.js";
import type { Report, ReportFinding, ReportFlow } from "./contract.js";
import { isAtLeast } from "./severity.js";
import { harmless } from "./text/harmless.js";
import { verdictOf } from "./verdict.js";

/** The report for CI: each flow is a test case, which fails by the findings at or above `failOn` that it has a part in. */
export function junitReport(given: Report, words: Catalogue, failOn: Severity): string {
  const report = harmless({ ...given, journeys: [] });
  const failing = report.findings.filter((f) => isAtLeast(f, failOn));
  const cases = report.flows.map((flow) => testCase(flow, failing, words));
  const failures = cases.filter((c) => c.failed).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="hopscope" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases.map((c) => c.xml),
    "</testsuite>",
    "",
  ].join("\n");
}

function testCase(flow: ReportFlow, failing: readonly ReportFinding[], words: Catalogue) {
  const found = failing.filter((f) => f.flows.includes(flow.id));
  const open = `  <testcase classname="${escaped(flow.protocol)}" name="${escaped(`${flow.id} ${flow.client} -> ${flow.server}`)}"`;
  if (found.length === 0) return { failed: false, xml: `${open}/>` };
  const failures = found.map((f) => {
    const lines = f.cause.map((t) => `${words[`term.${t.term}`] ?? t.term}: ${t.value} (${say(words, t.phrase)})`);
    const head = `<failure type="${f.code}" message="${escaped(verdictOf(f, words))}">`;
    return `    ${head}${escaped(lines.join("\n"))}</failure>`;
  });
  return { failed: true, xml: `${open}>\n${failures.join("\n")}\n  </testcase>` };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
