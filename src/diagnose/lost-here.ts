import type { Journeying } from "../correlate/conversation.js";
import type { LostPacket } from "../correlate/loss.js";

/** The lost packets of one direction of one flow that stop at one place. */
export interface LostHere {
  /** Indices of digests; null beyond the outermost point. */
  lastSeenAt: number | null;
  missingAt: number | null;
  /** Index into the views of the direction, -1 and `views.length` beyond. */
  lastSeen: number;
  missing: number;
  packets: LostPacket[];
  tries: number;
  smallest: number;
  largest: number;
  /** A retransmission timer expired on it: sent three times or more, or over more than a second. */
  persistent: boolean;
}

/** Sent so often, a retransmission timer expired. */
const PERSISTENT = 3;
const NANOSECONDS = 1e9;

/** Groups lost packets by place, those with most tries first. */
export function groupByPlace(journey: Journeying, packets: readonly LostPacket[]): LostHere[] {
  const byPlace = new Map<string, LostHere>();
  for (const p of packets) {
    const key = `${p.lastSeen} ${p.missing}`;
    let here = byPlace.get(key);
    if (here === undefined) {
      here = {
        lastSeenAt: p.lastSeen < 0 ? null : journey.views[p.lastSeen].point,
        missingAt: p.missing >= journey.views.length ? null : journey.views[p.missing].point,
        lastSeen: p.lastSeen,
        missing: p.missing,
        packets: [],
        tries: 0,
        smallest: Number.MAX_SAFE_INTEGER,
        largest: 0,
        persistent: false,
      };
      byPlace.set(key, here);
    }
    here.packets.push(p);
    here.tries += p.tries;
    here.smallest = Math.min(here.smallest, p.size);
    here.largest = Math.max(here.largest, p.size);
    if (p.tries >= PERSISTENT || p.last.time - p.first.time >= NANOSECONDS) here.persistent = true;
  }
  return [...byPlace.values()].sort((a, b) => b.tries - a.tries || b.lastSeen - a.lastSeen);
}

/**
 * The first bytes that never arrived hold up everything behind them. The furthest place where those stop again and again comes first:
 * they passed every other, and what a capture missed looks lost nearer the sender. Else where they stop most often.
 */
export function headFirst(stops: LostHere[]): LostHere[] {
  const head = Math.min(...stops.flatMap((s) => s.packets.map((p) => p.from)));
  const tries = (s: LostHere) => s.packets.reduce((n, p) => n + (p.from === head ? p.tries : 0), 0);
  const reached = (s: LostHere) => (tries(s) >= 2 ? s.lastSeen : Number.NEGATIVE_INFINITY);
  stops.sort((a, b) => (reached(a) === reached(b) ? tries(b) - tries(a) : reached(b) - reached(a)));
  const [worst, ...others] = stops;
  return worst === undefined ? [] : [withEarlier(worst, others), ...others];
}

/** What stopped nearer the sender got no further than here either: the same packet was sent as often in all. */
function withEarlier(here: LostHere, others: readonly LostHere[]): LostHere {
  const earlier = others.filter((o) => o.lastSeen >= 0 && o.missing <= here.missing).flatMap((o) => o.packets);
  let more = 0;
  const packets = here.packets.map((p) => {
    const same = earlier.filter((e) => e.from === p.from && e.to === p.to);
    const tries = same.reduce((n, e) => n + e.tries, 0);
    more += tries;
    return { ...p, tries: p.tries + tries };
  });
  const persistent = here.persistent || packets.some((p) => p.tries >= PERSISTENT);
  return { ...here, packets, tries: here.tries + more, persistent };
}
