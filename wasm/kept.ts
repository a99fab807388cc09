import {
  FOLD,
  FOLD_HASH,
  FOLDS,
  GENERATIONS,
  KEPT,
  KEPT_BYTES,
  KEPT_END,
  KEPT_FIRST,
  KEPT_FREE,
  KEPT_LAST,
  KEPT_MOST,
  KEPT_UNIT,
  KEPT_UNITS,
  PIECE,
  PIECE_FRAME,
  PIECE_KIND,
  PIECE_LENGTH,
  PIECE_NEXT,
  PIECE_SEQUENCE,
  PIECE_TIME,
  PIECE_WIRE,
} from "../src/flow/lane/layout";
import { own } from "./own";
import { put, putReal, word } from "./words";

/** Just past all pieces that were ever taken. */
let top = <i32>own(KEPT);

export function foldAt(row: i32): usize {
  return own(FOLDS + row * (FOLD * 4));
}

function unitsOf(bytes: i32): i32 {
  return (PIECE + bytes + KEPT_UNIT - 1) / KEPT_UNIT;
}

/** Keeps the `length` bytes at `from` as the row's next piece. Says whether there was room: if not, nothing was changed. */
export function keep(
  row: i32,
  kind: i32,
  sequence: i32,
  frame: i32,
  time: f64,
  from: usize,
  length: i32,
  wire: i32,
): bool {
  const f = foldAt(row);
  const bytes = word(f, KEPT_BYTES) + PIECE + length;
  const units = unitsOf(length);
  if (units > KEPT_UNITS || bytes > KEPT_MOST) return false;
  const free = own(KEPT_FREE + units * 4);
  let piece = load<i32>(free);
  if (piece !== 0) {
    store<i32>(free, word(<usize>piece, PIECE_NEXT));
  } else {
    if (<usize>(top + units * KEPT_UNIT) > own(KEPT_END)) return false;
    piece = top;
    top += units * KEPT_UNIT;
  }
  const p = <usize>piece;
  put(p, PIECE_NEXT, 0);
  put(p, PIECE_FRAME, frame);
  putReal(p, PIECE_TIME, time);
  put(p, PIECE_LENGTH, length);
  put(p, PIECE_WIRE, wire);
  put(p, PIECE_SEQUENCE, sequence);
  put(p, PIECE_KIND, kind);
  memory.copy(p + PIECE, from, length);
  if (word(f, KEPT_FIRST) === 0) put(f, KEPT_FIRST, piece);
  else put(<usize>word(f, KEPT_LAST), PIECE_NEXT, piece);
  put(f, KEPT_LAST, piece);
  put(f, KEPT_BYTES, bytes);
  return true;
}

function generationAt(row: i32): usize {
  return own(GENERATIONS + 4 * row);
}

/** How often flows of the row were given up. */
export function generation(row: i32): i32 {
  return load<i32>(generationAt(row));
}

/** The row's flow is given up: what was noted of it is void. */
export function giveUpRow(row: i32): void {
  store<i32>(generationAt(row), generation(row) + 1);
}

/** Gives back all pieces of the row, and forgets all that belonged to a folded flow but the hash of its key. */
export function drop(row: i32): void {
  const f = foldAt(row);
  let piece = word(f, KEPT_FIRST);
  while (piece !== 0) {
    const p = <usize>piece;
    const next = word(p, PIECE_NEXT);
    const free = own(KEPT_FREE + unitsOf(word(p, PIECE_LENGTH)) * 4);
    put(p, PIECE_NEXT, load<i32>(free));
    store<i32>(free, piece);
    piece = next;
  }
  const hash = word(f, FOLD_HASH);
  memory.fill(f, 0, FOLD * 4);
  put(f, FOLD_HASH, hash);
}
