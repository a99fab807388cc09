import { setFlagsFromString } from "node:v8";

/**
 * V8 compiles anew what ran for so many bytes of bytecode, on another thread: by default a fifteenth of this. What takes most of our time is
 * WebAssembly; what is compiled for the rest never earns its time back, and takes the cores from those who read.
 */
const LATER = "--interrupt-budget=1000000";

/**
 * For all threads. To be called once what a thread needs is loaded: code that was compiled before, Node's own modules and ours, is refused
 * where the flags are others.
 */
export function optimiseLater(): void {
  // Node 20's V8: later ones count invocations, know no such flag and say so on stderr.
  if (process.versions.v8.startsWith("11.")) setFlagsFromString(LATER);
}
