import { isFresh } from "../correlate/ttl.js";
import type { Court, Quote } from "./case.js";
import { type Cause, type Evidence, phrase } from "./finding.js";
import type { Stop } from "./stop.js";

/** PTBs that speak of packets as large as those that stop. An MTU of 0 is a router older than RFC 1191. */
export function ptbsFor(stop: Stop): Quote[] {
  return stop.side.quotes.filter(
    (q) => q.mtu !== null && (q.mtu === 0 || q.mtu < stop.place.largest || q.size >= stop.smallest),
  );
}

/** Whether the sender obeyed: what stops now is no larger than the PTB allowed. */
export function honoured(ptbs: readonly Quote[], stop: Stop): boolean {
  // One that allows the size it quotes tells the sender nothing.
  const told = ptbs.filter(
    (q) => q.mtu !== null && q.mtu > 0 && q.mtu < q.size && q.point === stop.side.journey.views[0].point,
  );
  if (told.length === 0) return false;
  return stop.smallest <= Math.min(...told.map((q) => q.mtu as number));
}

/** Whether a PTB was seen at the point nearest the sender; with a router still between the two, nobody can say. */
export function reachedSender(ptbs: readonly Quote[], stop: Stop): "yes" | "no" | "unknown" {
  const nearest = stop.side.journey.views[0];
  if (!ptbs.some((q) => q.point === nearest.point)) return "no";
  return isFresh(nearest.sent.ttl) ? "yes" : "unknown";
}

export function ptbTerms(court: Court, ptbs: readonly Quote[]): Cause[] {
  const q = ptbs[0];
  const seen = court.correlation.path.filter((p) => ptbs.some((x) => x.point === p));
  const names = seen.map((p) => court.correlation.digests[p].name).join(", ");
  return [
    {
      term: "ptb-mtu",
      value: q.error.mtu ?? 0,
      evidence: phrase("ptb-from", { source: q.error.source, frame: q.error.frame, points: names }),
    },
    {
      term: "ptb-source",
      value: q.error.source,
      evidence: phrase("ptb-count", { count: ptbs.reduce((n, x) => n + x.error.count, 0) }),
    },
  ];
}

export function ptbEvidence(ptbs: readonly Quote[]): Evidence[] {
  return ptbs.slice(0, 4).map((q) => ({
    point: q.point,
    frame: q.error.frame,
    filter: q.error.family === 4 ? "icmp.type == 3 && icmp.code == 4" : "icmpv6.type == 2",
    note: phrase("ptb", { mtu: q.error.mtu ?? 0, source: q.error.source, size: q.size }),
  }));
}
