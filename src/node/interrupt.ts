import { constants } from "node:os";

type Cleanup = () => void | Promise<void>;
type Interrupt = "SIGINT" | "SIGTERM" | "SIGHUP";

const cleanups = new Set<Cleanup>();
let stopping = false;

/** Has `cleanup` run, newest first, when the user interrupts; returns a function that takes it off again. */
export function whenInterrupted(cleanup: Cleanup): () => void {
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
  };
}

/**
 * From now on Ctrl-C runs the cleanups and ends with status 130 (128 + SIGINT, as shells count), a second Ctrl-C at
 * once. The same for SIGTERM and SIGHUP, whose status is 143 and 129.
 */
export function exitOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
}

async function stop(signal: Interrupt): Promise<void> {
  const status = 128 + constants.signals[signal];
  if (stopping) process.exit(status);
  stopping = true;
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await cleanup();
    } catch (error) {
      process.stderr.write(`hopscope: while cleaning up: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  process.exit(status);
}
