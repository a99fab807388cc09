import { phrase } from "../finding.js";
import { lossEvidence } from "../loss-evidence.js";
import { nextCapture } from "../next.js";
import { sizesOf } from "../stop.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** So many sends of one stretch of bytes, all lost where others of the size pass, are no chance. */
const NO_CHANCE = 3;

/**
 * From some moment on packets stop whatever their size: small ones too, or ones no larger than what passed before, or a size below any
 * MTU. A filter by name or content, a firewall's state, a host that died.
 */
export const allSizes: FlowRule = ({ court, case: c, stop }) => {
  if (stop === null || stop.bySize || !stop.place.persistent) return null;
  const { place, side } = stop;
  const worst = Math.max(...place.packets.map((p) => p.tries));
  if (worst < NO_CHANCE && stop.afterwards !== "nothing-passed") return null;
  // Packets that could all be too large, no small one sent after them, and points on one side or nothing known to pass: nobody can tell.
  const open = !stop.bothSides || stop.own.largest === null;
  const undecided = stop.afterwards === "nothing-known" && !stop.sameSizePassed && open && stop.smallest >= 576;
  if (undecided) return null;
  const proven = stop.bothSides;
  return verdict("policy-drop", side.journey.direction, {
    certainty: proven ? "proven" : "likely",
    lastSeenAt: place.lastSeenAt,
    missingAt: place.missingAt,
    sizes: sizesOf(c, stop),
    cause: [
      {
        term: "smallest-lost",
        value: place.smallest,
        evidence: phrase("smallest-lost", { tries: place.tries, packets: place.packets.length }),
      },
      {
        term: "largest-passed",
        value: stop.overall.largest ?? 0,
        evidence: phrase("passed-before", { size: stop.overall.largest ?? 0 }),
      },
    ],
    evidence: lossEvidence(stop),
    ruledOut: [
      {
        code: "mtu-black-hole",
        because: stop.sameSizePassed
          ? phrase("same-size-passed", { size: stop.smallest, passed: stop.overall.largest ?? 0 })
          : stop.afterwards === "nothing-passed"
            ? phrase("small-lost-too", { size: place.smallest })
            : phrase("below-any-mtu", { size: stop.smallest }),
      },
    ],
    next: proven ? null : nextCapture(court, c, side, place),
  });
};
