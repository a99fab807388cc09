import type { Code, FlowDirection } from "./codes.js";
import type { Verdict } from "./finding.js";

/** A verdict where nothing is lost and nothing summed: fill in what the rule knows. */
export function verdict(code: Code, direction: FlowDirection | null, more: Partial<Verdict>): Verdict {
  return {
    code,
    certainty: "proven",
    direction,
    lastSeenAt: null,
    missingAt: null,
    sizes: null,
    cause: [],
    evidence: [],
    ruledOut: [],
    next: null,
    ...more,
  };
}
