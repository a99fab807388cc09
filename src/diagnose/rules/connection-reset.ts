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
  const ttl = view.sent.ttl;
  const others = ttl !== null && view.sent.packets > 1;
  const foreign =
    others && (rst.ttl < ttl.low || rst.ttl > ttl.high || (ttl.low !== ttl.high && rst.ttl !== commonTtl(side)));
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

function commonTtl(side: Side): number {
  return side.journey.views[0].sent.syn?.ttl ?? side.journey.views[0].sent.ttl?.high ?? 0;
}
