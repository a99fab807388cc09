/** How many packets of a direction are remembered for matching vantage points. */
const KEPT = 24;
const ENTRY = 3;

/**
 * A sample of packets by hash: every vantage point keeps those with the smallest hashes, hence the same ones.
 * A hash seen twice at one point is ambiguous (a retransmission) and is given up.
 */
export class Samples {
  /** Hash, frame, time, and again, by ascending hash. */
  private readonly kept: number[] = [];
  private twice: Set<number> | null = null;

  /** Hashes above are not taken any more. */
  get limit(): number {
    return this.kept.length < KEPT * ENTRY ? 0xffffffff : this.kept[(KEPT - 1) * ENTRY];
  }

  add(hash: number, frame: number, time: number): void {
    const { kept } = this;
    const n = kept.length;
    if (n === KEPT * ENTRY && hash > kept[n - ENTRY]) return;
    let at = n;
    while (at > 0 && kept[at - ENTRY] > hash) at -= ENTRY;
    if (at > 0 && kept[at - ENTRY] === hash) {
      this.twice ??= new Set();
      this.twice.add(hash);
      return;
    }
    if (n < KEPT * ENTRY) kept.push(0, 0, 0);
    for (let i = kept.length - 1; i >= at + ENTRY; i--) kept[i] = kept[i - ENTRY];
    kept[at] = hash;
    kept[at + 1] = frame;
    kept[at + 2] = time;
  }

  /** Adds those of packets that another gathered. */
  join(other: Samples): void {
    for (let i = 0; i < other.kept.length; i += ENTRY) this.add(other.kept[i], other.kept[i + 1], other.kept[i + 2]);
    for (const hash of other.twice ?? []) this.add(hash, 0, 0);
  }

  /** [hash, frame, time, ...] by ascending hash. */
  finish(): number[] {
    const { kept, twice } = this;
    if (twice === null) return kept;
    const out: number[] = [];
    for (let i = 0; i < kept.length; i += ENTRY) {
      if (!twice.has(kept[i])) out.push(kept[i], kept[i + 1], kept[i + 2]);
    }
    return out;
  }
}
