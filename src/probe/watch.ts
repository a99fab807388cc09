import type { Attempt } from "./attempt.js";
import type { Budget } from "./budget.js";

/** Milliseconds between two looks: a few round trips of a fast network, and little work. */
const INTERVAL = 4;

/** Looks at connections until each is over; those that seem to hang are watched to the end, since some recover late. */
export class Watch {
  readonly #all = new Set<Attempt>();
  readonly #signal: AbortSignal;

  readonly #budget: Budget;

  constructor(signal: AbortSignal, budget: Budget) {
    this.#signal = signal;
    this.#budget = budget;
  }

  add<A extends Attempt>(attempt: A): A {
    this.#all.add(attempt);
    this.#budget.account(attempt);
    return attempt;
  }

  /** Looks until `done`, for `milliseconds` at most. Resolves to whether it was done. @throws what aborted the probe */
  async until(done: (now: number) => boolean, milliseconds: number): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      this.#signal.throwIfAborted();
      const now = performance.now();
      for (const one of this.#all) one.tick(now);
      if (done(now)) return true;
      if (now >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  }

  closeAll(): void {
    for (const one of this.#all) one.close();
    this.#all.clear();
  }
}
