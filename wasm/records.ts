import {
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
import { note, take } from "./take";

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

/** What `read` read: where the frame lies, how much of it there is, was on the wire, its time, and where the next record begins. */
let body: usize = 0;
let captured: u32 = 0;
let wire: u32 = 0;
let seconds: f64 = 0;
let nanos: u32 = 0;
let next: usize = 0;

/** More than a whole record is asked for: what `read` says of one that is cut. */
const CUT = -1;

/** Reads the header of the record at `at`: STOP_END where it is whole, `CUT` where it ends beyond `end`, STOP_REFUSED where it is for who knows all of the format. */
function read(at: usize, end: usize): i32 {
  if (at + header > end) return CUT;
  if (format === PCAP) {
    captured = field(at + 8);
    wire = field(at + 12);
    body = at + header;
    if (captured > limit) return STOP_REFUSED;
    next = body + captured;
    if (next > end) return CUT;
    const fraction = <u64>field(at + 4) * unit;
    // Some writers carry whole seconds over into the fraction.
    if (fraction >= SECOND) return STOP_REFUSED;
    seconds = <f64>field(at);
    nanos = <u32>fraction;
    return STOP_END;
  }
  const length = field(at + 4);
  captured = field(at + 20);
  wire = field(at + 24);
  body = at + BLOCK_DATA;
  // Whatever is not quite as it should be is for who knows all of the format.
  if (field(at) !== ENHANCED || field(at + 8) !== face || (length & 3) !== 0 || length > limit) return STOP_REFUSED;
  if (length < <u32>(BLOCK_DATA + BLOCK_END) || captured > length - <u32>(BLOCK_DATA + BLOCK_END)) return STOP_REFUSED;
  next = at + length;
  if (next > end) return CUT;
  const ticks = ((<u64>field(at + 12)) << 32) | field(at + 16);
  if (field(next - BLOCK_END) !== length) return STOP_REFUSED;
  const whole = ticks / unit;
  seconds = <f64>whole;
  nanos = <u32>(ticks - whole * unit) * (SECOND / unit);
  return STOP_END;
}

/**
 * Takes the records in [from, end), the first of them frame number `first`, and counts them on the clock. Says why it stops, in
 * STOP_AT where, and in STOP_NUMBER which number the next frame has. The noted samples are to be kept then.
 */
export function run(from: usize, end: usize, first: i32): i32 {
  note(true);
  return pass(from, end, end, first, own(CLOCK), 0, 0);
}

/**
 * Lists the records that begin in [from, until), as far as they are whole before `end`, at `items`, so many at most, and counts them on the
 * `clock`. Says why it stops as `run` does.
 */
export function list(from: usize, until: usize, end: usize, first: i32, clock: usize, items: usize, most: i32): i32 {
  return pass(from, until, end, first, clock, items, items + <usize>(most * ITEM));
}

function pass(from: usize, until: usize, end: usize, first: i32, clock: usize, items: usize, itemsEnd: usize): i32 {
  let at = from;
  let number = first;
  let why = STOP_END;
  let item = items;
  let before = load<f64>(clock, TIME);
  let earliest = load<f64>(clock, START);
  let latest = load<f64>(clock, END);
  let gap = load<f64>(clock, GAP);
  const epoch = load<f64>(clock, EPOCH);
  while (at < until) {
    why = read(at, end);
    if (why !== STOP_END) {
      if (why === CUT) why = STOP_END;
      break;
    }
    const time = (seconds - epoch) * 1e9 + <f64>nanos;
    if (items === 0) {
      why = take(body, body + captured, linkType, number, time, wire);
      if (why !== STOP_END) break;
    } else {
      if (item === itemsEnd) break;
      store<u32>(item, <u32>body, ITEM_BODY);
      store<u32>(item, captured, ITEM_CAPTURED);
      store<u32>(item, wire, ITEM_WIRE);
      store<i32>(item, number, ITEM_NUMBER);
      store<f64>(item, time, ITEM_TIME);
      item += ITEM;
    }
    const passed = time - before;
    if (passed > gap) {
      gap = passed;
      store<f64>(clock, before, GAP_FROM);
      store<f64>(clock, time, GAP_TO);
    }
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
    before = time;
    number++;
    at = next;
  }
  store<f64>(clock, before, TIME);
  store<f64>(clock, earliest, START);
  store<f64>(clock, latest, END);
  store<f64>(clock, gap, GAP);
  store<i32>(own(STOP_AT), <i32>at);
  store<i32>(own(STOP_NUMBER), number);
  return why;
}
