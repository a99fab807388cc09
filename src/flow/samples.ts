/** How many packets of a direction are remembered for matching vantage points. */
const KEPT = 24;

/**
 * A sample of packets by hash: every vantage point keeps those with the smallest hashes, hence the same ones.
 * A hash seen twice at one point is ambiguous (a retransmission) and is given up.
 */
export class Samples {
  private readonly hashes: number[] = [];
  private readonly frames: number[] = [];
  private readonly times: number[] = [];
  private readonly twice: boolean[] = [];
  private worst = 0;

  add(hash: number, frame: number, time: number): void {
    const n = this.hashes.length;
    if (n === KEPT && hash > this.worst) return;
    for (let i = 0; i < n; i++) {
      if (this.hashes[i] === hash) {
        this.twice[i] = true;
        return;
      }
    }
    if (n < KEPT) {
      this.put(n, hash, frame, time);
    } else {
      this.put(this.hashes.indexOf(this.worst), hash, frame, time);
    }
    if (this.hashes.length === KEPT) this.worst = Math.max(...this.hashes);
  }

  private put(i: number, hash: number, frame: number, time: number): void {
    this.hashes[i] = hash;
    this.frames[i] = frame;
    this.times[i] = time;
    this.twice[i] = false;
  }

  /** [hash, frame, time, ...] by ascending hash. */
  finish(): number[] {
    const order = this.hashes.map((_, i) => i).filter((i) => !this.twice[i]);
    order.sort((a, b) => this.hashes[a] - this.hashes[b]);
    return order.flatMap((i) => [this.hashes[i], this.frames[i], this.times[i]]);
  }
}
