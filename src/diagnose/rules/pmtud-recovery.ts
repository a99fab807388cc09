import { commonTime } from "../../correlate/conversation.js";
import { type Case, type Court, type Side, toldBy } from "../case.js";
import { phrase } from "../finding.js";
import type { Passage } from "../link-traffic.js";
import type { LostHere } from "../lost-here.js";
import { ptbEvidence } from "../ptb.js";
import { verdict } from "../verdict.js";
import type { CourtRule } from "./rule.js";

/** A PTB answers within a round trip; a retransmission timer never fires before 200 ms (Linux, TCP_RTO_MIN). */
const AT_ONCE = 200e6;
/** No MTU on today's paths is smaller: RFC 791's 576 bytes that every host takes. */
const SMALLEST_LIMIT = 577;

/** A flow lost its large packets, then went on at a smaller size: told by a PTB, or found out by probing (RFC 4821). */
export const pmtudRecovery: CourtRule = (court) => {
  const out: ReturnType<CourtRule> = [];
  for (const c of court.cases) {
    if (c.plain || c.failed) continue;
    for (const side of [c.toServer, c.toClient]) {
      for (const place of recoveries(court, side)) out.push(finding(court, c, side, place));
    }
  }
  return out;
};

/**
 * The places where a side met a limit and recovered, the sender's end first; at a lower wall nothing stops that had not passed the higher
 * one. What a capture missed on the way to a wall stops at none: as large ones passed there, and stop further on.
 */
export function recoveries(court: Court, side: Side): LostHere[] {
  const found = side.recovered.filter((r) => recoveredBySize(court, side, r));
  const walls: LostHere[] = [];
  for (const r of found.sort((a, b) => a.missing - b.missing || b.tries - a.tries)) {
    if (found.some((o) => o.lastSeen >= r.missing && o.largest >= r.largest)) continue;
    const before = walls[walls.length - 1];
    const isLower = (wall: LostHere) =>
      r.missing > wall.missing && r.largest <= (passedUnder(court, side, wall).largest ?? 0);
    if (before === undefined || isLower(before)) walls.push(r);
  }
  return walls;
}

/** What was lost is larger than anything that passed, and passed once it was cut smaller. */
function recoveredBySize(court: Court, side: Side, place: LostHere): boolean {
  const own = passedUnder(court, side, place);
  const large = place.packets.filter((p) => p.size > (own.largest ?? 0) && p.size >= SMALLEST_LIMIT);
  if (large.length === 0 || own.largest === null) return false;
  const ptb = side.quotes.some((q) => q.mtu !== null && q.mtu < Math.max(...large.map((p) => p.size)));
  // Without a PTB, a single loss that happened to be sent again in smaller pieces is no proof.
  return ptb || large.some((p) => p.tries >= 2) || large.length >= 2;
}

/**
 * What the flow got across under the limit it met: all of it, or, where a PTB came in the middle of the flow, what followed the first
 * loss. Before, another limit held.
 */
function passedUnder(court: Court, side: Side, place: LostHere): Passage {
  const own = court.traffic.ofFlow(side.journey, place, toldBy(side));
  const told = toldBy(side);
  if (told === null || (own.largest ?? 0) <= told || place.largest <= told) return own;
  const at = side.journey.views[Math.max(place.lastSeen, 0)].point;
  // Beyond the last point only sending tells what passed: of the size that was lost, what came after the last of it.
  const times = place.packets.map((p) => p.first.time);
  const beyond = place.missing === side.journey.views.length;
  const since = commonTime(court.correlation, at, beyond ? Math.max(...times) + 1 : Math.min(...times));
  const after = court.traffic.ofFlow(side.journey, place, told, since);
  return after.largest !== null && after.largest <= told ? after : own;
}

function finding(court: Court, c: Case, side: Side, place: LostHere): ReturnType<CourtRule>[number] {
  const own = passedUnder(court, side, place);
  const large = place.packets.filter((p) => p.size > (own.largest ?? 0));
  const smallest = Math.min(...large.map((p) => p.size));
  const delay = recoveryTime(side, place);
  const ptbs = side.quotes.filter((q) => q.mtu !== null);
  const view = side.journey.views[Math.max(0, place.lastSeen)];
  return {
    ...verdict("pmtud-recovery", side.journey.direction, {
      certainty: place.lastSeenAt !== null && place.missingAt !== null ? "proven" : "likely",
      lastSeenAt: place.lastSeenAt,
      missingAt: place.missingAt,
      sizes: {
        largestDelivered: own.largest,
        smallestLost: smallest,
        largestPassed: court.traffic.overall(c.conversation, side.journey.direction, place, smallest).largest,
        overhead: null,
      },
      cause: [
        {
          term: "inner-packet",
          value: smallest,
          evidence: phrase("smallest-lost", { tries: place.tries, packets: large.length }),
        },
        {
          term: "continued-at",
          value: own.largest ?? 0,
          evidence: phrase("recovered-after", { milliseconds: Math.round(delay / 1e6) }),
        },
        ...(ptbs.length > 0
          ? [
              {
                term: "ptb-mtu",
                value: ptbs[0].error.mtu ?? 0,
                evidence: phrase("ptb-from", {
                  source: ptbs[0].error.source,
                  frame: ptbs[0].error.frame,
                  points: court.correlation.digests[ptbs[0].point].name,
                }),
              },
            ]
          : []),
      ],
      evidence: [
        {
          point: view.point,
          frame: large[0].first.frame,
          filter: null,
          note: phrase("lost-packet", {
            size: large[0].size,
            tries: large[0].tries,
            from: large[0].from,
            to: large[0].to,
          }),
        },
        ...ptbEvidence(ptbs),
      ],
      ruledOut: [
        { code: "mtu-black-hole", because: phrase("went-on", { size: own.largest ?? 0 }) },
        {
          code: "random-loss",
          because: phrase("not-random", {
            packets: large.length,
            size: smallest,
            tries: place.tries,
            passed: own.largest ?? 0,
          }),
        },
      ],
    }),
    flows: [c.conversation.id],
    role: "cost",
    severity: delay < AT_ONCE ? "info" : "warning",
  };
}

/** Nanoseconds from a large packet lost to the first smaller one sent in its place; the rest follow as the window allows. */
function recoveryTime(side: Side, place: LostHere): number {
  const view = side.journey.views[Math.max(0, place.lastSeen)];
  let shortest = Number.POSITIVE_INFINITY;
  for (const p of place.packets) {
    const from = p.from - view.delta;
    let again = Number.POSITIVE_INFINITY;
    for (const s of view.sent.segments) {
      if (s.from <= from && s.to > from && s.size < p.size && s.first.time > p.first.time)
        again = Math.min(again, s.first.time);
    }
    shortest = Math.min(shortest, again - p.first.time);
  }
  return Number.isFinite(shortest) ? shortest : 0;
}
