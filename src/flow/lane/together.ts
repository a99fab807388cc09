/** A WebAssembly memory, as much of it as is used. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** What the engines of several threads have in common: it can be posted to them. */
export interface Together {
  readonly module: object;
  readonly memory: Memory;
  /** Where the first share's engine has its part of the memory; the others' follow. What lies before is everybody's. */
  readonly engines: number;
}
