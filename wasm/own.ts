/** Where this engine's part of the memory begins: engines of several threads share one. */
declare const base: usize;

/** The address of what src/flow/lane/layout.ts says lies at `at`. */
export function own(at: usize): usize {
  return base + at;
}
