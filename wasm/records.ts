import {
  AT_HAND,
  CLOCK,
  ITEM,
  ITEM_BODY,
  ITEM_CAPTURED,
  ITEM_NUMBER,
  ITEM_TIME,
  ITEM_WIRE,
  PCAP,
  STOP_AT,
  STOP_END,
  STOP_NUMBER,
  STOP_REFUSED,
} from "../src/flow/lane/layout";
import { own } from "./own";
import { note, takeAtHand } from "./take";

/** The clock, as src/flow/coverage.ts has it: places of doubles. */
const TIME: usize = 0;
const START: usize = 8;
const END: usize = 16;
const GAP: usize = 24;
const GAP_FROM: usize = 32;
const GAP_TO: usize = 40;
const EPOCH: usize = 48;
const SECOND: u32 = 1_000_000_000;

/** Enhanced packet blocks, draft-ietf-opsawg-pcapng section 4.3. */
const ENHANCED: u32 = 6;
const BLOCK_DATA: usize = 28;
const BLOCK_END: usize = 4;

let format = PCAP;
let little = true;
/** Nanoseconds in one unit of a pcap record's fraction; units of a pcapng interface in one second. */
let unit: u32 = 1;
let header: usize = 16;
let limit: u32 = 0;
let linkType = 0;
/** Number of the interface whose blocks are taken. */
let face: u32 = 0;

/** How records lie in the input. */
export function records(
  layout: i32,
  isLittle: bool,
  units: i32,
  headerLength: i32,
  mostCaptured: i32,
  link: i32,
  ofInterface: i32,
): void {
  format = layout;
  little = isLittle;
  unit = units;
  header = headerLength;
  limit = mostCaptured;
  linkType = link;
  face = ofInterface;
}

export function link(): i32 {
  return linkType;
}

function field(at: usize): u32 {
  return little ? load<u32>(at) : bswap(load<u32>(at));
}

/** In place of where the next record begins: this one is cut; it is for who knows all of the format. */
const CUT: usize = 0;
const REFUSED: usize = 1;

/** Says at `item` what the record at `at` is, but for its number, as far as it is whole before `end`. Returns where the next one begins, `CUT` or `REFUSED`. */
function read(at: usize, end: usize, item: usize, epoch: f64): usize {
  if (at + header > end) return CUT;
  return format === PCAP ? readPcap(at, end, item, epoch) : readBlock(at, end, item, epoch);
}

/** draft-ietf-opsawg-pcap section 5. */
function readPcap(at: usize, end: usize, item: usize, epoch: f64): usize {
  const captured = field(at + 8);
  if (captured > limit) return REFUSED;
  const body = at + header;
  const next = body + captured;
  if (next > end) return CUT;
  const fraction = <u64>field(at + 4) * unit;
  // Some writers carry whole seconds over into the fraction.
  if (fraction >= SECOND) return REFUSED;
  put(item, body, captured, field(at + 12), <f64>field(at), <u32>fraction, epoch);
  return next;
}

function readBlock(at: usize, end: usize, item: usize, epoch: f64): usize {
  const length = field(at + 4);
  const captured = field(at + 20);
  // Whatever is not quite as it should be is for who knows all of the format.
  if (field(at) !== ENHANCED || field(at + 8) !== face || (length & 3) !== 0 || length > limit) return REFUSED;
  if (length < <u32>(BLOCK_DATA + BLOCK_END) || captured > length - <u32>(BLOCK_DATA + BLOCK_END)) return REFUSED;
  const next = at + length;
  if (next > end) return CUT;
  const ticks = ((<u64>field(at + 12)) << 32) | field(at + 16);
  if (field(next - BLOCK_END) !== length) return REFUSED;
  const whole = ticks / unit;
  const nanos = <u32>(ticks - whole * unit) * (SECOND / unit);
  put(item, at + BLOCK_DATA, captured, field(at + 24), <f64>whole, nanos, epoch);
  return next;
}

function put(item: usize, body: usize, captured: u32, wire: u32, seconds: f64, nanos: u32, epoch: f64): void {
  store<u32>(item, <u32>body, ITEM_BODY);
  store<u32>(item, captured, ITEM_CAPTURED);
  store<u32>(item, wire, ITEM_WIRE);
  store<f64>(item, (seconds - epoch) * 1e9 + <f64>nanos, ITEM_TIME);
}

/**
 * Takes the records in [from, end), the first of them frame number `first`, and counts them on the clock. Says why it stops, in
 * STOP_AT where, and in STOP_NUMBER which number the next frame has.
 */
export function run(from: usize, end: usize, first: i32): i32 {
  const clock = own(CLOCK);
  const epoch = load<f64>(clock, EPOCH);
  const item = own(AT_HAND);
  note(true);
  let at = from;
  let number = first;
  let why = STOP_END;
  while (at < end) {
    const next = read(at, end, item, epoch);
    if (next <= REFUSED) {
      if (next === REFUSED) why = STOP_REFUSED;
      break;
    }
    store<i32>(item, number, ITEM_NUMBER);
    why = takeAtHand(linkType);
    if (why !== STOP_END) break;
    tick(clock, item, 1);
    number++;
    at = next;
  }
  return stopAt(at, number, why);
}

/**
 * Lists the records that begin in [from, until), as far as they are whole before `end`, at `items`, so many at most, and counts them on the
 * `clock`. Says why it stops as `run` does.
 */
export function list(from: usize, until: usize, end: usize, first: i32, clock: usize, items: usize, most: i32): i32 {
  const epoch = load<f64>(clock, EPOCH);
  const itemsEnd = items + <usize>(most * ITEM);
  let at = from;
  let number = first;
  let why = STOP_END;
  let item = items;
  while (at < until && item < itemsEnd) {
    const next = read(at, end, item, epoch);
    if (next <= REFUSED) {
      if (next === REFUSED) why = STOP_REFUSED;
      break;
    }
    store<i32>(item, number, ITEM_NUMBER);
    item += ITEM;
    number++;
    at = next;
  }
  tick(clock, items, number - first);
  return stopAt(at, number, why);
}

function stopAt(at: usize, number: i32, why: i32): i32 {
  store<i32>(own(STOP_AT), <i32>at);
  store<i32>(own(STOP_NUMBER), number);
  return why;
}

/** Counts so many frames on the clock. */
function tick(clock: usize, items: usize, count: i32): void {
  let before = load<f64>(clock, TIME);
  let earliest = load<f64>(clock, START);
  let latest = load<f64>(clock, END);
  let gap = load<f64>(clock, GAP);
  const end = items + <usize>(count * ITEM);
  for (let item = items; item < end; item += ITEM) {
    const time = load<f64>(item, ITEM_TIME);
    const passed = time - before;
    if (passed > gap) {
      gap = passed;
      store<f64>(clock, before, GAP_FROM);
      store<f64>(clock, time, GAP_TO);
    }
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
    before = time;
  }
  store<f64>(clock, before, TIME);
  store<f64>(clock, earliest, START);
  store<f64>(clock, latest, END);
  store<f64>(clock, gap, GAP);
}
