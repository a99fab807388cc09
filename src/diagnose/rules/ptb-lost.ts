import { lossEvidence, passageEvidence } from "../loss-evidence.js";
import { nextCapture } from "../next.js";
import { honoured, ptbEvidence, ptbsFor, ptbTerms, reachedSender } from "../ptb.js";
import { whatSizeRulesOut } from "../ruled-out.js";
import { sizesOf } from "../stop.js";
import { sumOf } from "../sum.js";
import type { FlowRule } from "./rule.js";

/** A PTB was sent for the packets that stop; whether the sender's side saw it decides between lost and ignored. */
export const ptbLost: FlowRule = ({ court, case: c, stop }) => {
  if (stop === null || !stop.bySize) return null;
  const ptbs = ptbsFor(stop);
  if (ptbs.length === 0 || honoured(ptbs, stop)) return null;
  const reached = reachedSender(ptbs, stop);
  const proven = stop.bothSides && reached !== "unknown";
  return {
    code: reached === "yes" ? "ptb-ignored" : "ptb-not-delivered",
    certainty: proven ? "proven" : reached === "unknown" ? "possible" : "likely",
    direction: stop.side.journey.direction,
    lastSeenAt: stop.place.lastSeenAt,
    missingAt: stop.place.missingAt,
    sizes: sizesOf(c, stop),
    cause: [...sumOf(court, c, stop), ...ptbTerms(court, ptbs)],
    evidence: [...lossEvidence(stop), ...ptbEvidence(ptbs), ...passageEvidence(stop)],
    ruledOut: whatSizeRulesOut(court, c, stop),
    next: proven ? null : nextCapture(court, c, stop.side, stop.place),
  };
};
