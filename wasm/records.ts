import { CLOCK, PCAP, STOP_AT, STOP_END, STOP_NUMBER, STOP_REFUSED } from "../src/flow/lane/layout";
import { take } from "./take";

/** The clock, as src/flow/coverage.ts has it. */
const TIME = CLOCK;
const START = CLOCK + 8;
const END = CLOCK + 16;
const GAP = CLOCK + 24;
const GAP_FROM = CLOCK + 32;
const GAP_TO = CLOCK + 40;
const EPOCH = CLOCK + 48;
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

function field(at: usize): u32 {
  return little ? load<u32>(at) : bswap(load<u32>(at));
}

/**
 * Takes the records in [from, end), the first of them frame number `first`, and counts them on the clock. Says why it stops, in
 * STOP_AT where, and in STOP_NUMBER which number the next frame has.
 */
export function run(from: usize, end: usize, first: i32): i32 {
  let at = from;
  let number = first;
  let why = STOP_END;
  let before = load<f64>(TIME);
  let earliest = load<f64>(START);
  let latest = load<f64>(END);
  let gap = load<f64>(GAP);
  const epoch = load<f64>(EPOCH);
  for (;;) {
    if (at + header > end) break;
    let body: usize;
    let captured: u32;
    let wire: u32;
    let next: usize;
    let seconds: f64;
    let nanos: u32;
    if (format === PCAP) {
      captured = field(at + 8);
      wire = field(at + 12);
      body = at + header;
      if (captured > limit) {
        why = STOP_REFUSED;
        break;
      }
      next = body + captured;
      if (next > end) break;
      const fraction = <u64>field(at + 4) * unit;
      // Some writers carry whole seconds over into the fraction.
      if (fraction >= SECOND) {
        why = STOP_REFUSED;
        break;
      }
      seconds = <f64>field(at);
      nanos = <u32>fraction;
    } else {
      const length = field(at + 4);
      captured = field(at + 20);
      wire = field(at + 24);
      body = at + BLOCK_DATA;
      // Whatever is not quite as it should be is for who knows all of the format.
      if (field(at) !== ENHANCED || field(at + 8) !== face || (length & 3) !== 0 || length > limit) {
        why = STOP_REFUSED;
        break;
      }
      if (length < <u32>(BLOCK_DATA + BLOCK_END) || captured > length - <u32>(BLOCK_DATA + BLOCK_END)) {
        why = STOP_REFUSED;
        break;
      }
      next = at + length;
      if (next > end) break;
      const ticks = ((<u64>field(at + 12)) << 32) | field(at + 16);
      if (field(next - BLOCK_END) !== length) {
        why = STOP_REFUSED;
        break;
      }
      const whole = ticks / unit;
      seconds = <f64>whole;
      nanos = <u32>(ticks - whole * unit) * (SECOND / unit);
    }
    const time = (seconds - epoch) * 1e9 + <f64>nanos;
    why = take(body, body + captured, linkType, number, time, wire);
    if (why !== STOP_END) break;
    const passed = time - before;
    if (passed > gap) {
      gap = passed;
      store<f64>(GAP_FROM, before);
      store<f64>(GAP_TO, time);
    }
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
    before = time;
    number++;
    at = next;
  }
  store<f64>(TIME, before);
  store<f64>(START, earliest);
  store<f64>(END, latest);
  store<f64>(GAP, gap);
  store<i32>(STOP_AT, <i32>at);
  store<i32>(STOP_NUMBER, number);
  return why;
}
