import { isFresh } from "../../correlate/ttl.js";
import type { Case } from "../case.js";
import { phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** The server has the request, acknowledged it, and sends nothing. Only a point at the server can say so. */
export const serverSilent: FlowRule = ({ court, case: c, stop }) => {
  if (stop !== null || c.outcome !== "stalled" || c.toServer.bytes === 0) return null;
  const last = c.toServer.journey.views[c.toServer.journey.views.length - 1];
  if (!atServer(c)) return null;
  const asked = Math.max(...c.toServer.journey.views.map((v) => (v.sent.covered.at(-1) ?? 1) + v.delta));
  if (last.back.ack === null || last.back.ack + last.delta < asked) return null;
  const frame = last.sent.newData?.frame ?? null;
  return verdict("server-silent", "server-to-client", {
    certainty: "proven",
    cause: [
      {
        term: "request-bytes",
        value: c.toServer.bytes,
        evidence: phrase("request-acked", { frame: last.back.ackProgress?.frame ?? 0 }),
      },
      { term: "answer-bytes", value: 0, evidence: phrase("silence", { seconds: Math.round(c.waited / 1e8) / 10 }) },
    ],
    evidence: [
      {
        point: last.point,
        frame,
        filter: null,
        note: phrase("request-here", { point: court.correlation.digests[last.point].name }),
      },
      {
        point: last.point,
        frame: last.back.ackProgress?.frame ?? null,
        filter: null,
        note: phrase("request-acked", { frame: last.back.ackProgress?.frame ?? 0 }),
      },
    ],
    ruledOut: [
      {
        code: "mtu-black-hole",
        because: phrase("nothing-was-sent", { point: court.correlation.digests[last.point].name }),
      },
    ],
  });
};

/**
 * Whether the last point stands at the server: its answers have their initial TTL there, and it is nearer the server than the client,
 * by the client's TTL or by being the last of several points.
 */
function atServer(c: Case): boolean {
  const last = c.toServer.journey.views[c.toServer.journey.views.length - 1];
  if (!isFresh(last.back.ttl)) return false;
  if (!isFresh(last.sent.ttl)) return true;
  // Client and server on one link: of several points the last one is the server's.
  return c.toServer.journey.views.length > 1;
}
