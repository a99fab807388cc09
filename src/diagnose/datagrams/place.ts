import { REPEATED } from "./by-chance.js";
import type { DirectionFates, Fate } from "./direction.js";

/** Datagrams of one direction that stop at one place. */
export interface Place {
  lastWhole: number;
  missing: number;
  lost: Fate[];
}

/** The place where they stop for a reason, else where most do; nothing of what never was whole. */
export function heaviest(d: DirectionFates): Place | null {
  const byPlace = new Map<string, Place>();
  for (const f of d.lost) {
    const key = `${f.lastWhole} ${f.missing}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { lastWhole: f.lastWhole, missing: f.missing, lost: [f] });
    else known.lost.push(f);
  }
  // What never was whole at any point is only a loss when its fragments show that something is missing.
  const places = [...byPlace.values()].filter((p) => p.lastWhole >= 0 || p.lost.every((f) => f.fragmented));
  const place = places.sort(
    (a, b) =>
      Number(isWall(d, b)) - Number(isWall(d, a)) ||
      Number(isLimit(d, b)) - Number(isLimit(d, a)) ||
      b.lost.length - a.lost.length ||
      b.missing - a.missing,
  )[0];
  if (place === undefined) return null;
  // What one capture missed nearer the sender got no further than here either.
  return { ...place, lost: d.lost.filter((f) => f.missing <= place.missing) };
}

/** Whether what is lost here is in fragments, and nothing in fragments passes: a capture that misses a fragment lets others by. */
function isWall(d: DirectionFates, place: Place): boolean {
  return place.lost.every((f) => f.fragmented) && !d.fates.some((f) => f.fragmented && f.lastWhole >= place.missing);
}

/** Whether several are lost here, and none as large passes: what a capture nearer the sender missed are often more. */
function isLimit(d: DirectionFates, place: Place): boolean {
  const smallest = Math.min(...place.lost.map((f) => f.size));
  // Those missing nearer the sender got no further either.
  const lost = d.lost.filter((f) => f.missing <= place.missing && f.size >= smallest);
  return lost.length >= REPEATED && !d.fates.some((f) => f.lastWhole >= place.missing && f.size >= smallest);
}
