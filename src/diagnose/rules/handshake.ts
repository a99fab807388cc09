import { withBystander } from "../bystanders.js";
import type { Case, Court } from "../case.js";
import { phrase } from "../finding.js";
import { captureCommand } from "../next.js";
import { placeAfter } from "../place.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** The SYN got no answer, or the answer got lost on its way. */
export const handshake: FlowRule = ({ court, case: c }) => {
  if (c.outcome !== "unanswered") return null;
  return c.handshake === "syn" ? unanswered(court, c) : answerLost(court, c);
};

function unanswered(court: Court, c: Case) {
  const side = c.toServer;
  const place = withBystander(
    court,
    c,
    side,
    placeAfter(side, (v) => v.sent.syn !== null),
  );
  const syn = side.journey.views[0].sent.syn;
  return verdict("syn-unanswered", side.journey.direction, {
    certainty: place.lastSeenAt !== null && place.missingAt !== null ? "proven" : "likely",
    lastSeenAt: place.lastSeenAt,
    missingAt: place.missingAt,
    cause: [{ term: "syns", value: syn?.count ?? 1, evidence: phrase("syn-sent", { frame: syn?.frame ?? 0 }) }],
    evidence: side.journey.views
      .filter((v) => v.sent.syn !== null)
      .map((v) => ({
        point: v.point,
        frame: v.sent.syn?.frame ?? null,
        filter: "tcp.flags.syn == 1 && tcp.flags.ack == 0",
        note: phrase("syn-here"),
      })),
    ruledOut: [{ code: "mtu-black-hole", because: phrase("syn-small", { size: syn?.size ?? 0 }) }],
    next: phrase("next-syn", { command: captureCommand(c, place.lastSeenAt) }),
  });
}

function answerLost(court: Court, c: Case) {
  const back = c.toClient;
  const place = withBystander(
    court,
    c,
    back,
    placeAfter(back, (v) => v.sent.syn !== null),
  );
  // The answer reached the outermost point on the client's side, and the client goes on asking: lost beyond it.
  const syn = back.journey.views.find((v) => v.sent.syn !== null)?.sent.syn;
  return verdict("one-way-traffic", back.journey.direction, {
    certainty: place.lastSeenAt !== null && place.missingAt !== null ? "proven" : "likely",
    lastSeenAt: place.lastSeenAt,
    missingAt: place.missingAt,
    cause: [{ term: "syn-acks", value: syn?.count ?? 1, evidence: phrase("syn-ack-sent", { frame: syn?.frame ?? 0 }) }],
    evidence: back.journey.views.map((v) => ({
      point: v.point,
      frame: v.sent.syn?.frame ?? null,
      filter: "tcp.flags.syn == 1 && tcp.flags.ack == 1",
      note: phrase(v.sent.syn === null ? "syn-ack-missing" : "syn-ack-here"),
    })),
    ruledOut: [{ code: "mtu-black-hole", because: phrase("syn-small", { size: syn?.size ?? 0 }) }],
    next:
      place.lastSeenAt !== null && place.missingAt !== null
        ? null
        : phrase("next-syn", { command: captureCommand(c, place.lastSeenAt) }),
  });
}
