import {
  DESTINATION,
  FAR,
  FAR_WORDS,
  FOLD_HASH,
  OUTSIDE,
  OUTSIDE_BITS,
  PORTS,
  ROW,
  ROWS,
  SIDE,
  SIDES,
  SLOTS,
  SLOTS_ROOM,
  SOURCE,
} from "../src/flow/lane/layout";
import { be32 } from "./bytes";
import { drop, foldAt, giveUpRow } from "./kept";
import { own } from "./own";
import { put, word } from "./words";

const FIRST_SLOTS = 256;
/** A slot is 0 where it is free, else a row + 1 and above it as many bits of the hash as have room; `GONE` where the row was given up. */
const ROW_BITS: u32 = 18;
const ROW_MASK: u32 = (1 << ROW_BITS) - 1;
const GONE: u32 = ROW_MASK;
const FAR_BYTES: usize = FAR * 4;

const FIRST_TABLE = own(SLOTS);
const SECOND_TABLE = own(SLOTS + SLOTS_ROOM);
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
  return own(ROWS + row * (ROW * 4));
}

/** Where a side of the row at `r` begins. */
export function sideAt(r: usize, side: i32): usize {
  return r + <usize>((SIDES + side * SIDE) << 2);
}

function farAt(row: i32): usize {
  return own(FAR_WORDS) + <usize>row * FAR_BYTES;
}

function slotAt(place: u32): usize {
  return slots + (place << 2);
}

function slotOf(row: i32, hash: i32): u32 {
  return (<u32>row + 1) | ((<u32>hash >>> ROW_BITS) << ROW_BITS);
}

function hashOfRow(row: i32): i32 {
  return word(foldAt(row), FOLD_HASH);
}

/** Whether the row is that of this key, seen from either side; `pair`: the first address words of the source and, above them, of the destination. */
function isRowOf(row: i32, at: usize, width: i32, pair: u64, ports: i32): bool {
  const r = rowAt(row);
  const both = load<u64>(r, SOURCE << 2);
  const own = load<i32>(r, PORTS << 2);
  if (own === ports && both === pair && (width === 1 || isFar(row, at, 0))) {
    side = 0;
    return true;
  }
  if (own !== rotl<i32>(ports, 16) || both !== rotl<u64>(pair, 32)) return false;
  if (width > 1 && !isFar(row, at, FAR_BYTES / 2)) return false;
  side = 1;
  return true;
}

/** The row that was found last, if it is that of this key, else -1: packets of a connection come in bursts. */
export function findAgain(pair: u64, at: usize, width: i32, ports: i32): i32 {
  return last < 0 || !isRowOf(last, at, width, pair, ports) ? -1 : last;
}

/** As `findRow`, of the addresses that lie at `at`. */
export function find(at: usize, width: i32, ports: i32, hash: i32): i32 {
  return findRow(pairAt(at, width), at, width, ports, hash);
}

function pairAt(at: usize, width: i32): u64 {
  return (<u64>be32(at) & 0xffffffff) | ((<u64>be32(at + <usize>(width << 2))) << 32);
}

/**
 * The row of the addresses, source then destination, `width` words each, that lie at `at`, the first of each being those, and of the ports (source
 * in the upper half), whose hash is given; -1 where there is none. The table is seeded: whoever writes a capture must not choose which
 * connections collide.
 */
export function findRow(pair: u64, at: usize, width: i32, ports: i32, hash: i32): i32 {
  slot = <u32>hash & mask;
  const top = <u32>hash >>> ROW_BITS;
  for (let found = load<u32>(slotAt(slot)); found !== 0; found = load<u32>(slotAt(slot))) {
    const row = <i32>(found & ROW_MASK) - 1;
    if (found >>> ROW_BITS === top && found !== GONE && isRowOf(row, at, width, pair, ports)) {
      last = row;
      return row;
    }
    slot = (slot + 1) & mask;
  }
  return -1;
}

/** Fetches the slot where the search for that hash begins into the caches; what it returns is to be used somewhere. */
export function fetchSlot(hash: u32): u32 {
  return load<u32>(slotAt(hash & mask));
}

/** Lets a key that `find` did not find just now have a row; its first side is the one that sent this packet. */
export function insert(at: usize, width: i32, ports: i32, hash: i32, row: i32): void {
  filled++;
  if (filled << 1 > mask) {
    rehash();
    find(at, width, ports, hash);
  }
  store<u32>(slotAt(slot), slotOf(row, hash));
  put(foldAt(row), FOLD_HASH, hash);
  key(at, width, ports, row);
}

/** Makes the side that sent this packet the row's first. */
export function key(at: usize, width: i32, ports: i32, row: i32): void {
  const r = rowAt(row);
  store<u64>(r, pairAt(at, width), SOURCE << 2);
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

/** Gives up the slot that `find` saw last; its row is free, and its connection is known outside alone. */
export function remove(): void {
  last = -1;
  setOutside(hashOfRow(<i32>(load<u32>(slotAt(slot)) & ROW_MASK) - 1));
  store<u32>(slotAt(slot), GONE);
}

function outsideAt(hash: i32): usize {
  return own(OUTSIDE) + <usize>((<u32>hash & (OUTSIDE_BITS - 1)) >>> 3);
}

/** A connection of that hash is known outside, and may have no row here. */
export function setOutside(hash: i32): void {
  const at = outsideAt(hash);
  store<u8>(at, load<u8>(at) | ((<u8>1) << (<u8>(hash & 7))));
}

/** Whether one may be. */
export function isOutside(hash: i32): bool {
  return <bool>((load<u8>(outsideAt(hash)) >>> <u8>(hash & 7)) & 1);
}

/** Forgets a folded flow: its row is free. */
export function forget(row: i32): void {
  const hash = hashOfRow(row);
  const own = slotOf(row, hash);
  slot = <u32>hash & mask;
  while (load<u32>(slotAt(slot)) !== own) slot = (slot + 1) & mask;
  remove();
  drop(row);
  giveUpRow(row);
}

/** Leaves out what was given up, in twice the room where half of it is in use. */
function rehash(): void {
  const old = slots;
  const oldEnd = old + ((mask + 1) << 2);
  let live: u32 = 0;
  for (let s = old; s < oldEnd; s += 4) if (load<u32>(s) !== 0 && load<u32>(s) !== GONE) live++;
  filled = live + 1;
  if (filled * 4 > mask + 1) mask = 2 * mask + 1;
  slots = old === FIRST_TABLE ? SECOND_TABLE : FIRST_TABLE;
  memory.fill(slots, 0, (mask + 1) << 2);
  for (let s = old; s < oldEnd; s += 4) {
    const entry = load<u32>(s);
    if (entry === 0 || entry === GONE) continue;
    let to = <u32>hashOfRow(<i32>(entry & ROW_MASK) - 1) & mask;
    while (load<u32>(slotAt(to)) !== 0) to = (to + 1) & mask;
    store<u32>(slotAt(to), entry);
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
