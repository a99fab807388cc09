import { commonTime } from "../correlate/conversation.js";
import { overlapOf } from "../flow/ranges.js";
import { withBystander } from "./bystanders.js";
import { type Case, type Court, type Side, toldBy } from "./case.js";
import type { Sizes } from "./finding.js";
import { overheadAt, type Passage } from "./link-traffic.js";
import type { LostHere } from "./lost-here.js";

/** RFC 791: every host takes 576 bytes; nothing on today's paths has a smaller MTU. RFC 8200 section 5: 1280. */
const SMALLEST_MTU = { 4: 576, 6: 1281 } as const;
const MILLISECOND = 1e6;
/** What is not sent again within this time was acknowledged: a retransmission timer starts at 200 ms (Linux, TCP_RTO_MIN). */
const QUIET = 0.8e9;

/** The place where a failed flow's packets stop, and everything that tells size from other causes. */
export interface Stop {
  side: Side;
  place: LostHere;
  /** Size of the smallest packet that stopped for good, single losses aside. */
  smallest: number;
  own: Passage;
  overall: Passage;
  /** Points on both sides of the place. */
  bothSides: boolean;
  /** What became of packets sent after the first loss. */
  afterwards: "smaller-passed" | "nothing-passed" | "nothing-known";
  /** Whether size explains it: nothing as large passed, smaller ones do, and the size is one an MTU can have. */
  bySize: boolean;
  /** Packets at least as large passed here, in this flow or another. */
  sameSizePassed: boolean;
}

/** The heaviest stop of a flow; of two, the earlier. */
export function worstStop(court: Court, c: Case): Stop | null {
  const found = [c.toServer, c.toClient].flatMap((side) =>
    side.stops.length > 0 ? [{ side, place: side.stops[0] }] : [],
  );
  if (found.length === 0) return null;
  found.sort((a, b) => Number(b.place.persistent) - Number(a.place.persistent) || start(court, a) - start(court, b));
  return examine(court, c, found[0].side, withBystander(court, c, found[0].side, found[0].place));
}

function start(court: Court, x: { side: Side; place: LostHere }): number {
  const at = Math.max(x.place.lastSeen, 0);
  return commonTime(court.correlation, x.side.journey.views[at].point, x.place.packets[0].first.time);
}

function examine(court: Court, c: Case, side: Side, place: LostHere): Stop {
  const repeated = place.packets.filter((p) => p.tries >= 2);
  const smallest = Math.min(...(repeated.length > 0 ? repeated : place.packets).map((p) => p.size));
  const own = court.traffic.ofFlow(side.journey, place, toldBy(side));
  const all = court.traffic.overall(c.conversation, side.journey.direction, place);
  const bothSides = place.lastSeenAt !== null && place.missingAt !== null;
  const afterwards = whatFollowed(court, side, place);
  const everPassed = (all.largest ?? 0) >= smallest || (own.largest ?? 0) >= smallest;
  const sameSizePassed = everPassed && !atOtherTimes(court, c, side, place, smallest);
  // What passed at other times passed another limit.
  const limited = everPassed && !sameSizePassed;
  const overall = limited ? court.traffic.overall(c.conversation, side.journey.direction, place, smallest) : all;
  const plausible = smallest >= SMALLEST_MTU[c.conversation.family];
  const shown =
    afterwards === "smaller-passed" || (afterwards === "nothing-known" && bothSides && (own.largest ?? 0) > 0);
  return {
    side,
    place,
    smallest,
    own: limited ? court.traffic.ofFlow(side.journey, place, toldBy(side), spanOf(court, side, place)[0]) : own,
    overall,
    bothSides,
    afterwards,
    sameSizePassed,
    bySize: plausible && shown && !sameSizePassed,
  };
}

/** So many different packets of a size, sent so many times in all, and every one lost while smaller data passed: their size it is. */
const DIFFERENT = 2;
const SENT = 4;

/**
 * Whether packets of the size passed only before or after the time in which this flow lost them: a limit that came (a route, a tunnel,
 * a PTB that says so) or went (somebody mended it), or that holds on this flow's way among several (ECMP). One packet that vanishes
 * whenever it is sent may be filtered for what it says; several different ones, while smaller ones with data pass, are not.
 */
function atOtherTimes(court: Court, c: Case, side: Side, place: LostHere, size: number): boolean {
  const span = spanOf(court, side, place);
  const told = side.quotes.some(
    (q) =>
      q.mtu !== null &&
      q.mtu > 0 &&
      q.mtu < size &&
      commonTime(court.correlation, q.point, q.error.last.time) >= span[0],
  );
  if (!told && (new Set(place.packets.map((p) => p.from)).size < DIFFERENT || place.tries < SENT)) return false;
  if (!told && !smallerDataPassed(side, place)) return false;
  return !court.traffic.passedDuring(c.conversation, side.journey.direction, place, size, span);
}

/** From the first packet lost at a place to the last that the receiver still waited for, in the common clock. */
function spanOf(court: Court, side: Side, place: LostHere): [number, number] {
  const view = side.journey.views[Math.max(place.lastSeen, 0)];
  const first = commonTime(court.correlation, view.point, Math.min(...place.packets.map((p) => p.first.time)));
  const last = commonTime(court.correlation, view.point, Math.max(...place.packets.map((p) => p.last.time)));
  // That its receiver closed, one capture may have missed.
  const closed = side.journey.views.flatMap(({ point, back }) =>
    [back.fin, back.rst].flatMap((end) => (end === null ? [] : [commonTime(court.correlation, point, end.time)])),
  );
  return [first, Math.min(last, ...closed.filter((time) => time > first))];
}

