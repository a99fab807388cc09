import { Attempt } from "./attempt.js";
import { Conversation } from "./conversation.js";
import { AGAIN, hangsAgain } from "./hangs-again.js";
import { requestTo } from "./request.js";
import { type Bounds, boundsOf, headersOf, ladder, type Result, share } from "./sizes.js";
import type { Surroundings } from "./surroundings.js";

/** Sizes tried at a time. */
const ROUND = 16;
/** Connections left for the other direction. */
const FORWARD = 5;
/** Milliseconds without any news after which a round is over; a server that is slower gets more. */
const QUIET = { least: 180, most: 1200, answers: 4 };
/** Bytes of an answer that are read at most. */
const ENOUGH = 32_768;

/** How the size of packets towards us is known. */
export type ReverseHow =
  /** The largest size our own device takes arrives. */
  | "full-size"
  /** One size arrives, and one byte more does not. */
  | "bisected"
  /** Sizes below arrive, above they do not; connections ran out before the byte was found. */
  | "range"
  /** The server sends no larger packets, whatever is allowed. */
  | "sender-limit"
  /** It sent too little to fill a packet. */
  | "too-little"
  | "no-answer"
  /** Without sockets of our own. */
  | "no-ffi";

export interface Tried {
  size: number;
  result: Result;
}

export interface Reverse {
  mtu: number | null;
  how: ReverseHow;
  /** The largest size seen to arrive, and the smallest that did not. */
  passes: number | null;
  fails: number | null;
  tried: Tried[];
  /** Sizes lost once although larger ones arrive. */
  odd: number[];
}

/** What one connection says of its size. `answer`: payload bytes of the whole answer, as far as known. */
function resultOf(a: Attempt, answer: number): Result | "smaller" {
  if (a.offered === null || (a.size !== null && a.offered < a.size)) return "unknown";
  if (a.largest >= a.offered) return "passed";
  if (a.end === "reset" || a.end === "failed") return "unknown";
  const whole = a.end === "closed" || a.info.bytesReceived >= answer - 64;
  return a.info.bytesReceived > 0 && whole ? "smaller" : "failed";
}

/** What an ordinary connection alone tells; null where it hangs, so that the ladder must tell. */
export function fromOrdinary(ordinary: Conversation): Reverse | null {
  const { offered, largest, info } = ordinary;
  if (offered === null || !ordinary.answered) return ordinary.completedAt === null ? null : nothing("no-answer");
  const passes = largest;
  const base = { passes, fails: null, tried: [{ size: offered, result: "passed" as const }], odd: [] };
  if (largest >= offered) return { ...base, mtu: offered, how: "full-size" };
  if (ordinary.completedAt === null) return null;
  const payload = largest - (offered - info.advMss);
  // Several segments of one size below what was allowed: the sender was cutting, not running out of data.
  const cutting = info.bytesReceived >= 2 * payload && info.bytesReceived > info.advMss;
  return { ...base, tried: [], mtu: cutting ? largest : null, how: cutting ? "sender-limit" : "too-little" };
}

/**
 * Finds the largest packet that arrives from the server: each connection allows another size by the MSS it announces, all of a
 * round at the same time. `small` has been answered, `ordinary` hangs. `onSyns` is called when the last SYN has been answered: from then on
 * packets may be sent that could make the kernel announce less.
 */
export async function climb(
  s: Surroundings,
  small: Attempt,
  ordinary: Conversation,
  onSyns: () => void,
): Promise<Reverse> {
  const overhead = headersOf(s.to.family);
  const floor = small.offered ?? 0;
  const top = ordinary.offered ?? floor + 1;
  // Where the first answer is too short to fill a packet, the whole conversation may not be.
  const inFull = small.info.bytesReceived + overhead < top && /^https:/i.test(s.target.given);
  const begin = (size: number): Attempt =>
    inFull
      ? new Conversation(s.libc, s.to, s.target, size)
      : new Attempt(s.libc, { to: s.to, size, records: [requestTo(s.target)], enough: ENOUGH });
  const model = inFull ? await inSmallPackets(s, floor, ordinary) : small;
  if (model === null) return (ordinary.completedAt === null ? null : fromOrdinary(ordinary)) ?? nothing("no-answer");
  const answer = model.info.bytesReceived;
  const all = new Map<number, Attempt>();
  let slowest = 0;
  // Sixteen handshakes at a time take a busy machine longer than one did.
  const patience = () => Math.max(patienceFor(responseTime(model)), 2 * slowest);
  const said = (a: Attempt) => resultOf(a, answer);

  for (;;) {
    const { passes, fails } = readBounds(all, ordinary, said, floor);
    // The size that bounds it must have hung for a while, and may yet recover.
    const wall = fails === null ? undefined : (all.get(fails) ?? ordinary);
    if (fails === null || fails === passes + 1) {
      if (fails === null || wall === undefined) break;
      const affordable = s.budget.left(FORWARD) >= AGAIN;
      const again = await hangsAgain(s, {
        ...{ passes, fails, wall, affordable, begin, onSyns },
        patience: patience(),
        passed: (a) => said(a) === "passed",
        failed: (a) => said(a) === "failed",
      });
      if (again === true) break;
      if (again !== false) all.set(fails, again);
      continue;
    }
    const sizes = ladder(passes, fails, share(fails - passes - 1, s.budget.left(FORWARD + AGAIN), ROUND));
    if (sizes.length === 0) break;
    const fresh: Attempt[] = [];
    for (const size of shuffled(sizes)) {
      if (!(await s.budget.connection())) break;
      const attempt = s.watch.add(begin(size));
      fresh.push(attempt);
      all.set(size, attempt);
    }
    await s.watch.until((now) => {
      for (const a of fresh.filter((a) => a.open && said(a) === "passed")) {
        slowest = Math.max(slowest, now - a.startedAt);
        a.close();
      }
      const last = Math.max(...fresh.map((a) => Math.max(a.progressAt, a.startedAt)));
      return fresh.every((a) => !a.open || said(a) === "passed") || now - last > patience();
    }, s.budget.limits.timeout);
  }
  onSyns();
  return summary(all, ordinary, said, floor, top);
}

