import type { Case, Court } from "../case.js";
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
  const working = [court, ...baseline].flatMap((k) =>
    k.cases.filter((c) => !c.failed && c.outcome === "completed").map((c) => ({ k, c })),
  );
  for (const f of failing) {
    const mine = clientMss(f);
    if (mine === null) continue;
    const better = working
      .flatMap(({ k, c }) => {
        const mss = clientMss(c);
        const near = nearness(f, c);
        return mss !== null && mss < mine && near > 0 ? [{ k, c, mss, near }] : [];
      })
      .sort((a, b) => b.near - a.near || b.mss - a.mss)[0];
    if (better === undefined) continue;
    const key = `${mine} ${better.c.conversation.id}`;
    const known = out.get(key);
    if (known !== undefined) {
      known.flows.splice(known.flows.length - 1, 0, f.conversation.id);
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

function clientMss(c: Case): number | null {
  return c.toServer.syn?.mss ?? null;
}

/** 2: the same server and port, 1: the same server, 0: another. */
function nearness(a: Case, b: Case): number {
  const x = a.conversation.views[0].flow.server;
  const y = b.conversation.views[0].flow.server;
  if (x.address !== y.address) return 0;
  return x.port === y.port ? 2 : 1;
}
