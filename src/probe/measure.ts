import type { Libc } from "../node/libc.js";
import { Attempt, type Endpoint } from "./attempt.js";
import { Budget, type Limits } from "./budget.js";
import { Conversation } from "./conversation.js";
import { type AddressFacts, type ConnectionFacts, factsOf } from "./facts.js";
import { type Forward, reach } from "./forward.js";
import { askHops, type Hops } from "./hops.js";
import { requestTo } from "./request.js";
import { climb, fromOrdinary, nothing, type Reverse } from "./reverse.js";
import { pathMtuNow, readRoute } from "./route.js";
import { LARGEST, SMALLEST } from "./sizes.js";
import type { Surroundings } from "./surroundings.js";
import type { Target } from "./target.js";
import { Watch } from "./watch.js";

export interface MeasureOptions {
  libc: Libc;
  target: Target;
  to: Endpoint;
  limits: Limits;
  signal: AbortSignal;
  /** Allow the ordinary connection smaller packets than the device takes, in IP bytes. */
  size: number | null;
  onProgress: (step: "connect" | "towards-us" | "towards-server") => void;
}

/** Milliseconds without news after which an ordinary connection counts as hanging, where a small one was answered. */
const HANGS = { least: 250, answers: 5 };
/** Milliseconds an answer may go on after its beginning; enough for any handshake. */
const WHOLE_ANSWER = 60;
const ENOUGH = 32_768;

/** Measures one address from here. */
export async function measure(options: MeasureOptions): Promise<AddressFacts> {
  const { libc, target, to, limits } = options;
  const startedAt = performance.now();
  const budget = new Budget(limits);
  const watch = new Watch(options.signal, budget);
  const s: Surroundings = { libc, target, to, budget, watch };
  try {
    const routeReading = readRoute(libc, to);
    options.onProgress("connect");
    const { ordinary, small } = await meet(s, options.size);
    const route = await routeReading;
    let others: ConnectionFacts[] = [];
    let towardsUs: Reverse = nothing("no-answer");
    let towardsServer: Forward | null = null;
    let hops: Hops | null = null;
    const goOn = async () => {
      options.onProgress("towards-server");
      const fullSize = Math.min(route.deviceMtu ?? ordinary.offered ?? 1500, LARGEST);
      [towardsServer, hops] = await Promise.all([reach(s), askHops(s, fullSize)]);
    };
    const alone = fromOrdinary(ordinary);
    if (alone !== null) {
      towardsUs = alone;
      await goOn();
    } else if (small.answered) {
      options.onProgress("towards-us");
      let forward: Promise<void> | undefined;
      towardsUs = await climb(s, small, ordinary, () => {
        forward ??= goOn();
      });
      await forward;
    } else if (ordinary.connectedAt !== null) {
      others = await compareNames(s, ordinary, small);
    }
    // What came in full but not to an end may only be slow.
    if (towardsUs.fails === null && ordinary.connectedAt !== null)
      await watch.until(
        () => ordinary.completedAt !== null || ordinary.end !== null,
        limits.timeout - (performance.now() - startedAt),
      );
    ordinary.close();
    return {
      family: to.family,
      address: to.address,
      blind: false,
      route,
      learntAfter: pathMtuNow(libc, to),
      ordinary: factsOf(ordinary),
      small: factsOf(small),
      others,
      towardsUs,
      towardsServer,
      hops,
      cost: { connections: budget.connections, datagrams: budget.datagrams, bytes: budget.bytes },
      milliseconds: performance.now() - startedAt,
    };
  } finally {
    watch.closeAll();
  }
}

/** An ordinary connection, and beside it one that asks for small packets only. Resolves once both are done, or hang. */
async function meet(s: Surroundings, size: number | null): Promise<{ ordinary: Conversation; small: Attempt }> {
  await s.budget.connection();
  const ordinary = s.watch.add(new Conversation(s.libc, s.to, s.target, size));
  await s.budget.connection();
  const small = s.watch.add(
    new Attempt(s.libc, {
      to: s.to,
      size: Math.min(size ?? Infinity, SMALLEST[s.to.family]),
      records: [requestTo(s.target)],
      enough: ENOUGH,
    }),
  );
  const isOver = (a: Attempt) => !a.open || a.end !== null;
  const ordinaryIsOver = () => ordinary.completedAt !== null || isOver(ordinary);
  await s.watch.until((now) => {
    const smallIsOver =
      isOver(small) || small.enough || (small.answeredAt !== null && now - small.progressAt > WHOLE_ANSWER);
    if (ordinaryIsOver())
      return smallIsOver || ordinary.completedAt !== null || now - ordinary.progressAt > WHOLE_ANSWER;
    if (!smallIsOver || small.answeredAt === null) return false;
    const answered = small.answeredAt - (small.connectedAt ?? small.startedAt);
    return now - Math.max(ordinary.progressAt, small.answeredAt) > Math.max(HANGS.least, HANGS.answers * answered);
  }, s.budget.limits.timeout);
  return { ordinary, small };
}

/** Nobody answers a request that was made: is it the server's name? The same request with other names, of the same length and none. */
async function compareNames(s: Surroundings, ordinary: Conversation, small: Attempt): Promise<ConnectionFacts[]> {
  const { target, to, libc } = s;
  if (target.protocol === "tcp" || ordinary.end === "closed") return [];
  const harmless =
    "a".repeat(Math.max(1, target.host.length - 8)) + ".example".slice(0, Math.max(0, target.host.length));
  const names = target.protocol === "tls" ? [harmless, null] : [harmless];
  const attempts: Attempt[] = [];
  for (const name of names)
    if (await s.budget.connection())
      attempts.push(
        s.watch.add(new Attempt(libc, { to, size: small.size, records: [requestTo(target, name)], enough: ENOUGH })),
      );
  await s.watch.until(() => attempts.some((a) => a.answered) || attempts.every((a) => !a.open), 1000);
  return attempts.map((a) => factsOf(a));
}
