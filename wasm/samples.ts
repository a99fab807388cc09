import { SAMPLE, SAMPLE_LIMIT, SAMPLE_ROOM, SAMPLED, SAMPLES_MASK, TALLIES } from "../src/flow/lane/layout";
import { RARE_SAMPLE, SAMPLED_FIRST } from "../src/flow/limits";
import { rowAt } from "./connections";
import { put, word } from "./words";

/** Whether a hash below the limit is a sample, `before` being how many packets the side had sent: beyond the first few only rare ones are. */
export function isStillSample(r: usize, from: i32, hash: u32, before: i32): bool {
  if (before < SAMPLED_FIRST || <u32>word(r, SAMPLE_LIMIT + from) <= <u32>RARE_SAMPLE) return true;
  put(r, SAMPLE_LIMIT + from, RARE_SAMPLE);
  return hash <= <u32>RARE_SAMPLE;
}

function sampleAt(row: i32, from: i32, place: i32): usize {
  return <usize>(SAMPLED + ((2 * row + from) * SAMPLE_ROOM + place) * SAMPLE * 4);
}

/**
 * Of a side whose samples have no more room, the place of the largest, which another takes: only the smallest are kept in the end. What
 * is larger is no sample any more. -1 where two have one hash, which is for who gathers them; `SAMPLE_ROOM` where it is larger itself.
 */
export function placeOfLargest(row: i32, from: i32, hash: u32): i32 {
  let largest = 0;
  let most: u32 = 0;
  for (let place = 0; place < SAMPLE_ROOM; place++) {
    const other = load<u32>(sampleAt(row, from, place));
    if (other === hash) return -1;
    if (other < most) continue;
    most = other;
    largest = place;
  }
  const limit = rowAt(row) + <usize>((SAMPLE_LIMIT + from) << 2);
  if (load<u32>(limit) !== most) {
    // The first time: from now on they differ.
    if (hasTwice(row, from)) return -1;
    store<u32>(limit, most);
    if (hash > most) return SAMPLE_ROOM;
  }
  let second = hash;
  for (let place = 0; place < SAMPLE_ROOM; place++) {
    if (place !== largest) second = max(second, load<u32>(sampleAt(row, from, place)));
  }
  store<u32>(limit, second);
  return largest;
}

/** Whether two of a side's samples have one hash. */
function hasTwice(row: i32, from: i32): bool {
  for (let place = 1; place < SAMPLE_ROOM; place++) {
    const hash = load<u32>(sampleAt(row, from, place));
    for (let before = 0; before < place; before++) if (load<u32>(sampleAt(row, from, before)) === hash) return true;
  }
  return false;
}

export function keepSample(row: i32, from: i32, s: usize, place: i32, hash: u32, frame: i32, time: f64): void {
  const tallies = word(s, TALLIES);
  if (place === (tallies & SAMPLES_MASK)) put(s, TALLIES, tallies + 1);
  const e = sampleAt(row, from, place);
  store<u32>(e, hash);
  store<i32>(e, frame, 4);
  store<f64>(e, time, 8);
}
