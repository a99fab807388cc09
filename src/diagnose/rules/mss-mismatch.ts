import { type Case, type Court, synOf } from "../case.js";
import { CODES } from "../codes.js";
import { type Finding, phrase } from "../finding.js";
import { verdict } from "../verdict.js";

/** A flow that fails for its size announces a larger MSS than one that works to the same server. */
export function mssMismatch(
  court: Court,
  primaries: readonly Omit<Finding, "category">[],
  baseline: readonly Court[],
): Omit<Finding, "category">[] {
  const out = new Map<string, Omit<Finding, "category">>();
  const bySize = new Set(primaries.filter((f) => CODES[f.code].category === "mtu").flatMap((f) => f.flows));
  const failing = court.cases.filter((c) => bySize.has(c.conversation.id));
  const known = new Map<string, Better | null>();
  for (const f of failing) {
    const mine = synOf(f, "client-to-server")?.syn.mss ?? null;
    if (mine === null) continue;
    const { address, port } = f.conversation.views[0].flow.server;
    const asked = `${mine} ${port} ${address}`;
    const better = known.get(asked) ?? nearestBelow(f, mine, [court, ...baseline]);
    known.set(asked, better);
    if (better === null) continue;
    const key = `${mine} ${better.c.conversation.id}`;
    const told = out.get(key);
    if (told !== undefined) {
      told.flows.splice(told.flows.length - 1, 0, f.conversation.id);
      continue;
    }
    const a = f.toServer.syn;
    const b = better.c.toServer.syn;
    if (a === null || b === null) continue;
    const name = court.correlation.digests[a.point].name;
    const other = better.k.correlation.digests[b.point].name;
    out.set(key, {
      ...verdict("mss-mismatch", null, {
        cause: [
          { term: "mss-failing", value: mine, evidence: phrase("syn-at", { point: name, frame: a.frame }) },
          { term: "mss-working", value: better.mss, evidence: phrase("syn-at", { point: other, frame: b.frame }) },
        ],
        evidence: [
          { point: a.point, frame: a.frame, filter: "tcp.options.mss_val", note: phrase("mss-here", { mss: mine }) },
          ...(better.k === court
            ? [
                {
                  point: b.point,
                  frame: b.frame,
                  filter: "tcp.options.mss_val",
                  note: phrase("mss-here", { mss: better.mss }),
                },
              ]
            : []),
        ],
      }),
      flows: [f.conversation.id, better.c.conversation.id],
      role: "context",
      severity: "info",
    });
  }
  return [...out.values()];
}

interface Better {
  k: Court;
  c: Case;
  mss: number;
}

/** Of the flows that work and announce a smaller MSS, the nearest, and of those the first with the largest. */
function nearestBelow(failing: Case, mine: number, courts: readonly Court[]): Better | null {
  let best: (Better & { near: number }) | null = null;
  for (const k of courts) {
    for (const c of k.cases) {
      if (c.failed || c.outcome !== "completed") continue;
      const near = nearness(failing, c);
      const mss = near === 0 ? null : (synOf(c, "client-to-server")?.syn.mss ?? null);
      if (mss === null || mss >= mine) continue;
      if (best === null || near > best.near || (near === best.near && mss > best.mss)) best = { k, c, mss, near };
    }
  }
  return best;
}

/** 2: the same server and port, 1: the same server, 0: another. */
function nearness(a: Case, b: Case): number {
  const x = a.conversation.views[0].flow.server;
  const y = b.conversation.views[0].flow.server;
  if (x.address !== y.address) return 0;
  return x.port === y.port ? 2 : 1;
}
