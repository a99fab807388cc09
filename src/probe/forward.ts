import { Attempt } from "./attempt.js";
import { unfinishedRequest } from "./request.js";
import type { Tried } from "./reverse.js";
import { boundsOf, deal, ladder, type Result } from "./sizes.js";
import type { Surroundings } from "./surroundings.js";

/** Sizes on one connection: what an initial congestion window lets out at once (RFC 6928). */
const BURST = 10;
const ROUND = 20;
/** Milliseconds without an acknowledgement after which a packet counts as lost: the kernel repeats it at least once in them. */
const STUCK = 420;
/** Milliseconds in which a packet of full size is acknowledged where nothing is wrong, besides round trips. */
const PROMPT = 70;
/** IP bytes that every request has anyway: what is tried is larger. */
const FLOOR = 300;

/** How the size of packets towards the server is known. */
export type ForwardHow =
  /** The largest packet both sides allow was acknowledged. */
  | "full-size"
  | "bisected"
  | "range"
  /** A PTB named the size, and packets of it are acknowledged. */
  | "told"
  | "not-connected";

export interface Forward {
  mtu: number | null;
  how: ForwardHow;
  passes: number | null;
  fails: number | null;
  /** The largest packet TCP may send: the smaller of our device's MTU and the server's MSS. */
  allowed: number | null;
  /** The MTU in a PTB that these packets drew. */
  told: number | null;
  tried: Tried[];
  odd: number[];
}

interface Burst {
  attempt: Attempt;
  sizes: number[];
  /** Payload bytes up to the end of each. */
  ends: number[];
  /** The path MTU the kernel believed in before. */
  believed: number;
  saidAt: number;
}

/**
 * Finds the largest packet that the server acknowledges. A burst is a request that never ends, in segments of ascending sizes: the
 * cumulative acknowledgement stops before the first that was lost. Works without any ICMP.
 */
export async function reach(s: Surroundings): Promise<Forward> {
  const results = new Map<number, Result>();
  const bursts: Burst[] = [];
  const first = await burst(s, null);
  if (first === null) return { ...NOTHING, how: "not-connected" };
  bursts.push(first);
  const { attempt } = first;
  const allowed = first.sizes[0]!;
  const told = () => {
    const learnt = Math.min(...bursts.map((b) => b.attempt.info.pathMtu).filter((mtu) => mtu > 0));
    return learnt < first.believed ? learnt : null;
  };
  const isOver = (b: Burst) => b.attempt.acknowledged >= b.ends[b.ends.length - 1]! || !b.attempt.open;
  await s.watch.until(() => isOver(first), PROMPT + (4 * attempt.info.rtt) / 1000);
  note(first, results);
  while (!isOver(first) && told() === null) {
    const { passes, fails } = boundsOf(results, FLOOR);
    const rest = ladder(passes, fails ?? allowed, Math.min(ROUND, BURST * s.budget.left()));
    if (rest.length === 0) break;
    const fresh = (await Promise.all(deal(rest, BURST).map((sizes) => burst(s, sizes)))).filter((b) => b !== null);
    if (fresh.length === 0) break;
    bursts.push(...fresh);
    const patience = STUCK + (3 * attempt.info.rtt) / 1000;
    await s.watch.until(
      (now) => fresh.every((b) => isOver(b) || now - b.saidAt > patience) || isOver(first),
      3 * patience,
    );
    for (const b of bursts) note(b, results);
    if (boundsOf(results, FLOOR).passes === FLOOR && fresh.every((b) => b.attempt.acknowledged === 0)) break;
  }
  for (const b of bursts) {
    note(b, results);
    b.attempt.close();
  }
  return { ...verdict(results, allowed, told()), allowed };
}

const NOTHING: Forward = {
  mtu: null,
  how: "range",
  passes: null,
  fails: null,
  allowed: null,
  told: null,
  tried: [],
  odd: [],
};

/** Connects and sends one packet of each size, of the largest there is when `sizes` is null. Null where it does not connect. */
async function burst(s: Surroundings, sizes: number[] | null): Promise<Burst | null> {
  if (!(await s.budget.connection())) return null;
  const attempt = s.watch.add(new Attempt(s.libc, { to: s.to, size: null, records: [], enough: 0 }));
  await s.watch.until(() => attempt.connectedAt !== null || !attempt.open, s.budget.limits.timeout);
  if (attempt.connectedAt === null || !attempt.open) return null;
  const chosen = (sizes ?? [attempt.sendable]).filter((size) => size <= attempt.sendable);
  const payloads = chosen.map((size) => size - (attempt.sendable - attempt.info.sndMss));
  const ends = payloads.map((_, i) => payloads.slice(0, i + 1).reduce((a, b) => a + b, 0));
  if (chosen.length === 0) return null;
  const believed = Math.max(attempt.info.pathMtu, attempt.sendable);
  const request = unfinishedRequest(s.target, ends[ends.length - 1]!);
  attempt.say(payloads.map((payload, i) => request.subarray(ends[i]! - payload, ends[i])));
  return { attempt, sizes: chosen, ends, believed, saidAt: performance.now() };
}

/** What is acknowledged arrived. The first that is not was lost, unless something beyond it arrived: then it was no matter of size. */
function note(b: Burst, results: Map<number, Result>): void {
  const count = b.ends.filter((end) => end <= b.attempt.acknowledged).length;
  for (const size of b.sizes.slice(0, count)) results.set(size, "passed");
  const stuck = b.sizes[count];
  if (stuck !== undefined && results.get(stuck) !== "passed" && b.attempt.open && b.attempt.info.sacked === 0)
    results.set(stuck, "failed");
}

function verdict(results: ReadonlyMap<number, Result>, allowed: number, told: number | null): Omit<Forward, "allowed"> {
  const tried = [...results].map(([size, result]) => ({ size, result })).sort((a, b) => a.size - b.size);
  const { passes, fails, odd } = boundsOf(results, 0);
  const base = { passes: passes > 0 ? passes : null, fails, told, tried, odd };
  // What a PTB made smaller was acknowledged in other packets than were sent first.
  if (told !== null) return { ...base, tried: [], passes: told, fails: null, mtu: told, how: "told" };
  if (fails === null && passes >= allowed) return { ...base, mtu: allowed, how: "full-size" };
  if (fails !== null && passes === fails - 1) return { ...base, mtu: passes, how: "bisected" };
  return { ...base, mtu: null, how: "range" };
}
