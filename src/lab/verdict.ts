import type { FlowDirection } from "../diagnose/codes.js";
import type { Scenario, TrueFinding } from "./scenario.js";

/** What the court reads of a report; anything else in it is not judged. */
export interface JudgedReport {
  vantagePoints: { id: string; name: string }[];
  findings: JudgedFinding[];
}

interface JudgedFinding {
  code: string;
  role: string;
  severity: string;
  flows: string[];
  direction: FlowDirection | null;
  location: { lastSeenAt: string | null; missingAt: string | null };
  sizes: Record<string, number | null> | null;
}

/** Compares a report with the truth; every difference in words, none when the verdict is right. */
export function differences(report: JudgedReport, scenario: Scenario): string[] {
  const { primary, others = [], costs = [], context = [] } = scenario.truth;
  const findings = named(report);
  const expected = [...(primary ? [primary] : []), ...others];
  return [
    ...match(
      "primary",
      expected,
      findings.filter((finding) => finding.role === "primary"),
    ),
    ...match(
      "cost",
      costs,
      findings.filter((finding) => finding.role === "cost"),
    ),
    ...context
      .filter((code) => !findings.some((finding) => finding.role === "context" && finding.code === code))
      .map((code) => `context ${code} is missing`),
  ];
}

/** Locations by the names of vantage points, as the truth has them. */
function named(report: JudgedReport): JudgedFinding[] {
  const names = new Map(report.vantagePoints.map((point) => [point.id, point.name]));
  const name = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return report.findings.map((finding) => ({
    ...finding,
    location: { lastSeenAt: name(finding.location.lastSeenAt), missingAt: name(finding.location.missingAt) },
  }));
}

type Expected = Partial<TrueFinding> & { code: string };

function match(role: string, expected: Expected[], found: JudgedFinding[]): string[] {
  const left = [...found];
  const wrong: string[] = [];
  for (const truth of expected) {
    const exact = left.find((finding) => compare(truth, finding).length === 0);
    const nearest =
      exact ?? left.find((finding) => finding.code === truth.code) ?? (expected.length === 1 ? left[0] : undefined);
    if (!nearest) wrong.push(`${role} ${truth.code} is missing`);
    else {
      left.splice(left.indexOf(nearest), 1);
      wrong.push(...compare(truth, nearest).map((difference) => `${role} ${truth.code}: ${difference}`));
    }
  }
  return [...wrong, ...left.map((finding) => `${role} ${finding.code} should not be there`)];
}

function compare(truth: Expected, finding: JudgedFinding): string[] {
  const wrong: string[] = [];
  const check = (what: string, is: unknown, should: unknown) => {
    if (should !== undefined && is !== should) wrong.push(`${what} is ${String(is)}, not ${String(should)}`);
  };
  check("code", finding.code, truth.code);
  check("direction", finding.direction, truth.direction);
  check("lastSeenAt", finding.location.lastSeenAt, truth.lastSeenAt);
  check("missingAt", finding.location.missingAt, truth.missingAt);
  check("severity", finding.severity, truth.severity);
  check("number of flows", finding.flows.length, truth.flows);
  for (const [key, size] of Object.entries(truth.sizes ?? {})) check(key, finding.sizes?.[key] ?? null, size);
  return wrong;
}
