import { multiplicity } from "../../correlate/loss.js";
import type { Late } from "../../flow/digest.js";
import { overlapOf } from "../../flow/ranges.js";
import { gapsExplain, gapsOf } from "../capture-gaps.js";
import type { Court, Side } from "../case.js";
import { type Evidence, phrase } from "../finding.js";
import type { LostHere } from "../lost-here.js";
import { verdict } from "../verdict.js";
import { recoveries } from "./pmtud-recovery.js";
import type { CourtRule } from "./rule.js";

/** One isolated loss is none. */
const REPEATED = 2;
const MILLISECOND = 1e6;

interface Losses {
  side: Side;
  place: LostHere;
  lost: number;
  /** Copies of packets that were sent more than once, of which they are some. */
  again: number;
  flows: Set<string>;
  evidence: Evidence[];
  smallest: number;
  passed: number;
}

/** Completed flows lost packets here of a size that also passed: chance, congestion or a policer, at a price. */
export const randomLoss: CourtRule = (court) => {
  const byPlace = new Map<string, Losses>();
  for (const c of court.cases) {
    if (c.plain || c.failed) continue;
    for (const side of [c.toServer, c.toClient]) {
      const bySize = recoveries(court, side);
      const [sized] = bySize;
      for (const place of side.recovered) {
        if (bySize.includes(place)) continue;
        if (bySize.some((r) => r.missing >= place.missing && place.smallest >= r.smallest)) continue;
        note(byPlace, court, side, place, c.conversation.id, place.tries);
      }
      // What comes again after a limit was met comes for packets that were too large.
      const upstream = sized === undefined ? lostBefore(side) : null;
      if (upstream !== null) note(byPlace, court, side, upstream, c.conversation.id, upstream.tries);
    }
  }
  return [...byPlace.values()]
    .filter((l, _, all) => l.lost >= REPEATED && !missedByCapture(court, l, all))
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
    l = {
      side,
      place,
      lost: 0,
      again: 0,
      flows: new Set(),
      evidence: [],
      smallest: Number.MAX_SAFE_INTEGER,
      passed: 0,
    };
    byPlace.set(key, l);
  }
  l.lost += lost;
  // What is sent again, and what it repeats.
  l.again += 2 * (side.journey.views[place.lastSeen]?.sent.repeats ?? 0);
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

/**
 * Frames a capture misses are missed alike among those sent again: so many are none of the network's. A capture that shows no other gap
 * is believed, but where more is lost just behind its point: each frame it missed there moves one of those losses before it.
 */
function missedByCapture(court: Court, { place, side, lost, again }: Losses, all: readonly Losses[]): boolean {
  const { lastSeenAt, missingAt } = place;
  if (lastSeenAt === null || missingAt === null) return false;
  const gaps = gapsOf(court, missingAt);
  const behind =
    side.recovered.some((r) => r.lastSeenAt === missingAt && r.tries > lost) ||
    all.some(
      (o) => o.place.lastSeenAt === missingAt && o.side.journey.direction === side.journey.direction && o.lost > lost,
    );
  return (gaps.missed > 0 || behind) && gapsExplain(gaps, lost, again);
}

/** Bytes that came late at the first point because they were sent again, not because they were overtaken: lost nearer the sender. */
function lostBefore(side: Side): LostHere | null {
  const first = side.journey.views[0];
  const roundTrip = roundTripAt(side);
  const again = first.sent.late.kept.filter(
    (l) => (l.again ?? l.delay > Math.max(roundTrip, 5 * MILLISECOND)) && cameOnce(side, l),
  );
  if (again.length === 0 || !knowsSizes(side, again[0].time)) return null;
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

/** Not where its first copy came after all, here or at another point: it was overtaken, or this capture missed it. */
function cameOnce(side: Side, late: Late): boolean {
  const [first] = side.journey.views;
  const packet = { from: late.from + first.delta, to: late.to + first.delta, size: late.size };
  return side.journey.views.every(
    (v) =>
      multiplicity(v, packet) < 2 && overlapOf(v.back.duplicated, packet.from - v.delta, packet.to - v.delta) === 0,
  );
}

/**
 * How large the lost packets were, no point saw: what came for them may be cut smaller. Only where full segments pass afterwards is chance
 * the one explanation left.
 */
function knowsSizes(side: Side, since: number): boolean {
  const { mss, limit } = side.journey.cutting;
  const { sizes } = side.journey.views[0].sent;
  return mss === null || sizes.some((row) => row.size >= limit && row.last.time >= since);
}

/** Nanoseconds from a SYN to its answer at the first point; 0 where the handshake was not seen. */
function roundTripAt(side: Side): number {
  const v = side.journey.views[0];
  if (v.sent.syn === null || v.back.syn === null) return 0;
  return Math.abs(v.sent.syn.time - v.back.syn.time);
}
