import { say } from "../../messages/say.js";
import type { ReportFinding, ReportTerm } from "../contract.js";
import type { Page } from "./page.js";
import { padEnd, padStart, widthOf } from "./width.js";

interface Row {
  sign: "" | "+" | "=" | ">";
  value: string;
  label: string;
  why: string;
}

/** Terms that add up, and the sign before each where another stands above it. */
const SIGNS: Readonly<Record<string, Row["sign"]>> = {
  mss: "",
  headers: "+",
  "inner-packet": "=",
  overhead: "+",
  "outer-packet": "=",
  "largest-outer-passed": ">",
  "largest-passed": ">",
  "ptb-mtu": ">",
};

/** What proves the finding: a sum where sizes add up, else its terms line by line. */
export function drawSum(page: Page, finding: ReportFinding): void {
  if (finding.cause.length === 0) return;
  const adds = finding.category === "mtu" && finding.cause.some((t) => t.term === "inner-packet");
  page.heading(page.say(adds ? "report.sum" : "report.shown-by"));
  const rows = adds ? sumRows(page, finding.cause) : finding.cause.map((t) => plainRow(page, t));
  drawRows(page, rows);
  const beside = adds ? finding.cause.filter((t) => SIGNS[t.term] === undefined) : [];
  if (beside.length > 0)
    drawRows(
      page,
      beside.map((t) => plainRow(page, t)),
    );
}

function sumRows(page: Page, cause: readonly ReportTerm[]): Row[] {
  const has = (term: string) => cause.some((t) => t.term === term);
  const passed = cause.find((t) => t.term === "largest-passed");
  const rows: Row[] = [];
  for (const t of cause) {
    const sign = SIGNS[t.term];
    // The sum of what passed stands in the line of its outer packet.
    if (t.term === "largest-passed" && has("largest-outer-passed")) continue;
    if (sign === undefined) continue;
    const why = say(page.words, t.phrase);
    const both = t.term === "largest-outer-passed" && passed !== undefined;
    rows.push({
      sign: rows.length === 0 ? "" : sign,
      value: String(t.value),
      label: labelOf(page, t),
      why: both ? `${why}, ${say(page.words, passed.phrase)}` : t.term === "outer-packet" ? "" : why,
    });
  }
  return rows;
}

function labelOf(page: Page, t: ReportTerm): string {
  const { stack } = t.phrase.params;
  return t.term === "overhead" && stack !== undefined
    ? page.say("report.stack", { stack })
    : page.say(`term.${t.term}`);
}

function plainRow(page: Page, t: ReportTerm): Row {
  return { sign: "", value: valueText(page, t), label: labelOf(page, t), why: say(page.words, t.phrase) };
}

/** Values that are names of something: an ICMP type, an alert, a side. */
function valueText(page: Page, t: ReportTerm): string {
  const group = { icmp: "icmp", alert: "alert", "reset-by": "side" }[t.term];
  return (group && page.words[`${group}.${t.value}`]) || String(t.value);
}

function drawRows(page: Page, rows: readonly Row[]): void {
  const signed = rows.some((r) => r.sign !== "");
  const values = Math.max(...rows.map((r) => widthOf(r.value)));
  const labels = Math.min(30, Math.max(...rows.map((r) => widthOf(r.label))));
  const numbers = rows.every((r) => /^[\d.]+$/.test(r.value));
  for (const row of rows) {
    const label = padEnd(row.label, labels);
    if (signed) drawRow(page, `  ${row.sign.padEnd(2)}${padStart(row.value, values)}  ${label}  `, row.why);
    else if (numbers) drawRow(page, `  ${label}  ${padStart(row.value, values)}  `, row.why);
    // Names have no column of their own: some are longer than a line has room for.
    else page.paragraph([row.value, row.why].filter((part) => part !== "").join(" · "), `  ${label}  `);
  }
}

function drawRow(page: Page, head: string, why: string): void {
  if (why === "") page.line(head);
  else page.paragraph(why, head, page.paint.faint);
}
