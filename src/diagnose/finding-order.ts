import type { Correlation } from "../correlate/conversation.js";
import { CODES, type Code } from "./codes.js";
import type { Finding } from "./finding.js";

const ROLES = ["primary", "cost", "context"] as const;
const SEVERITIES = ["critical", "warning", "info"] as const;
const ORDER = Object.keys(CODES) as Code[];

type Ordered = Omit<Finding, "category">;

/**
 * What explains failures comes first, of that the gravest, of that what most flows share; then the order of the codes' table and of the
 * path. Which of several flows happened to start first decides nothing.
 */
export function inOrder(correlation: Correlation, findings: readonly Ordered[]): Ordered[] {
  const rank = new Map(correlation.path.map((point, i) => [point, i]));
  const along = (point: number | null) => (point === null ? -1 : (rank.get(point) ?? -1));
  return [...findings].sort(
    (a, b) =>
      ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.flows.length - a.flows.length ||
      ORDER.indexOf(a.code) - ORDER.indexOf(b.code) ||
      along(a.lastSeenAt) - along(b.lastSeenAt) ||
      along(a.missingAt) - along(b.missingAt),
  );
}
