import type { Severity } from "../diagnose/codes.js";
import type { ReportFinding } from "./contract.js";

/** The gravest first. */
export const SEVERITIES = ["critical", "warning", "info"] as const satisfies readonly Severity[];

export function isAtLeast(finding: ReportFinding, severity: Severity): boolean {
  return SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity);
}

export function gravestFirst(findings: readonly ReportFinding[]): ReportFinding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
