import type { Court } from "../case.js";
import type { DirectionFates, Fate } from "./direction.js";

/** One lost datagram is none: nobody sends it again, and nobody can tell chance from rule. */
export const REPEATED = 2;
/** Two of so many are the largest of them by chance more often than once in twenty. */
const FEW = 6;
/** So seldom do those that arrive happen to be small that chance is not the answer; what is, their number does not tell. */
const SELDOM = 0.1;
/** The share of those that arrive which a capture misses at most. */
const STRAY = 0.05;

/** Whether so few are lost, of so few that nobody ever answers, that a limit cannot be told from what a capture missed. */
export function tooFew(d: DirectionFates, lost: readonly Fate[], arrived: readonly Fate[]): boolean {
  const answered = d.conversation.views.some(({ flow }) => flow.toServer.packets > 0 && flow.toClient.packets > 0);
  return !answered && lost.length <= REPEATED && lost.length + arrived.length <= FEW;
}

/** One small datagram missing among many that arrived is the capture's own loss, or chance; it does not hide a limit. */
export function withoutStrays(lost: Fate[], arrived: readonly Fate[], largest: number | null): Fate[] {
  if (largest === null) return lost;
  const large = largerThan(lost, largest);
  const small = lost.length - large.length;
  return large.length >= REPEATED && small <= Math.max(1, arrived.length * STRAY) ? large : lost;
}

/** Whether small ones are lost too, yet that none of the large ones arrived is hardly chance. */
export function hardlyChance(large: readonly Fate[], lost: readonly Fate[], arrived: readonly Fate[]): boolean {
  const all = lost.length + arrived.length;
  let chance = 1;
  for (let i = 0; i < arrived.length; i++) chance *= (all - large.length - i) / (all - i);
  return large.length > REPEATED && chance <= SELDOM;
}

export function largerThan(fates: readonly Fate[], largest: number): Fate[] {
  return fates.filter((f) => f.size > largest);
}

/**
 * The first view, from one that lacks some fragments on, that may be behind a wall: it takes every fragment, every first one for its size,
 * or every other for what it lacks. Where some of each kind come, a capture missed the rest, or chance took them. Null where they come
 * all the way.
 */
export function wallForFragments(
  court: Court,
  d: DirectionFates,
  lost: readonly Fate[],
  missing: number,
): number | null {
  const sets = lost.flatMap((f) => court.fragments.at(d.views[f.frameAt].point, f.frame) ?? []);
  for (let i = missing; i < d.views.length; i++) {
    const parts = sets.flatMap((set) => court.fragments.sameAt(d.views[i].point, set) ?? []);
    const both = parts.some((p) => p.ranges[0] === 0) && parts.some((p) => p.ranges[0] > 0 || p.fragments > 1);
    if (!both) return i;
  }
  return null;
}
