import { lossEvidence, passageEvidence } from "../loss-evidence.js";
import { nextCapture } from "../next.js";
import { honoured, ptbsFor } from "../ptb.js";
import { whatSizeRulesOut } from "../ruled-out.js";
import { sizesOf } from "../stop.js";
import { sumOf } from "../sum.js";
import type { FlowRule } from "./rule.js";

/** Packets above a size vanish, smaller ones pass, and nobody was told: no PTB anywhere, or one that was obeyed before. */
export const blackHole: FlowRule = ({ court, case: c, stop }) => {
  if (stop === null || !stop.bySize) return null;
  const ptbs = ptbsFor(stop);
  if (ptbs.length > 0 && !honoured(ptbs, stop)) return null;
  const proven = stop.bothSides && stop.afterwards === "smaller-passed";
  return {
    code: "mtu-black-hole",
    certainty: proven ? "proven" : "likely",
    direction: stop.side.journey.direction,
    lastSeenAt: stop.place.lastSeenAt,
    missingAt: stop.place.missingAt,
    sizes: sizesOf(c, stop),
    cause: sumOf(court, c, stop),
    evidence: [...lossEvidence(stop), ...passageEvidence(stop)],
    ruledOut: whatSizeRulesOut(court, c, stop),
    next: proven ? null : nextCapture(court, c, stop.side, stop.place),
  };
};
