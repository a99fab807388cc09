import type { Case, Court } from "./case.js";
import type { Code } from "./codes.js";
import type { Finding } from "./finding.js";

/** One thing in which a failing flow differs from a working one. Values are words, or bytes where `unit` says so. */
export interface Difference {
  what:
    | "client-mss"
    | "server-mss"
    | "path"
    | "encapsulation"
    | "sni"
    | "hello-length"
    | "options"
    | "ttl"
    | "largest-request";
  failing: string | number | null;
  working: string | number | null;
  /** Whether a difference of this kind can explain the finding. */
  explains: boolean;
}

/** A failing flow beside the working flow nearest to it: same server and port if there is one, else same server. */
export interface Comparison {
  failing: string;
  working: string;
  differences: Difference[];
}

/** What can explain a code; the order ranks them. */
const EXPLAINS: Partial<Record<Code, readonly Difference["what"][]>> = {
  "mtu-black-hole": ["client-mss", "server-mss", "encapsulation", "path", "hello-length", "largest-request"],
  "ptb-not-delivered": ["client-mss", "server-mss", "path", "encapsulation", "hello-length"],
  "ptb-ignored": ["client-mss", "server-mss", "path"],
  "fragments-lost": ["client-mss", "encapsulation", "path"],
  "policy-drop": ["sni", "path", "hello-length", "options"],
  "tls-alert": ["sni", "hello-length"],
  "connection-reset": ["sni", "hello-length", "ttl", "options"],
  "server-silent": ["sni", "hello-length"],
  "one-way-traffic": ["path", "ttl"],
};

const ALWAYS: readonly Difference["what"][] = [
  "client-mss",
  "server-mss",
  "sni",
  "hello-length",
  "largest-request",
  "path",
  "encapsulation",
  "options",
  "ttl",
];

/** Compares the first flow of every primary finding with the nearest flow that completed, differences that can explain it first. */
export function compareFlows(court: Court, findings: readonly Finding[], baseline: readonly Court[]): Comparison[] {
  const out: Comparison[] = [];
  for (const f of findings) {
    if (f.role !== "primary") continue;
    const failing = court.cases.find((c) => c.conversation.id === f.flows[0]);
    if (failing === undefined) continue;
    const best = nearest(court, failing, baseline);
    if (best === null) continue;
    const explaining = EXPLAINS[f.code] ?? [];
    const order = [...explaining, ...ALWAYS.filter((w) => !explaining.includes(w))];
    const differences = order.flatMap((what) => {
      const a = property(court, failing, what);
      const b = property(best.court, best.case, what);
      return a === b || a === null || b === null
        ? []
        : [{ what, failing: a, working: b, explains: explaining.includes(what) }];
    });
    out.push({ failing: failing.conversation.id, working: best.case.conversation.id, differences });
  }
  return out;
}

function nearest(court: Court, failing: Case, baseline: readonly Court[]): { court: Court; case: Case } | null {
  let best: { court: Court; case: Case; score: number } | null = null;
  const server = failing.conversation.views[0].flow.server;
  for (const k of [court, ...baseline]) {
    for (const c of k.cases) {
      if (c.outcome !== "completed") continue;
      const other = c.conversation.views[0].flow.server;
      if (other.address !== server.address) continue;
      const score = (other.port === server.port ? 2 : 0) + (k === court ? 1 : 0);
      if (best === null || score > best.score) best = { court: k, case: c, score };
    }
  }
  return best;
}

function property(court: Court, c: Case, what: Difference["what"]): string | number | null {
  const near = c.conversation.views[0].flow;
  const hello = c.conversation.views.flatMap((v) => v.flow.toServer.tls?.clientHello ?? [])[0];
  switch (what) {
    case "client-mss":
      return c.toServer.syn?.mss ?? null;
    case "server-mss":
      return c.toClient.syn?.mss ?? null;
    case "path":
      return c.conversation.views.map((v) => court.correlation.digests[v.point].name).join(" > ");
    case "encapsulation":
      return c.conversation.views
        .flatMap((v) =>
          v.flow.encapsulations.slice(0, 1).map((e) => (e.overhead > 0 ? `${e.stack.join("/")} (${e.overhead})` : "")),
        )
        .filter((s) => s !== "")
        .join(" > ");
    case "sni":
      return hello?.sni ?? null;
    case "hello-length":
      return hello?.length ?? null;
    case "options": {
      const s = near.toServer.syn;
      if (s === null) return null;
      return [
        s.timestamps ? "timestamps" : "",
        s.sackPermitted ? "SACK" : "",
        s.windowScale === null ? "" : `window scale ${s.windowScale}`,
      ]
        .filter((x) => x !== "")
        .join(", ");
    }
    case "ttl":
      return near.toClient.ttl?.high ?? null;
    case "largest-request":
      return Math.max(0, ...near.toServer.sizes.map((r) => r.size)) || null;
  }
}
