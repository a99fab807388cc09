/**
 * From now on Ctrl-C ends the process with status 130 (128 + SIGINT, as shells count), SIGTERM with 143 and SIGHUP with
 * 129, through `process.exit`: what must be undone is undone by listeners of its "exit" event, which have to be synchronous.
 */
export function exitOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Not once: a second one, as npm passes on what the terminal sent already, must not cut the undoing short.
    process.on(signal, (_: NodeJS.Signals, number: number) => process.exit(128 + number));
  }
}

/**
 * From now on the first Ctrl-C aborts the signal and no more: what was read can still be told. From then on, or from `release`, the next one
 * ends the process at once, as the system does it, busy as it may be.
 */
export function catchInterrupt(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const listener = () => controller.abort();
  // Never without any: a signal that came already and waits for its turn would be lost with the last of them.
  const others = process.rawListeners("SIGINT") as NodeJS.SignalsListener[];
  process.once("SIGINT", listener);
  for (const other of others) process.removeListener("SIGINT", other);
  return { signal: controller.signal, release: () => process.removeListener("SIGINT", listener) };
}
