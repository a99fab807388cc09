import {
  ACK_FRAME,
  ACK_TIME,
  ACKED,
  BARE_FRAME,
  BARE_TIME,
  BARES,
  BEFORE,
  BEFORE_RUN,
  COUNT,
  DF_SET,
  DONT_FRAGMENT,
  ENTRY,
  FIRST_FRAME,
  FIRST_TIME,
  ITEM_ACKNOWLEDGMENT,
  ITEM_NUMBER,
  ITEM_SEQUENCE,
  ITEM_SIZE_AND_ID,
  ITEM_TIME,
  ITEM_TIMESTAMP,
  ITEM_WINDOW_AND_FLAGS,
  LAST_ID,
  LAST_LOGGED,
  LOG,
  LOGGED,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  OTHER_COUNT,
  OTHER_FIRST_FRAME,
  OTHER_FIRST_TIME,
  OTHER_LAST_FRAME,
  OTHER_LAST_TIME,
  OTHER_SIZE,
  PACKETS,
  PAUSE_FRAME,
  PAUSE_TIME,
  SEQUENCE,
  SIZE,
  TIMESTAMP,
  UNACKED,
  WINDOW_AND_BARE,
} from "../src/flow/lane/layout";
import { PAUSE } from "../src/flow/limits";
import { sideAt } from "./connections";
import { own } from "./own";
import { put, putReal, real, word } from "./words";

/** A run ends before sequence numbers turn round. */
export const MAX_RUN = 0x3fffffff;

/** A frame of this number or a later one is not to be written before the log is turned. */
let logLimit = 0;

export function logUntil(limit: i32): void {
  logLimit = limit;
}

export function hasLogRoom(number: i32): bool {
  return number < logLimit;
}

/**
 * Counts the packet of a described frame, of that size and payload, in the row at `r` of its flow, and writes it to the log: its side `from` sent
 * it, and acknowledged so many bytes more than before.
 */
export function count(item: usize, r: usize, from: i32, size: i32, payload: i32, progress: i32): void {
  const s = sideAt(r, from);
  // Numbers of the header's pairs, from here on.
  const its = r + <usize>(from << 2);
  const others = r + <usize>((1 - from) << 2);
  const number = load<i32>(item, ITEM_NUMBER);
  const time = load<f64>(item, ITEM_TIME);
  const e = own(LOG + (number & (LOGGED - 1)) * (ENTRY * 4));
  store<f64>(e, time);
  // Sequence number, acknowledgment, size and identification, window and flags.
  v128.store(e + (SEQUENCE << 2), v128.load(item + ITEM_SEQUENCE));
  put(e, TIMESTAMP, load<i32>(item, ITEM_TIMESTAMP));
  put(e, BEFORE, max(word(s, NEW_FRAME), word(s, BARE_FRAME)));
  store<i32>(own(LAST_LOGGED), number);

  const windowAndFlags = load<i32>(item, ITEM_WINDOW_AND_FLAGS);
  put(s, PACKETS, word(s, PACKETS) + 1);
  store<u16>(s + (WINDOW_AND_BARE << 2), windowAndFlags >>> 16);
  put(s, DF_SET, word(s, DF_SET) + <i32>((windowAndFlags & DONT_FRAGMENT) !== 0));
  if (progress > 0) {
    const acknowledgment = load<i32>(item, ITEM_ACKNOWLEDGMENT);
    put(its, ACKED, acknowledgment);
    put(s, ACK_FRAME, number);
    putReal(s, ACK_TIME, time);
    if (acknowledgment - word(others, NEXT) >= 0) put(others, UNACKED, 0);
  }
  if (payload > 0) {
    if (time - real(s, NEW_TIME) >= <f64>PAUSE) {
      const before = word(s, NEW_FRAME);
      put(s, PAUSE_FRAME, before === 0 ? BEFORE_RUN : before);
      putReal(s, PAUSE_TIME, real(s, NEW_TIME));
    }
    put(its, NEXT, load<i32>(item, ITEM_SEQUENCE) + payload);
    if (word(its, UNACKED) === 0) put(its, UNACKED, number);
    if (word(s, SIZE) === size) put(s, COUNT, word(s, COUNT) + 1);
    else countOther(s, size, number, time);
    put(s, NEW_FRAME, number);
    putReal(s, NEW_TIME, time);
    const id = <i32>load<u16>(item, ITEM_SIZE_AND_ID);
    put(s, LAST_ID, id === 0 ? -1 : id);
  } else {
    put(s, BARES, word(s, BARES) + 1);
    const largest = s + (WINDOW_AND_BARE << 2) + 2;
    if (size > <i32>load<u16>(largest)) store<u16>(largest, size);
    put(s, BARE_FRAME, number);
    putReal(s, BARE_TIME, time);
  }
}

/** Counts a payload of another size than the one before; there is room for it. */
function countOther(s: usize, size: i32, frame: i32, time: f64): void {
  let count = 0;
  let first = frame;
  let firstTime = time;
  if (word(s, OTHER_COUNT) > 0) {
    count = word(s, OTHER_COUNT);
    first = word(s, OTHER_FIRST_FRAME);
    firstTime = real(s, OTHER_FIRST_TIME);
  }
  put(s, OTHER_SIZE, word(s, SIZE));
  put(s, OTHER_COUNT, word(s, COUNT));
  put(s, OTHER_FIRST_FRAME, word(s, FIRST_FRAME));
  put(s, OTHER_LAST_FRAME, word(s, NEW_FRAME));
  putReal(s, OTHER_FIRST_TIME, real(s, FIRST_TIME));
  putReal(s, OTHER_LAST_TIME, real(s, NEW_TIME));
  put(s, SIZE, size);
  put(s, COUNT, count + 1);
  put(s, FIRST_FRAME, first);
  putReal(s, FIRST_TIME, firstTime);
}