/** Bytes behind the first ones lost that came through: seen beyond the place, or acknowledged selectively. */
function smallerDataPassed(side: Side, place: LostHere): boolean {
  const below = Math.min(...place.packets.map((p) => p.from));
  const { views } = side.journey;
  if (views.slice(place.missing).some((v) => overlapOf(v.covered, below, Number.MAX_SAFE_INTEGER) > 0)) return true;
  return views.some((v) => overlapOf(v.back.sacked, below - v.delta, Number.MAX_SAFE_INTEGER) > 0);
}

/**
 * Smaller packets after the first loss: seen beyond the place, or answered by the receiver with selective or duplicate
 * acknowledgments, or heard by it, since it does not repeat what they acknowledge. Where small ones were sent and none got through, size is not the cause.
 */
function whatFollowed(court: Court, side: Side, place: LostHere): Stop["afterwards"] {
  const { journey } = side;
  const first = place.packets.reduce((a, b) => (b.first.time < a.first.time ? b : a));
  const below = Math.min(...place.packets.map((p) => p.from));
  const sacked = journey.views.some(
    (v) => v.back.sacked.length > 0 && overlapOf(v.back.sacked, below - v.delta, Number.MAX_SAFE_INTEGER) > 0,
  );
  if (sacked || place.lastSeen < 0) return "smaller-passed";
  const up = journey.views[place.lastSeen];
  const lost = commonTime(court.correlation, up.point, first.first.time);
  if (place.missing < journey.views.length) {
    for (const down of journey.views.slice(place.missing)) {
      const beyond = overlapOf(down.covered, below, Number.MAX_SAFE_INTEGER) > 0;
      const last =
        down.sent.lastBare === null ? null : commonTime(court.correlation, down.point, down.sent.lastBare.time);
      if (beyond || (last !== null && last >= lost + MILLISECOND / 10)) return "smaller-passed";
    }
  } else if (up.back.duplicateAcks > 0 && repliedAfter(up, first.first.time)) {
    return "smaller-passed";
  }
  if (wasHeard(court, up, first.first.time)) return "smaller-passed";
  if (place.packets.some((p) => p.size < SMALLEST_MTU[4])) return "nothing-passed";
  // A bare acknowledgment draws no answer; only a point beyond shows that it was lost. A FIN does: a duplicate acknowledgment at least.
  // One that a single capture lacks may have been missed by it.
  const down = journey.views[place.missing];
  if (down !== undefined && up.sent.bare - down.sent.bare - missedBy(court, up, down) < 2) return "nothing-known";
  const small = down !== undefined ? up.sent.lastBare : up.sent.fin;
  return small !== null && small.time > first.first.time + MILLISECOND ? "nothing-passed" : "nothing-known";
}

/** Whether the receiver sent something new after the first loss, was acknowledged, and did not send it again: it got the acknowledgment. */
function wasHeard(court: Court, up: Side["journey"]["views"][number], since: number): boolean {
  const { sent, back } = up;
  const end = court.correlation.digests[up.point].end ?? 0;
  const fin = back.fin;
  if (fin !== null && fin.time > since && sent.ack !== null && sent.ack > fin.at)
    return fin.count === 1 && end - fin.time >= QUIET;
  return back.newData !== null && back.newData.time > since && wasPayloadHeard(court, up);
}

/** Whether the receiver's own payload was acknowledged, and it knows: it sent the last of it once, and long ago. */
function wasPayloadHeard(court: Court, { point, sent, back }: Side["journey"]["views"][number]): boolean {
  const end = court.correlation.digests[point].end ?? 0;
  const data = back.newData;
  const top = back.covered[back.covered.length - 1];
  if (data === null || sent.ack === null || sent.ack < top) return false;
  return (back.lastRepeat === null || back.lastRepeat.time < data.time) && end - data.time >= QUIET;
}

/** Packets without payload that the receiver got although the point beyond the place lacks them: its capture missed them. */
function missedBy(court: Court, up: Side["journey"]["views"][number], down: typeof up): number {
  const { covered, syn } = up.back;
  // Its handshake came to an end, and its payload was not sent again.
  const synAck = syn !== null && up.sent.syn !== null && down.sent.syn === null && covered.length > 0;
  const sameBase = syn !== null && down.back.syn !== null;
  const ack = sameBase && wasPayloadHeard(court, up) && (down.sent.ack ?? 0) < covered[covered.length - 1];
  return Number(synAck) + Number(ack);
}

function repliedAfter(up: Side["journey"]["views"][number], time: number): boolean {
  return up.back.last !== null && up.back.last.time > time + MILLISECOND / 10;
}

export function sizesOf(c: Case, s: Stop): Sizes {
  const overhead = Math.max(
    overheadAt(c.conversation, s.place.lastSeenAt) ?? 0,
    overheadAt(c.conversation, s.place.missingAt) ?? 0,
  );
  return {
    largestDelivered: s.own.largest,
    smallestLost: s.smallest,
    largestPassed: s.overall.largest,
    overhead: overhead > 0 ? overhead : null,
  };
}
