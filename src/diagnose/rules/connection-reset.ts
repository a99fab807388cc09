import type { Side } from "../case.js";
import { phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** A reset ended it: not one after FIN, nor one by a side that had waited long for bytes that never came. */
export const connectionReset: FlowRule = ({ court, case: c }) => {
  if (c.outcome !== "reset" && c.outcome !== "refused") return null;
  const side = resetting(c.toServer, c.toClient);
  if (side?.rst == null) return null;
  const { rst } = side;
  const view = side.journey.views.find((v) => v.point === rst.point) ?? side.journey.views[0];
  // Made on the way: points nearer its pretended sender lack it, or its TTL is not that of the sender's other packets here.
  const upstream = side.journey.views.slice(0, side.journey.views.indexOf(view));
  const others = view.sent.syn?.ttl ?? (view.sent.packets > 1 ? (view.sent.ttl?.high ?? rst.ttl) : rst.ttl);
  const foreign = upstream.some((v) => v.sent.packets > 0) || rst.ttl !== others;
  return verdict("connection-reset", side.journey.direction, {
    certainty: "proven",
    cause: [
      {
        term: "reset-ttl",
        value: rst.ttl,
        evidence: phrase(foreign ? "reset-foreign" : "reset-own", { ttl: rst.ttl }),
      },
      {
        term: "reset-by",
        value: side === c.toClient ? "server" : "client",
        evidence: phrase("reset-frame", { frame: rst.frame }),
      },
    ],
    evidence: [
      {
        point: rst.point,
        frame: rst.frame,
        filter: "tcp.flags.reset == 1",
        note: phrase("reset", { point: court.correlation.digests[rst.point].name }),
      },
    ],
    ruledOut: [{ code: "mtu-black-hole", because: phrase("reset-arrived") }],
  });
};

/** The side whose reset came first at the point that saw it. */
function resetting(a: Side, b: Side): Side | null {
  if (a.rst === null) return b;
  if (b.rst === null) return a;
  for (const v of a.journey.views) {
    const mine = v.sent.rst;
    const theirs = v.back.rst;
    if (mine !== null && theirs !== null) return mine.time <= theirs.time ? a : b;
  }
  return b;
}
