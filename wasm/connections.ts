import {
  DESTINATION,
  FAR,
  FAR_WORDS,
  FOLD_HASH,
  PORTS,
  ROW,
  ROWS,
  SLOTS,
  SLOTS_ROOM,
  SOURCE,
} from "../src/flow/lane/layout";
import { be32 } from "./bytes";
import { drop, foldAt } from "./kept";
import { put, word } from "./words";

const FIRST_SLOTS = 256;
const GONE = -1;
const FAR_BYTES: usize = FAR * 4;

/** Pairs: the hash, and row + 1, 0 for a free slot, `GONE` for one that was given up. */
const FIRST_TABLE: usize = SLOTS;
const SECOND_TABLE: usize = SLOTS + SLOTS_ROOM;
let slots = FIRST_TABLE;
let mask: u32 = FIRST_SLOTS - 1;
let filled: u32 = 0;
/** The slot that `find` saw last. */
let slot: u32 = 0;
/** Which side of the row that was found last sent the packet. */
let side = 0;
/** The row that was found last, -1 where it is free again. */
let last = -1;

export function from(): i32 {
  return side;
}

export function rowAt(row: i32): usize {
  return <usize>(ROWS + row * (ROW * 4));
}

function farAt(row: i32): usize {
  return <usize>FAR_WORDS + <usize>row * FAR_BYTES;
}

/** What lies in a slot: row + 1, 0, or `GONE`. */
function rowIn(place: u32): i32 {
  return load<i32>(slots + (place << 3), 4);
}

/** Whether the row is that of this key, seen from either side. */
function isRowOf(row: i32, at: usize, width: i32, source: i32, destination: i32, ports: i32): bool {
  const r = rowAt(row);
  const first = load<i32>(r, SOURCE << 2);
  const second = load<i32>(r, DESTINATION << 2);
  const both = load<i32>(r, PORTS << 2);
  if (both === ports && first === source && second === destination && (width === 1 || isFar(row, at, 0))) {
    side = 0;
    return true;
  }
  if (both !== rotl<i32>(ports, 16) || first !== destination || second !== source) return false;
  if (width > 1 && !isFar(row, at, FAR_BYTES / 2)) return false;
  side = 1;
  return true;
}

/** The row that was found last, if it is that of this key, else -1: packets of a connection come in bursts. */
export function findAgain(at: usize, width: i32, ports: i32): i32 {
  if (last < 0 || !isRowOf(last, at, width, be32(at), be32(at + <usize>(width << 2)), ports)) return -1;
  return last;
}

/**
 * The row of the addresses, source then destination, `width` words each, that lie at `at`, and of the ports (source in the
 * upper half), whose hash is given; -1 where there is none. The table is seeded: whoever writes a capture must not choose which
 * connections collide.
 */
export function find(at: usize, width: i32, ports: i32, hash: i32): i32 {
  const source = be32(at);
  const destination = be32(at + <usize>(width << 2));
  slot = <u32>hash & mask;
  for (let found = rowIn(slot); found !== 0; found = rowIn(slot)) {
    if (found !== GONE && load<i32>(slots + (slot << 3)) === hash) {
      if (isRowOf(found - 1, at, width, source, destination, ports)) {
        last = found - 1;
        return last;
      }
    }
    slot = (slot + 1) & mask;
  }
  return -1;
}

/** Lets a key that `find` did not find just now have a row; its first side is the one that sent this packet. */
export function insert(at: usize, width: i32, ports: i32, hash: i32, row: i32): void {
  filled++;
  if (filled << 1 > mask) {
    rehash();
    find(at, width, ports, hash);
  }
  store<i32>(slots + (slot << 3), hash);
  store<i32>(slots + (slot << 3), row + 1, 4);
  key(at, width, ports, row);
}

/** Makes the side that sent this packet the row's first. */
export function key(at: usize, width: i32, ports: i32, row: i32): void {
  const r = rowAt(row);
  store<i32>(r, be32(at), SOURCE << 2);
  store<i32>(r, be32(at + <usize>(width << 2)), DESTINATION << 2);
  store<i32>(r, ports, PORTS << 2);
  if (width > 1) memory.copy(farAt(row), at, FAR_BYTES);
}

/** Turns the sides of the row's key round. */
export function turn(row: i32): void {
  const r = rowAt(row);
  const source = load<i32>(r, SOURCE << 2);
  store<i32>(r, load<i32>(r, DESTINATION << 2), SOURCE << 2);
  store<i32>(r, source, DESTINATION << 2);
  store<i32>(r, rotl<i32>(load<i32>(r, PORTS << 2), 16), PORTS << 2);
  const f = farAt(row);
  for (let w: usize = 0; w < FAR_BYTES / 2; w += 8) {
    const own = load<u64>(f + w);
    store<u64>(f + w, load<u64>(f + w + FAR_BYTES / 2));
    store<u64>(f + w + FAR_BYTES / 2, own);
  }
}

/** Gives up the slot that `find` saw last; its row is free. */
export function remove(): void {
  last = -1;
  store<i32>(slots + (slot << 3), GONE, 4);
}

/** Lets the key of a folded flow be that of a row, as `insert` does. */
export function insertFolded(at: usize, width: i32, ports: i32, hash: i32, row: i32): void {
  insert(at, width, ports, hash, row);
  put(foldAt(row), FOLD_HASH, hash);
}

/** Forgets a folded flow: its row is free. */
export function forget(row: i32): void {
  slot = <u32>word(foldAt(row), FOLD_HASH) & mask;
  while (rowIn(slot) !== row + 1) slot = (slot + 1) & mask;
  remove();
  drop(row);
}

/** Leaves out what was given up, in twice the room where half of it is in use. */
function rehash(): void {
  const old = slots;
  const count = mask + 1;
  let live: u32 = 0;
  for (let s: u32 = 0; s < count; s++) if (load<i32>(old + (s << 3), 4) > 0) live++;
  filled = live + 1;
  const size = filled * 4 > count ? 2 * count : count;
  mask = size - 1;
  slots = old === FIRST_TABLE ? SECOND_TABLE : FIRST_TABLE;
  memory.fill(slots, 0, size << 3);
  for (let s: u32 = 0; s < count; s++) {
    const row = load<i32>(old + (s << 3), 4);
    if (row <= 0) continue;
    const hash = load<i32>(old + (s << 3));
    let to = <u32>hash & mask;
    while (load<i32>(slots + (to << 3), 4) !== 0) to = (to + 1) & mask;
    store<i32>(slots + (to << 3), hash);
    store<i32>(slots + (to << 3), row, 4);
  }
}

/** Whether the address words of the row are those at `at`, read from byte `turned` on. */
function isFar(row: i32, at: usize, turned: usize): bool {
  const f = farAt(row);
  for (let w: usize = 0; w < FAR_BYTES; w += 8) {
    if (load<u64>(f + ((w + turned) & (FAR_BYTES - 1))) !== load<u64>(at + w)) return false;
  }
  return true;
}
