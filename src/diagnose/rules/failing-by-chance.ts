import { phrase } from "../finding.js";
import { lossEvidence } from "../loss-evidence.js";
import { nextCapture } from "../next.js";
import { sizesOf } from "../stop.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** The flow never got over losses, yet packets of the size pass: chance, congestion, a policer. */
export const failingByChance: FlowRule = ({ court, case: c, stop }) => {
  if (stop === null || stop.bySize || !stop.sameSizePassed) return null;
  const { place, side } = stop;
  const recovered = side.recovered.filter((r) => r.lastSeen === place.lastSeen && r.missing === place.missing);
  const losses = place.tries + recovered.reduce((n, r) => n + r.tries, 0);
  if (losses < 2) return null;
  return verdict("random-loss", side.journey.direction, {
    certainty: stop.bothSides ? "proven" : "likely",
    lastSeenAt: place.lastSeenAt,
    missingAt: place.missingAt,
    sizes: sizesOf(c, stop),
    cause: [
      {
        term: "lost-packets",
        value: losses,
        evidence: phrase("same-size-passed", { size: stop.smallest, passed: stop.overall.largest ?? 0 }),
      },
    ],
    evidence: lossEvidence(stop),
    ruledOut: [
      {
        code: "mtu-black-hole",
        because: phrase("same-size-passed", { size: stop.smallest, passed: stop.overall.largest ?? 0 }),
      },
    ],
    next: stop.bothSides ? null : nextCapture(court, c, side, place),
  });
};
