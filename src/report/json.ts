import type { Report } from "./contract.js";

/** The report as it is, for programs: always in English, with keys beside the words for other languages. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