function readBounds(
  all: ReadonlyMap<number, Attempt>,
  ordinary: Attempt,
  said: (a: Attempt) => Result | "smaller",
  floor: number,
): Bounds {
  const results = new Map<number, Result>();
  for (const [size, a] of all) results.set(size, plain(said(a)));
  if (ordinary.offered !== null && results.get(ordinary.offered) !== "passed")
    results.set(ordinary.offered, plain(said(ordinary)));
  return boundsOf(results, floor);
}

/** A whole answer in smaller packets says nothing of the size that was allowed. */
function plain(said: Result | "smaller"): Result {
  return said === "smaller" ? "unknown" : said;
}

function summary(
  all: ReadonlyMap<number, Attempt>,
  ordinary: Attempt,
  said: (a: Attempt) => Result | "smaller",
  floor: number,
  top: number,
): Reverse {
  const { passes, fails, odd } = readBounds(all, ordinary, said, floor);
  const tried = [...all]
    .map(([size, a]) => ({ size, result: plain(said(a)) }))
    .concat({ size: floor, result: "passed" }, { size: top, result: plain(said(ordinary)) })
    .sort((a, b) => a.size - b.size);
  const base = { passes, fails, tried, odd };
  if (fails !== null)
    return { ...base, mtu: fails === passes + 1 ? passes : null, how: fails === passes + 1 ? "bisected" : "range" };
  const largest = Math.max(0, ordinary.largest, ...[...all.values()].map((a) => a.largest));
  if (passes >= top) return { ...base, mtu: top, how: "full-size" };
  const told = [...all.values(), ordinary].some((a) => said(a) === "smaller" && a.info.bytesReceived > a.info.advMss);
  return {
    ...base,
    passes: Math.max(passes, largest),
    mtu: told ? largest : null,
    how: told ? "sender-limit" : "too-little",
  };
}

/** The whole conversation in the smallest packets: how long it takes, and how much comes. Null where it does not work, or the ordinary one does after all. */
async function inSmallPackets(s: Surroundings, size: number, ordinary: Conversation): Promise<Conversation | null> {
  if (!(await s.budget.connection())) return null;
  const model = s.watch.add(new Conversation(s.libc, s.to, s.target, size));
  const isOver = (c: Conversation) => c.completedAt !== null || c.end !== null;
  await s.watch.until(() => isOver(model) || isOver(ordinary), s.budget.limits.timeout);
  return model.completedAt === null || ordinary.completedAt !== null ? null : model;
}

/** In no order of size: a server that stops answering after some connections must not look like a limit of size. */
function shuffled(sizes: readonly number[]): number[] {
  return [...sizes.filter((_, i) => i % 2 === 0), ...sizes.filter((_, i) => i % 2 === 1).reverse()];
}

/** Milliseconds from the connection to the answer: its first byte, or where more was asked for, its last. */
function responseTime(a: Attempt): number {
  const until = a instanceof Conversation ? a.completedAt : a.answeredAt;
  return until === null || a.connectedAt === null ? 0 : until - a.connectedAt;
}

function patienceFor(response: number): number {
  const usual = Math.min(QUIET.most, Math.max(QUIET.least, QUIET.answers * response));
  return Math.max(usual, 1.5 * response + QUIET.least);
}

export function nothing(how: ReverseHow): Reverse {
  return { mtu: null, how, passes: null, fails: null, tried: [], odd: [] };
}
