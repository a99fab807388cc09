import { phrase } from "../finding.js";
import { lossEvidence } from "../loss-evidence.js";
import { captureCommand, nextCapture } from "../next.js";
import { whatWasNotMet } from "../ruled-out.js";
import { sizesOf } from "../stop.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** The flow failed, and what was captured cannot decide why: say what would. Always answers. */
export const undetermined: FlowRule = ({ court, case: c, stop }) => {
  if (stop !== null) {
    return verdict("undetermined", stop.side.journey.direction, {
      certainty: "possible",
      lastSeenAt: stop.place.lastSeenAt,
      missingAt: stop.place.missingAt,
      sizes: sizesOf(c, stop),
      cause: [
        {
          term: "smallest-lost",
          value: stop.smallest,
          evidence: phrase("smallest-lost", { tries: stop.place.tries, packets: stop.place.packets.length }),
        },
      ],
      evidence: lossEvidence(stop),
      ruledOut: whatWasNotMet(c),
      next: nextCapture(court, c, stop.side, stop.place),
    });
  }
  const last = c.toServer.journey.views[c.toServer.journey.views.length - 1];
  return verdict("undetermined", c.toClient.bytes === 0 ? "server-to-client" : null, {
    certainty: "possible",
    cause: [
      {
        term: "silence",
        value: Math.round(c.waited / 1e8) / 10,
        evidence: phrase("silence", { seconds: Math.round(c.waited / 1e8) / 10 }),
      },
    ],
    evidence: [
      {
        point: last.point,
        frame: last.sent.newData?.frame ?? last.sent.last?.frame ?? null,
        filter: null,
        note: phrase("request-here", { point: court.correlation.digests[last.point].name }),
      },
    ],
    ruledOut: whatWasNotMet(c),
    next: phrase("next-at-server", { command: captureCommand(c, last.point) }),
  });
};
