import {
  MOST_NOTED,
  NOTE,
  NOTE_FRAME,
  NOTE_GENERATION,
  NOTE_HASH,
  NOTE_TIME,
  NOTED,
  NOTED_ROW,
  NOTED_SIDE,
  SAMPLE,
  SAMPLE_LIMIT,
  SAMPLE_ROOM,
  SAMPLED,
  SAMPLES_MASK,
  TALLIES,
} from "../src/flow/lane/layout";
import { RARE_SAMPLE, SAMPLED_FIRST } from "../src/flow/limits";
import { rowAt, sideAt } from "./connections";
import { generation } from "./kept";
import { own } from "./own";
import { put, word } from "./words";

/** Whether a hash below the limit is a sample, `before` being how many packets the side had sent: beyond the first few only rare ones are. */
export function isStillSample(r: usize, from: i32, hash: u32, before: i32): bool {
  if (before < SAMPLED_FIRST || <u32>word(r, SAMPLE_LIMIT + from) <= <u32>RARE_SAMPLE) return true;
  put(r, SAMPLE_LIMIT + from, RARE_SAMPLE);
  return hash <= <u32>RARE_SAMPLE;
}

function sampleAt(row: i32, from: i32, place: i32): usize {
  return own(SAMPLED + ((2 * row + from) * SAMPLE_ROOM + place) * SAMPLE * 4);
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
  }
  if (hash > most) return SAMPLE_ROOM;
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

/** How many samples are noted. */
let noted = 0;

export function hasRoomForNote(): bool {
  return noted < MOST_NOTED;
}

/**
 * Notes a sample of a folded flow, for which there is room. Nothing hangs on it as long as the flow is folded; what it touches is seldom at hand, and of
 * many at once it is fetched while others are kept; and most flows are given up without.
 */
export function noteSample(row: i32, from: i32, hash: u32, frame: i32, time: f64): void {
  const at = own(NOTED) + <usize>(noted * NOTE);
  store<i32>(at, (row << 1) | from);
  store<u32>(at, hash, NOTE_HASH);
  store<i32>(at, frame, NOTE_FRAME);
  store<i32>(at, generation(row), NOTE_GENERATION);
  store<f64>(at, time, NOTE_TIME);
  noted++;
}

/** Looks at all that are noted for those of one row, since they were last given to all rows. */
let looks = 0;
/** So many at most: then all rows take theirs, which costs some times as much as a look. */
const MOST_LOOKS = 4;

/**
 * Gives noted samples to their rows, but for those of flows that were given up: those of this row, and at times those of all; -1: of all. False where
 * samples of one must be given away first, which NOTED_ROW and NOTED_SIDE name: two have one hash, which is for who gathers them. What was not given
 * stays noted.
 */
export function keepNoted(only: i32): bool {
  const isForAll = only < 0 || looks === MOST_LOOKS;
  looks = isForAll ? 0 : looks + 1;
  const end = own(NOTED) + <usize>(noted * NOTE);
  let to = own(NOTED);
  for (let at = to; at < end; at += NOTE) {
    const row = load<i32>(at) >>> 1;
    if (isForAll || row === only) {
      if (isKept(at, row)) continue;
      noted = <i32>(end - at + (to - own(NOTED))) / NOTE;
      memory.copy(to, at, end - at);
      return false;
    }
    if (to !== at) memory.copy(to, at, NOTE);
    to += NOTE;
  }
  noted = <i32>(to - own(NOTED)) / NOTE;
  return true;
}

/** Gives the noted sample at `at` to its row, if its flow was not given up. False where that cannot be yet. */
function isKept(at: usize, row: i32): bool {
  const from = load<i32>(at) & 1;
  if (load<i32>(at, NOTE_GENERATION) !== generation(row)) return true;
  const s = sideAt(rowAt(row), from);
  const hash = load<u32>(at, NOTE_HASH);
  let place = word(s, TALLIES) & SAMPLES_MASK;
  if (place === SAMPLE_ROOM) {
    place = placeOfLargest(row, from, hash);
    if (place < 0) {
      store<i32>(own(NOTED_ROW), row);
      store<i32>(own(NOTED_SIDE), from);
      return false;
    }
    if (place === SAMPLE_ROOM) return true;
  }
  keepSample(row, from, s, place, hash, load<i32>(at, NOTE_FRAME), load<f64>(at, NOTE_TIME));
  return true;
}
