/** How many packets of a direction are remembered for matching vantage points. */
const KEPT = 24;

/**
 * A sample of packets by hash: every vantage point keeps those with the smallest hashes, hence the same ones.
 * A hash seen twice at one point is ambiguous (a retransmission) and is given up.
 */
export class Samples {
  /** Ascending. */
  private readonly hashes: number[] = [];
  private readonly frames: number[] = [];
  private readonly times: number[] = [];
  private twice: Set<number> | null = null;

  /** Hashes above are not taken any more. */
  get limit(): number {
    return this.hashes.length < KEPT ? 0xffffffff : this.hashes[KEPT - 1];
  }

  add(hash: number, frame: number, time: number): void {
    const { hashes, frames, times } = this;
    const n = hashes.length;
    if (n === KEPT && hash > hashes[KEPT - 1]) return;
    let at = n;
    while (at > 0 && hashes[at - 1] > hash) at--;
    if (at > 0 && hashes[at - 1] === hash) {
      this.twice ??= new Set();
      this.twice.add(hash);
      return;
    }
    for (let i = Math.min(n, KEPT - 1); i > at; i--) {
      hashes[i] = hashes[i - 1];
      frames[i] = frames[i - 1];
      times[i] = times[i - 1];
    }
    hashes[at] = hash;
    frames[at] = frame;
    times[at] = time;
  }

  /** [hash, frame, time, ...] by ascending hash. */
  finish(): number[] {
    const out: number[] = [];
    for (let i = 0; i < this.hashes.length; i++) {
      if (this.twice?.has(this.hashes[i])) continue;
      out.push(this.hashes[i], this.frames[i], this.times[i]);
    }
    return out;
  }
}
