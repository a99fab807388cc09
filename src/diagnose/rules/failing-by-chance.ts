import { phrase } from "../finding.js";
import { lossEvidence } from "../loss-evidence.js";
import { nextCapture } from "../next.js";
import { type Stop, sizesOf } from "../stop.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** Nanoseconds within which a sender sends again what was lost: RFC 6298 asks for a second, Linux takes 200 ms at least. */
const SENDS_AGAIN = 1e9;

/** The flow never got over losses, yet packets of the size pass: chance, congestion, a policer. */
export const failingByChance: FlowRule = ({ court, case: c, stop }) => {
  if (stop === null || stop.bySize || !stop.sameSizePassed) return null;
  const { place, side } = stop;
  const recovered = side.recovered.filter((r) => r.lastSeen === place.lastSeen && r.missing === place.missing);
  const losses = place.tries + recovered.reduce((n, r) => n + r.tries, 0);
  if (losses < 2 || fellSilent(stop)) return null;
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

/**
 * Whether nothing at all came any more soon after the first loss, where that is all that is known of it: what came behind the hole had
 * overtaken it, and chance does not take everything from then on.
 */
function fellSilent({ side, place }: Stop): boolean {
  const view = side.journey.views[place.missing];
  if (place.lastSeen >= 0 || view === undefined || view.sent.last === null) return false;
  return view.sent.last.time - Math.min(...place.packets.map((p) => p.first.time)) < SENDS_AGAIN;
}
