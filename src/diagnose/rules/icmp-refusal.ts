import { withBystander } from "../bystanders.js";
import type { Quote } from "../case.js";
import { phrase } from "../finding.js";
import { placeAfter } from "../place.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** ICMP said that packets of the flow are not let through, or cannot be delivered: RFC 792 type 3 but code 4, RFC 4443 type 1. */
export const icmpRefusal: FlowRule = ({ court, case: c }) => {
  for (const side of [c.toServer, c.toClient]) {
    const refusals = side.quotes.filter(isRefusal);
    if (refusals.length === 0) continue;
    const q = refusals[0];
    const place = withBystander(court, c, side, side.stops[0] ?? placeAfter(side));
    const { error } = q;
    return verdict("policy-drop", side.journey.direction, {
      certainty: place.lastSeenAt !== null && place.missingAt !== null ? "proven" : "likely",
      lastSeenAt: place.lastSeenAt,
      missingAt: place.missingAt,
      cause: [
        {
          term: "icmp",
          value: `${error.type}/${error.code}`,
          evidence: phrase("icmp-from", { source: error.source, frame: error.frame }),
        },
        {
          term: "icmp-source",
          value: error.source,
          evidence: phrase("icmp-at", { point: court.correlation.digests[q.point].name }),
        },
      ],
      evidence: refusals.slice(0, 4).map((r) => ({
        point: r.point,
        frame: r.error.frame,
        filter:
          r.error.family === 4
            ? `icmp.type == ${r.error.type} && icmp.code == ${r.error.code}`
            : `icmpv6.type == ${r.error.type}`,
        note: phrase("icmp-refusal", { source: r.error.source, type: r.error.type, code: r.error.code }),
      })),
      ruledOut: [{ code: "mtu-black-hole", because: phrase("icmp-not-size", { size: q.size }) }],
    });
  }
  return null;
};

function isRefusal(q: Quote): boolean {
  const { family, type, code } = q.error;
  return family === 4 ? type === 3 && code !== 4 : type === 1;
}
