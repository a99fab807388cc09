/** Sizes of packets, in IP bytes, and which to try. */

/** What TCP timestamps take of every segment (RFC 7323 section 3.2, padded). */
export const TIMESTAMPS = 12;
/** Every host must take packets of so many bytes: RFC 791 section 3.1, RFC 8200 section 5. */
export const SMALLEST = { 4: 576, 6: 1280 } as const;
/** The largest packet IPv4's total length can tell of; a loopback device's MTU is one more. */
export const LARGEST = 65_535;
/** Below it a path MTU is rare: the ladder is coarse there. */
const USUAL = 1280;
const STANDARD = 1500;
const COARSE_STEPS = 3;
/** Fewer sizes than this are spread evenly. */
const FEW = 12;

/** IP and TCP headers without options. */
export function headersOf(family: 4 | 6): number {
  return family === 4 ? 40 : 60;
}

/** IP and UDP headers. */
export function datagramHeadersOf(family: 4 | 6): number {
  return family === 4 ? 28 : 48;
}

/**
 * At most `count` sizes between one that passes and one that fails, both left out, ascending. Where the gap is wide most of
 * them lie where path MTUs usually do, from 1280 to 1500.
 */
export function ladder(passes: number, fails: number, count: number): number[] {
  const gap = fails - passes - 1;
  if (gap <= 0 || count <= 0) return [];
  if (gap <= count) return Array.from({ length: gap }, (_, i) => passes + 1 + i);
  const low = passes + 1 < USUAL && fails > USUAL ? USUAL : null;
  const high = fails - 1 > STANDARD && passes < STANDARD ? STANDARD : null;
  if (count < FEW || (low === null && high === null)) return evenly(passes, fails, count);
  const below = low === null ? [] : [...evenly(passes, low, COARSE_STEPS), low];
  const above = high === null ? [] : [high, high + 1, ...evenly(high + 1, fails, COARSE_STEPS)];
  const rest = count - below.length - above.length;
  const middle = evenly(low ?? passes, high ?? fails, rest);
  return [...new Set([...below, ...middle, ...above])].filter((size) => size > passes && size < fails);
}

/**
 * How many of the `left` tries to spend on a gap of so many sizes, at most `most` at a time: all of it where they suffice, else the fewest
 * after which the rest suffice for what is left of the gap, else half of them or less.
 */
export function share(gap: number, left: number, most: number): number {
  if (gap <= Math.min(left, most)) return Math.max(0, gap);
  for (let count = 1; count < Math.min(left, most); count++)
    if (Math.ceil(gap / (count + 1)) - 1 <= Math.min(left - count, most)) return count;
  // One at a time halves the gap: it takes most rounds and fewest tries.
  const halvings = (count: number) => Math.ceil(Math.log2(gap / (count + 1) + 1));
  let count = Math.min(most, Math.ceil(left / 2));
  while (count > 1 && left - count < halvings(count) + 1) count--;
  return count;
}

/** `count` sizes that divide what lies between two into equal parts. */
function evenly(from: number, to: number, count: number): number[] {
  const sizes = Array.from({ length: Math.max(0, count) }, (_, i) =>
    Math.round(from + ((i + 1) * (to - from)) / (count + 1)),
  );
  return [...new Set(sizes)].filter((size) => size > from && size < to);
}

/** What trying a size said. */
export type Result = "passed" | "failed" | "unknown";

export interface Bounds {
  /** The largest size below every one that failed. */
  passes: number;
  /** The smallest size that failed; null when none did. */
  fails: number | null;
  /** Sizes that failed although larger ones passed: chance, not size. */
  odd: number[];
}

/** Reads the limit off what was tried. A size that fails below one that passes is no limit: something else lost it. */
export function boundsOf(results: ReadonlyMap<number, Result>, known: number): Bounds {
  const having = (wanted: Result) => [...results].filter(([, result]) => result === wanted).map(([size]) => size);
  const passes = Math.max(known, ...having("passed"));
  const failed = having("failed");
  const above = failed.filter((size) => size > passes);
  return {
    passes,
    fails: above.length > 0 ? Math.min(...above) : null,
    odd: failed.filter((size) => size < passes).sort((a, b) => a - b),
  };
}

/** Sizes in groups of at most `most`, each ascending and spread over the whole range, so that every group tells of it. */
export function deal(sizes: readonly number[], most: number): number[][] {
  const groups = Math.ceil(sizes.length / most);
  return Array.from({ length: groups }, (_, g) => sizes.filter((_, i) => i % groups === g));
}
