import type { Attempt } from "./attempt.js";
import type { Surroundings } from "./surroundings.js";

/** Connections this takes. */
export const AGAIN = 2;
/** Milliseconds a size must have hung before it counts as lost: a sender repeats at least once in them. */
const HUNG = 450;
/** Milliseconds to wait for an answer in packets that pass. */
const CONTROL = 3000;

export interface Wall {
  /** The largest size that passes, and the next one, which hangs. */
  passes: number;
  fails: number;
  /** The connection that hangs. */
  wall: Attempt;
  /** Milliseconds without news after which the others were taken to hang. */
  patience: number;
  /** Whether there are connections left for trying again. */
  affordable: boolean;
  begin: (size: number) => Attempt;
  passed: (a: Attempt) => boolean;
  failed: (a: Attempt) => boolean;
  /** Called when the last SYN is answered. */
  onSyns: () => void;
}

/**
 * Whether the smallest size that hangs goes on hanging, and hangs in a second connection while a third one, begun later, gets its answer in
 * packets of one byte less: a server that is merely slow, or a busy host, is so told from a loss. Resolves to false where the first
 * one went on, to the second where that one did.
 */
export async function hangsAgain(s: Surroundings, w: Wall): Promise<boolean | Attempt> {
  const { wall, patience } = w;
  const startedAt = performance.now();
  const since = wall.connectedAt ?? wall.startedAt;
  const next = async (size: number) =>
    w.affordable && (await s.budget.connection()) ? s.watch.add(w.begin(size)) : null;
  const second = await next(w.fails);
  const control = await next(w.passes);
  const recovered = () => !w.failed(wall) || (second !== null && w.passed(second));
  if (second !== null && control !== null) {
    const stands = (a: Attempt) => a.connectedAt !== null || !a.open;
    await s.watch.until(() => recovered() || (stands(second) && stands(control)), patience);
    w.onSyns();
    // A path MTU learnt meanwhile may have made its SYN announce less: then it tells nothing.
    const isOver = () => !control.open || w.passed(control) || (control.offered ?? w.passes) < w.passes;
    await s.watch.until(() => recovered() || isOver(), CONTROL);
    if (w.passed(control)) control.close();
  }
  w.onSyns();
  const took = performance.now() - startedAt;
  const longEnough = (now: number) =>
    now - since >= HUNG + patience && (control === null || now - startedAt >= took + Math.max(patience, took));
  await s.watch.until((now) => recovered() || longEnough(now), HUNG + CONTROL + patience);
  if (!w.failed(wall)) return false;
  return second !== null && w.passed(second) ? second : true;
}
