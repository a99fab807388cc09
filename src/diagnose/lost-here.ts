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
    if (p.tries >= 3 || p.last.time - p.first.time >= NANOSECONDS) here.persistent = true;
  }
  return [...byPlace.values()].sort((a, b) => b.tries - a.tries || b.lastSeen - a.lastSeen);
}
