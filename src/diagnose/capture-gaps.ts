import { type Ranges, shift, sizeOf, subtract } from "../flow/ranges.js";
import type { Court, Side } from "./case.js";

/** What one capture is known to have missed of what passed its point, in packets. */
export interface Gaps {
  passed: number;
  missed: number;
}

/** So unlikely to be chance that nobody would call it that: one in a thousand. */
const NO_CHANCE = 0.001;

const known = new WeakMap<Court, Map<number, Gaps>>();

/** Over every connection: payload sent once that was delivered, and packets without payload that a point further on saw. */
export function gapsOf(court: Court, point: number): Gaps {
  const byPoint = known.get(court) ?? new Map<number, Gaps>();
  known.set(court, byPoint);
  let gaps = byPoint.get(point);
  if (gaps === undefined) {
    // Of connections that were retired there it missed nothing.
    gaps = { passed: court.correlation.digests[point].retired?.packets ?? 0, missed: 0 };
    for (const c of court.cases) for (const side of [c.toServer, c.toClient]) count(gaps, side, point);
    byPoint.set(point, gaps);
  }
  return gaps;
}

function count(gaps: Gaps, { journey }: Side, point: number): void {
  const at = journey.views.findIndex((v) => v.point === point);
  if (at < 0) return;
  const own = journey.views[at];
  const bare = Math.max(own.sent.bare, ...journey.views.slice(at + 1).map((v) => v.sent.bare));
  gaps.passed += bare;
  gaps.missed += bare - own.sent.bare;
  const other = journey.views[at - 1] ?? journey.views[at + 1];
  const packets = other?.sent.sizes.reduce((n, row) => n + row.packets, 0) ?? 0;
  if (other === undefined || packets === 0) return;
  const once: Ranges = shift(other.sent.settled, other.delta);
  const size = other.sent.bytes / packets;
  gaps.passed += sizeOf(once) / size;
  gaps.missed += sizeOf(subtract(once, own.covered)) / size;
}

/**
 * Whether the gaps of a capture explain that it lacks `lacking` of `again` copies of packets that were sent more than once: it misses
 * those as often as any others.
 */
export function gapsExplain({ passed, missed }: Gaps, lacking: number, again: number): boolean {
  const all = Math.ceil(missed) + lacking;
  const share = Math.min(1, again / Math.max(1, passed + again));
  return atLeast(lacking, all, share) > NO_CHANCE;
}

/** The probability that of `all` events, each of this kind with probability `share`, `n` or more are. */
function atLeast(n: number, all: number, share: number): number {
  if (share >= 1) return 1;
  let below = 0;
  // By logarithms: many events make the first terms smaller than a number can be.
  let term = all * Math.log1p(-share);
  for (let x = 0; x < n; x++) {
    below += Math.exp(term);
    term += Math.log(all - x) - Math.log(x + 1) + Math.log(share) - Math.log1p(-share);
  }
  return 1 - below;
}
