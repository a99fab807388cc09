import type { Journeying } from "../correlate/conversation.js";
import type { LostPacket } from "../correlate/loss.js";

/** The lost packets of one direction of one flow that stop at one place. */
export interface LostHere {
  /** Indices of digests; null beyond the outermost point. */
  lastSeenAt: number | null;
  missingAt: number | null;
  /** Index into the views of the direction, -1 and `views.length` beyond; of `lastSeen` the view that has frames of them. */
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

function isPersistent(p: LostPacket): boolean {
  return p.tries >= PERSISTENT || p.last.time - p.first.time >= NANOSECONDS;
}

/** Groups lost packets by place, those with most tries first. `reach`: the index of the last view that one is known to have passed. */
export function groupByPlace(
  { views }: Journeying,
  packets: readonly LostPacket[],
  reach: (p: LostPacket) => number,
): LostHere[] {
  const byPlace = new Map<string, LostHere>();
  for (const p of packets) {
    const last = reach(p);
    const beyond = views.findIndex((v, i) => i > last && v.sent.packets > 0);
    const missing = last === p.lastSeen ? p.missing : beyond < 0 ? views.length : beyond;
    const key = `${p.lastSeen} ${last} ${missing}`;
    let here = byPlace.get(key);
    if (here === undefined) {
      here = {
        lastSeenAt: last < 0 ? null : views[last].point,
        missingAt: missing >= views.length ? null : views[missing].point,
        lastSeen: p.lastSeen,
        missing,
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
    if (isPersistent(p)) here.persistent = true;
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
  const persistent = here.persistent || packets.some(isPersistent);
  return { ...here, packets, tries: here.tries + more, persistent };
}
