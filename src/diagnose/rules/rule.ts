import type { Case, Court } from "../case.js";
import type { Finding, Verdict } from "../finding.js";
import type { Stop } from "../stop.js";

/** What a rule for failed flows is given; `stop` is where its packets end, if they do. */
export interface Trial {
  court: Court;
  case: Case;
  stop: Stop | null;
}

/** Explains one failed flow, or passes on. */
export type FlowRule = (trial: Trial) => Verdict | null;

/** Looks at all flows: costs and context. */
export type CourtRule = (court: Court) => Omit<Finding, "category">[];
