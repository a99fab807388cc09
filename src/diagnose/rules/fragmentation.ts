import type { View } from "../../correlate/match.js";
import type { FragmentedPacket, TcpFlow } from "../../flow/digest.js";
import type { Court } from "../case.js";
import type { FlowDirection } from "../codes.js";
import { type Evidence, phrase } from "../finding.js";
import { isComplete } from "../fragment-sets.js";
import { verdict } from "../verdict.js";
import type { CourtRule } from "./rule.js";

interface Cut {
  direction: FlowDirection;
  lastSeenAt: number | null;
  missingAt: number;
  flows: string[];
  packets: number;
  largest: number;
  evidence: Evidence[];
}

/** Packets are cut up on the way, their own or a tunnel's, and arrive all the same: twice the packets, and no loss forgiven. */
export const fragmentation: CourtRule = (court) => {
  const cuts = new Map<string, Cut>();
  for (const d of court.fates()) {
    if (d.lost.some((f) => f.fragmented)) continue;
    const first = d.views.findIndex((v) => v.sent.datagrams.some((x) => court.fragments.at(v.point, x.frame) !== null));
    if (first < 0) continue;
    const cut = d.views[first].sent.datagrams.filter((x) => court.fragments.at(d.views[first].point, x.frame) !== null);
    note(cuts, court, d.direction, d.views, first, d.conversation.id, cut);
  }
  const anywhere = court.correlation.digests.some((d) => d.fragments.length > 0);
  for (const c of anywhere ? court.cases : []) {
    if (c.failed) continue;
    for (const direction of ["client-to-server", "server-to-client"] as const) {
      const toServer = direction === "client-to-server";
      const views = toServer ? c.conversation.views : [...c.conversation.views].reverse();
      const sets = views.map((v) => setsAt(court, v, toServer));
      const whole = sets.findIndex((found) => found.length > 0);
      if (whole < 0) continue;
      // A point that saw a part of one did not see it uncut: its capture missed the rest.
      const first = views.findIndex(
        (v, i) => i === whole || sets[whole].some((s) => court.fragments.sameAt(v.point, s) !== null),
      );
      const cut = sets[whole].map((s) => ({
        frame: (court.fragments.sameAt(views[first].point, s) ?? s).first.frame,
        size: (s.total ?? 0) + s.header,
      }));
      note(cuts, court, direction, views, first, c.conversation.id, cut);
    }
  }
  return [...cuts.values()].map((k) => ({
    ...verdict("fragmentation", k.direction, {
      certainty: k.lastSeenAt === null ? "likely" : "proven",
      lastSeenAt: k.lastSeenAt,
      missingAt: k.missingAt,
      cause: [{ term: "fragmented-packets", value: k.packets, evidence: phrase("cut-up", { size: k.largest }) }],
      evidence: k.evidence,
      ruledOut: [{ code: "fragments-lost", because: phrase("fragments-came", { packets: k.packets }) }],
    }),
    flows: k.flows,
    role: "cost" as const,
    severity: "warning" as const,
  }));
};

/** The packets of one direction that crossed a point in fragments and came together there: their own, or a tunnel's around them. */
function setsAt(court: Court, { point, flow }: View<TcpFlow>, toServer: boolean): FragmentedPacket[] {
  const sent = toServer ? flow.toServer : flow.toClient;
  if (sent.outerFragments > 0)
    return court.correlation.digests[point].fragments.filter((p) => p.outer && isComplete(p));
  const [from, to] = toServer ? [flow.client, flow.server] : [flow.server, flow.client];
  return court.fragments.between(point, from, to).filter(isComplete);
}

function note(
  cuts: Map<string, Cut>,
  court: Court,
  direction: FlowDirection,
  views: readonly { point: number }[],
  first: number,
  flow: string,
  packets: readonly { frame: number; size: number }[],
): void {
  const lastSeenAt = first === 0 ? null : views[first - 1].point;
  const missingAt = views[first].point;
  const key = `${direction} ${lastSeenAt} ${missingAt}`;
  const known = cuts.get(key);
  const evidence = packets.slice(0, 3).map((p) => ({
    point: missingAt,
    frame: p.frame,
    filter: "ip.flags.mf == 1 || ip.frag_offset > 0 || ipv6.fraghdr",
    note: phrase("fragment-of", { size: court.fragments.at(missingAt, p.frame)?.total ?? p.size }),
  }));
  const largest = Math.max(...packets.map((p) => p.size));
  if (known === undefined) {
    cuts.set(key, { direction, lastSeenAt, missingAt, flows: [flow], packets: packets.length, largest, evidence });
    return;
  }
  known.flows.push(flow);
  known.packets += packets.length;
  known.largest = Math.max(known.largest, largest);
  if (known.evidence.length < 6) known.evidence.push(...evidence);
}
