/** What a probe of one address may do, and has done. */
export interface Limits {
  /** Connections per address family. */
  connections: number;
  /** Bytes sent and received. */
  bytes: number;
  /** Connections a second. */
  rate: number;
  /** Milliseconds to wait for an answer of any kind. */
  timeout: number;
}

export const DEFAULT_LIMITS: Limits = { connections: 40, bytes: 1_000_000, rate: 250, timeout: 5000 };

interface Account {
  sent: number;
  info: { bytesReceived: number };
}

/** Counts, and says no. */
export class Budget {
  readonly limits: Limits;
  connections = 0;
  datagrams = 0;
  #datagramBytes = 0;
  readonly #accounts: Account[] = [];
  #next = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Connections left, of which `reserve` are kept for something else. */
  left(reserve = 0): number {
    if (this.bytes >= this.limits.bytes) return 0;
    return Math.max(0, this.limits.connections - this.connections - reserve);
  }

  /** Waits for the turn of the next connection; false when there is none left. */
  async connection(): Promise<boolean> {
    if (this.left() === 0) return false;
    this.connections++;
    const now = performance.now();
    this.#next = Math.max(now, this.#next + 1000 / this.limits.rate);
    if (this.#next > now + 1) await new Promise((resolve) => setTimeout(resolve, this.#next - now));
    return true;
  }

  /** Sent and received so far, without headers. */
  get bytes(): number {
    return this.#accounts.reduce((sum, a) => sum + a.sent + a.info.bytesReceived, this.#datagramBytes);
  }

  /** Counts what a connection sends and receives from now on. */
  account(attempt: Account): void {
    this.#accounts.push(attempt);
  }

  /** Counts a datagram of so many IP bytes; false, and not counted, where it would be too much. */
  datagram(bytes: number): boolean {
    if (this.bytes + bytes > this.limits.bytes) return false;
    this.datagrams++;
    this.#datagramBytes += bytes;
    return true;
  }
}
