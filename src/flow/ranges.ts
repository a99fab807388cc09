/** Ascending, disjoint, half-open ranges in one flat list: [from, to, from, to, ...]. */
export type Ranges = number[];

/** Adds [from, to) in place. Returns how many bytes of it were new. */
export function addRange(ranges: Ranges, from: number, to: number): number {
  if (to <= from) return 0;
  const n = ranges.length;
  // The usual case: it continues the last range.
  if (n === 0 || from > ranges[n - 1]) {
    ranges.push(from, to);
    return to - from;
  }
  if (from === ranges[n - 1]) {
    ranges[n - 1] = to;
    return to - from;
  }
  const i = firstEndingAt(ranges, from);
  let start = from;
  let stop = to;
  let j = i;
  let overlap = 0;
  while (j < n && ranges[j] <= to) {
    overlap += Math.max(0, Math.min(ranges[j + 1], to) - Math.max(ranges[j], from));
    start = Math.min(start, ranges[j]);
    stop = Math.max(stop, ranges[j + 1]);
    j += 2;
  }
  ranges.splice(i, j - i, start, stop);
  return to - from - overlap;
}

/** Makes one range of the lower half of them, in place. */
export function joinLowestHalf(ranges: Ranges): void {
  const half = (ranges.length >> 2) * 2;
  if (half > 2) ranges.splice(0, half, ranges[0], ranges[half - 1]);
}

/** Index of the first range that ends at `from` or later. Halving: a capture that misses a packet in ten has very many ranges. */
function firstEndingAt(ranges: Ranges, from: number): number {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[2 * middle + 1] < from) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** Bytes of [from, to) that are in the ranges. */
export function overlapOf(ranges: Ranges, from: number, to: number): number {
  let sum = 0;
  for (let i = firstEndingAt(ranges, from); i < ranges.length && ranges[i] < to; i += 2) {
    sum += Math.max(0, Math.min(ranges[i + 1], to) - Math.max(ranges[i], from));
  }
  return sum;
}

export function containsRange(ranges: Ranges, from: number, to: number): boolean {
  return overlapOf(ranges, from, to) === to - from;
}

/** What is in `a` and not in `b`. */
export function subtract(a: Ranges, b: Ranges): Ranges {
  const out: Ranges = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let from = a[i];
    const to = a[i + 1];
    while (j < b.length && b[j + 1] <= from) j += 2;
    let k = j;
    while (k < b.length && b[k] < to) {
      if (b[k] > from) out.push(from, b[k]);
      from = Math.max(from, b[k + 1]);
      k += 2;
    }
    if (from < to) out.push(from, to);
  }
  return out;
}

export function union(a: Ranges, b: Ranges): Ranges {
  const out = a.slice();
  for (let i = 0; i < b.length; i += 2) addRange(out, b[i], b[i + 1]);
  return out;
}

/** The ranges, moved by `delta`. */
export function shift(ranges: Ranges, delta: number): Ranges {
  return delta === 0 ? ranges : ranges.map((x) => x + delta);
}

export function sizeOf(ranges: Ranges): number {
  let sum = 0;
  for (let i = 0; i < ranges.length; i += 2) sum += ranges[i + 1] - ranges[i];
  return sum;
}
