import type { Digest } from "../../../src/flow/digest.js";
import { thinned } from "../../../src/flow/retirement.js";
import { Random } from "../../support/random.js";
import { type Engine, SOURCES } from "./engine.js";
import { digestOf, type Exhibit } from "./exhibits.js";
import { lineOf, type Verdict, verdictOn } from "./verdict.js";
import { contradictions } from "./weaker.js";

/** What decides which points, frames and clocks: every scenario is heard with each of them. */
export const SEEDS = [20261, 1, 2, 3, 4] as const;
const ORDERS = 3;
/** All subsets of up to five points; of more, so many. */
const SUBSETS = 40;
const MISSING = 0.03;
const MISSING_RUNS = 4;
const CLOCK_RUNS = 2;
/** Seconds. */
const FARTHEST_CLOCK = 600;
/** What a snaplen of 128 still holds: one tunnel over IPv4. */
const ONE_TUNNEL = 50;

/** One scenario heard again with its evidence changed. */
export interface Appeal {
  kind: "order" | "subset" | "missing" | "clocks" | "snaplen" | "tally";
  what: string;
  /** Everything in the new verdict that is more than the old one made less certain; the old and the new one follow. */
  wrong: string[];
}

/**
 * The same evidence in another order, less of it, with gaps, by other clocks, cut short: the verdict may weaken, never change. Of each point alone,
 * with a tally in place of what is sound: it stays the same.
 */
export function* appeals(
  exhibits: readonly Exhibit[],
  engine: Engine = SOURCES,
  seed: number = SEEDS[0],
): Generator<Appeal> {
  const random = new Random(seed);
  const whole = exhibits.map((e) => digestOf(e, {}, engine));
  const truth = verdictOn(whole, engine);
  const heard = (kind: Appeal["kind"], what: string, digests: readonly Digest[], gap?: string): Appeal => {
    const found = verdictOn(digests, engine);
    const wrong = contradictions(truth, found, digests, gap);
    return { kind, what, wrong: wrong.length === 0 ? [] : [...wrong, ...difference(truth, found)] };
  };

  for (let run = 0; run < ORDERS; run++) {
    // Digests are sorted by name, so other names are another order.
    const names = shuffled(
      random,
      exhibits.map((_, i) => `p${i}`),
    );
    const renamed = exhibits.map((e, i) => digestOf(e, { name: names[i] }, engine));
    const back = (name: string | null) => exhibits[names.indexOf(name ?? "")]?.name ?? name;
    const { path, rulings } = verdictOn(renamed, engine);
    const found = {
      path: path.map((name) => back(name) as string),
      rulings: rulings.map((r) => ({ ...r, lastSeenAt: back(r.lastSeenAt), missingAt: back(r.missingAt) })),
    };
    const wrong = contradictions(truth, found, whole);
    yield {
      kind: "order",
      what: names.join(),
      wrong: wrong.length === 0 ? [] : [...wrong, ...difference(truth, found)],
    };
  }
  for (const subset of subsetsOf(exhibits.length, random)) {
    const left = whole.filter((_, i) => subset.has(i));
    yield heard("subset", left.map((d) => d.name).join(), left);
  }
  for (const [i, exhibit] of exhibits.entries()) {
    for (let run = 0; run < MISSING_RUNS; run++) {
      const seed = random.below(1e9);
      const digest = digestOf(exhibit, { missing: { share: MISSING, random: new Random(seed) } }, engine);
      yield heard(
        "missing",
        `${exhibit.name}, seed ${seed}`,
        whole.map((d, j) => (i === j ? digest : d)),
        exhibit.name,
      );
    }
  }
  for (let run = 0; run < CLOCK_RUNS; run++) {
    const ahead = exhibits.map(() => random.below(2 * FARTHEST_CLOCK) - FARTHEST_CLOCK);
    yield heard(
      "clocks",
      ahead.join(),
      exhibits.map((e, i) => digestOf(e, { ahead: ahead[i] }, engine)),
    );
  }
  const snaplen = nests(whole) ? 192 : 128;
  yield heard(
    "snaplen",
    String(snaplen),
    exhibits.map((e) => digestOf(e, { snaplen }, engine)),
  );
  for (const digest of whole) {
    const alone = verdictOn([digest], engine);
    const tallied = verdictOn([thinned(digest, 0)], engine);
    const same = JSON.stringify(alone.rulings) === JSON.stringify(tallied.rulings);
    yield { kind: "tally", what: digest.name, wrong: same ? [] : difference(alone, tallied) };
  }
}

function difference(truth: Verdict, found: Verdict): string[] {
  return [...truth.rulings.map((r) => `was ${lineOf(r)}`), ...found.rulings.map((r) => `is  ${lineOf(r)}`)];
}

function nests(digests: readonly Digest[]): boolean {
  const flows = digests.flatMap((d) => [...d.tcp, ...d.datagrams]);
  return flows.some((f) => f.encapsulations.some((e) => e.overhead > ONE_TUNNEL));
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]!);
}

/** Every proper subset but the empty one, or a sample. */
function subsetsOf(count: number, random: Random): Set<number>[] {
  const masks = Array.from({ length: 2 ** count - 2 }, (_, i) => i + 1);
  const chosen = masks.length <= SUBSETS ? masks : shuffled(random, masks).slice(0, SUBSETS);
  return chosen.map((mask) => new Set(Array.from({ length: count }, (_, i) => i).filter((i) => (mask >> i) & 1)));
}
