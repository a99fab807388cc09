/** Numbers of memory that both sides share: `place` counts 32-bit ones, or doubles, from `at` on. */

export function word(at: usize, place: i32): i32 {
  return load<i32>(at + <usize>(place << 2));
}

export function put(at: usize, place: i32, value: i32): void {
  store<i32>(at + <usize>(place << 2), value);
}

export function real(at: usize, place: i32): f64 {
  return load<f64>(at + <usize>(place << 3));
}

export function putReal(at: usize, place: i32, value: f64): void {
  store<f64>(at + <usize>(place << 3), value);
}
