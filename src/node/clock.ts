/** Milliseconds since some moment, by a clock that never steps: `performance` would be a module more to load. */
export function milliseconds(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
