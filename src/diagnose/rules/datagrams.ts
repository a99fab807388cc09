import type { Court } from "../case.js";
import type { Finding } from "../finding.js";

export function datagramVerdicts(_court: Court): Omit<Finding, "category">[] {
  return [];
}
