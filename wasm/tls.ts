import { be16 } from "./bytes";

/** As in src/dissect/tls.ts. */
const RECORD_HEADER = 5;
const ALERT = 21;
const APPLICATION_DATA = 23;
const FIRST_TYPE = 20;
const LAST_TYPE = 24;
const MAX_FRAGMENT = 16384 + 2048;

/** What payload has to say to who follows the records of one side (src/flow/tls-progress.ts). */
export const NOTHING = 0;
/** It must be kept. */
export const SOMETHING = 1;
/** It must be kept, and nothing follows that has anything to say. */
const THE_LAST = 2;
/** More than can be told here. */
export const UNCLEAR = 3;

/** Where the next record begins, behind what was looked at last, and whether that is known. */
let next: i32 = 0;
let isKnown = false;

export function due(): i32 {
  return next;
}

export function isDueKnown(): bool {
  return isKnown;
}

/** Whether the captured payload [at, end) begins like a record. */
export function isTlsRecord(at: usize, end: usize): bool {
  if (at + RECORD_HEADER > end) return false;
  const type = <i32>load<u8>(at);
  if (type < FIRST_TYPE || type > LAST_TYPE) return false;
  if (load<u8>(at, 1) !== 3 || load<u8>(at, 2) > 4) return false;
  return be16(at + 3) <= MAX_FRAGMENT;
}

/**
 * Looks at payload that goes on in order: `length` bytes from `sequence` on, of which [at, end) were captured; the next record is due at `from`,
 * if that is known.
 */
export function look(known: bool, from: i32, sequence: i32, length: i32, at: usize, end: usize): i32 {
  next = from;
  isKnown = known;
  if (!known) {
    if (!isTlsRecord(at, end)) return NOTHING;
    next = sequence;
    isKnown = true;
  }
  let says = SOMETHING;
  while (next - sequence < length) {
    const header = at + <usize>(next - sequence);
    if (header + RECORD_HEADER > end) {
      // A header that lies across two packets.
      if (header < end && next + <i32>(end - header) === sequence + length) return UNCLEAR;
      isKnown = false;
      return says;
    }
    if (!isTlsRecord(header, end)) return UNCLEAR;
    const type = <i32>load<u8>(header);
    if (type === ALERT) return UNCLEAR;
    if (type === APPLICATION_DATA) says = THE_LAST;
    next += RECORD_HEADER + be16(header + 3);
  }
  return says;
}
