import { constants } from "node:os";

/**
 * From now on Ctrl-C ends the process with status 130 (128 + SIGINT, as shells count), SIGTERM with 143 and SIGHUP with
 * 129, through `process.exit`: what must be undone is undone by listeners of its "exit" event, which have to be synchronous.
 */
export function exitOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}
