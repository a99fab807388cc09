import type { Court, Side } from "../case.js";
import { type Evidence, phrase } from "../finding.js";
import type { LostHere } from "../lost-here.js";
import { verdict } from "../verdict.js";
import { recoveredBySize } from "./pmtud-recovery.js";
import type { CourtRule } from "./rule.js";

/** One isolated loss is none. */
const REPEATED = 2;
const MILLISECOND = 1e6;

interface Losses {
  side: Side;
  place: LostHere;
  lost: number;
  flows: Set<string>;
  evidence: Evidence[];
  smallest: number;
  passed: number;
}

/** Completed flows lost packets here of a size that also passed: chance, congestion or a policer, at a price. */
export const randomLoss: CourtRule = (court) => {
  const byPlace = new Map<string, Losses>();
  for (const c of court.cases) {
    if (c.failed) continue;
    for (const side of [c.toServer, c.toClient]) {
      for (const place of side.recovered) {
        if (recoveredBySize(court, side, place)) continue;
        note(byPlace, court, side, place, c.conversation.id, place.tries);
      }
      const upstream = lostBefore(side);
      if (upstream !== null) note(byPlace, court, side, upstream, c.conversation.id, upstream.tries);
    }
  }
  return [...byPlace.values()]
    .filter((l) => l.lost >= REPEATED)
    .map((l) => ({
      ...verdict("random-loss", l.side.journey.direction, {
        certainty: l.place.lastSeenAt !== null && l.place.missingAt !== null ? "proven" : "likely",
        lastSeenAt: l.place.lastSeenAt,
        missingAt: l.place.missingAt,
        sizes: {
          largestDelivered: l.passed || null,
          smallestLost: l.smallest,
          largestPassed: l.passed || null,
          overhead: null,
        },
        cause: [
          { term: "lost-packets", value: l.lost, evidence: phrase("lost-of-flows", { flows: l.flows.size }) },
          {
            term: "largest-passed",
            value: l.passed,
            evidence: phrase("same-size-passed", { size: l.smallest, passed: l.passed }),
          },
        ],
        evidence: l.evidence,
        ruledOut: [
          { code: "mtu-black-hole", because: phrase("same-size-passed", { size: l.smallest, passed: l.passed }) },
        ],
      }),
      flows: [...l.flows],
      role: "cost" as const,
      severity: "warning" as const,
    }));
};

function note(
  byPlace: Map<string, Losses>,
  court: Court,
  side: Side,
  place: LostHere,
  flow: string,
  lost: number,
): void {
  const key = `${side.journey.direction} ${place.lastSeenAt} ${place.missingAt}`;
  let l = byPlace.get(key);
  if (l === undefined) {
    l = { side, place, lost: 0, flows: new Set(), evidence: [], smallest: Number.MAX_SAFE_INTEGER, passed: 0 };
    byPlace.set(key, l);
  }
  l.lost += lost;
  l.flows.add(flow);
  l.smallest = Math.min(l.smallest, place.smallest);
  l.passed = Math.max(l.passed, court.traffic.ofFlow(side.journey, place).largest ?? 0);
  for (const p of place.packets.slice(0, 2)) {
    if (l.evidence.length >= 6) break;
    const view = side.journey.views[Math.max(0, place.lastSeen)];
    l.evidence.push({
      point: view.point,
      frame: p.first.frame,
      filter: null,
      note: phrase("lost-packet", { size: p.size, tries: p.tries, from: p.from, to: p.to }),
    });
  }
}

/** Bytes that came late at the first point because they were sent again, not because they were overtaken: lost nearer the sender. */
function lostBefore(side: Side): LostHere | null {
  const first = side.journey.views[0];
  const roundTrip = roundTripAt(side);
  const again = first.sent.late.kept.filter((l) => l.again ?? l.delay > Math.max(roundTrip, 5 * MILLISECOND));
  if (again.length === 0) return null;
  return {
    lastSeenAt: null,
    missingAt: first.point,
    lastSeen: -1,
    missing: 0,
    packets: again.map((l) => ({
      from: 0,
      to: 0,
      size: l.size,
      tries: 1,
      delivered: true,
      lastSeen: -1,
      missing: 0,
      first: { frame: l.frame, time: l.time },
      last: { frame: l.frame, time: l.time },
      inferred: true,
      beyond: false,
    })),
    tries: again.length,
    smallest: Math.min(...again.map((l) => l.size)),
    largest: Math.max(...again.map((l) => l.size)),
    persistent: false,
  };
}

/** Nanoseconds from a SYN to its answer at the first point; 0 where the handshake was not seen. */
function roundTripAt(side: Side): number {
  const v = side.journey.views[0];
  if (v.sent.syn === null || v.back.syn === null) return 0;
  return Math.abs(v.sent.syn.time - v.back.syn.time);
}
