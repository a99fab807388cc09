/**
 * The first bytes not yet acknowledged were sent again, and what acknowledges them will tell for which of the two: its timestamp echo
 * is older than the second sending where the first had arrived after all (Eifel detection, RFC 3522 section 3.2). Only the first
 * byte that is awaited decides what a receiver echoes (RFC 7323 section 4.3), so nothing behind it is judged.
 */
export class Needless {
  private from = 0;
  private to = 0;
  private timestamp = 0;
  /** Whether an acknowledgment is awaited. */
  isPending = false;

  /** Bytes [from, to), of which the other side had acknowledged everything before `from`, were sent again with that timestamp. */
  sentAgain(from: number, to: number, timestamp: number): void {
    if (this.isPending && this.from === from) return;
    this.from = from;
    this.to = to;
    this.timestamp = timestamp;
    this.isPending = true;
  }

  /** The bytes that were sent again needlessly, as an acknowledgment of new bytes up to `ack` shows; none where from equals to. */
  settle(ack: number, echo: number | null): { from: number; to: number } {
    const { from } = this;
    this.isPending = false;
    const isOlder = echo !== null && ((echo - this.timestamp) | 0) < 0;
    return { from, to: isOlder ? Math.min(this.to, ack) : from };
  }
}
