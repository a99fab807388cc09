import { type Case, type Court, synOf } from "../diagnose/case.js";

/** An MSS that a host announced for itself, and the MTU of its interface that follows (MSS + headers). */
export interface Announced {
  /** Index of the digest, and its name. */
  at: number;
  point: string;
  frame: number;
  mss: number;
  mtu: number;
  /** The flow that fails comes from behind this host, which forwards it. */
  forwards: boolean;
}

/** TTLs hosts start with: seen whole, no router lies between. */
export const INITIAL_TTL: ReadonlySet<number> = new Set([32, 64, 128, 255]);

/**
 * An MSS of a flow that works, announced on the client's side by a host that the failing flow crosses too: its packets pass
 * that host's interface, whatever the failing flow itself announces. Of several such hosts, the one with the smallest. `sameHost`: whether a flow of the client's own host tells too,
 * which it does not where a PTB may have taught that host a path MTU since.
 */
export function announcedOnPath(court: Court, failing: Case, sameHost: boolean): Announced | null {
  const own = failing.toServer.syn?.mss ?? null;
  const headers = failing.conversation.family === 4 ? 40 : 60;
  const ofPoint = new Map<number, Announced>();
  for (const other of court.cases) {
    if (other === failing || other.failed || other.outcome !== "completed") continue;
    const found = synOf(other, "client-to-server");
    if (found === null || found.syn.mss === null) continue;
    const { point } = found;
    const { mss, frame } = found.syn;
    if (other.conversation.family !== failing.conversation.family) continue;
    if (own !== null && mss >= own) continue;
    // A single flow may have its own reasons to announce less than its host could.
    if (mss <= (ofPoint.get(point)?.mss ?? 0)) continue;
    const crossing = crossesHostOf(failing, other, point);
    if (crossing === null || (crossing === "own" && !sameHost)) continue;
    ofPoint.set(point, {
      at: point,
      point: court.correlation.digests[point].name,
      frame,
      mss,
      mtu: mss + headers,
      forwards: crossing === "forwarded",
    });
  }
  const all = [...ofPoint.values()].sort((a, b) => a.mss - b.mss);
  return all[0] ?? null;
}

/**
 * How the failing flow meets the host that sent the other's SYN at a point: it is the failing flow's own host, or one that forwards it
 * (after NAT both have the same address there; without, the failing flow's TTL is one less than that of what the host itself sends).
 */
function crossesHostOf(failing: Case, other: Case, point: number): "own" | "forwarded" | null {
  const mine = failing.conversation.views.findIndex((v) => v.point === point);
  const view = failing.conversation.views[mine];
  const otherView = other.conversation.views.find((v) => v.point === point);
  if (view === undefined || otherView === undefined) return null;
  const ttl = otherView.flow.toServer.syn?.ttl ?? null;
  const failingTtl = view.flow.toServer.syn?.ttl ?? null;
  const atHost = ttl !== null && INITIAL_TTL.has(ttl);
  const oneLess = atHost && failingTtl === ttl - 1;
  if (view.flow.client.address === otherView.flow.client.address) return mine > 0 || oneLess ? "forwarded" : "own";
  return mine > 0 && oneLess ? "forwarded" : null;
}
