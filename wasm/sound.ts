import {
  ACKED,
  BOTH_FINS,
  DESTINATION,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  OPENING,
  OUTLINE,
  OUTLINE_ROOM,
  OUTLINE_SIDE,
  OUTLINE_SIZE,
  SOUND_ORDERS,
  SOUND_ROWS,
  SOURCE,
  START,
  T_IS_IPV4,
  TEMPLATE,
  TEMPLATE_MASK,
  UNKNOWN,
} from "../src/flow/lane/layout";
import { FIRST_STRETCH } from "../src/flow/limits";
import { rowAt, sideAt } from "./connections";
import { keepingOrder } from "./hash";
import { giveUpRow } from "./kept";
import { outlineAt } from "./outline";
import { own } from "./own";
import { templateAt } from "./templates";
import { put, putReal, real, word } from "./words";

const ANOTHER = OUTLINE + OUTLINE_ROOM;

/**
 * Of the first so many rows lists those of connections that are sound and unknown outside, with what decides which are kept. Returns how many there
 * are. As `FoldedFlow.isSound`: one that both sides closed is known outside.
 */
export function sound(rows: i32): i32 {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const r = rowAt(row);
    if ((word(r, TEMPLATE) & (UNKNOWN | OPENING | BOTH_FINS)) !== UNKNOWN) continue;
    const client = sideAt(r, 0);
    const server = sideAt(r, 1);
    if (word(client, NEW_FRAME) === 0 || word(server, NEW_FRAME) === 0) continue;
    if (word(r, NEXT) !== word(r, ACKED + 1) || word(r, NEXT + 1) !== word(r, ACKED)) continue;
    if (real(server, NEW_TIME) < real(client, NEW_TIME)) continue;
    store<i32>(own(SOUND_ROWS + 4 * count), row);
    store<u32>(own(SOUND_ORDERS + 4 * count), keepingOrder(word(r, START) - 1, word(r, START + 1) - 1));
    count++;
  }
  return count;
}

/** The first of the rows [from, count) whose flow is unknown outside, -1 where there is none. */
export function unknown(from: i32, count: i32): i32 {
  for (let row = from; row < count; row++) if ((word(rowAt(row), TEMPLATE) & UNKNOWN) !== 0) return row;
  return -1;
}

/**
 * Gives up flows, of those listed [from, count) as many from the first one on as can be counted together: of the same hosts, and what passed in
 * the same stretches of time. Says at OUTLINE what is counted of all of them, and returns the place of the first that is left.
 */
export function giveUp(from: i32, count: i32): i32 {
  const all = own(OUTLINE);
  const one = own(ANOTHER);
  const first = load<i32>(own(SOUND_ROWS + 4 * from));
  const kind = word(rowAt(first), TEMPLATE) & TEMPLATE_MASK;
  const isIpv4 = word(templateAt(kind - 1), T_IS_IPV4) !== 0;
  outlineAt(first, all);
  end(first);
  let i = from + 1;
  // Of IPv6 the words of a row are not all of its addresses.
  for (; i < count && isIpv4; i++) {
    const row = load<i32>(own(SOUND_ROWS + 4 * i));
    if ((word(rowAt(row), TEMPLATE) & TEMPLATE_MASK) !== kind || !haveSameHosts(row, first)) break;
    outlineAt(row, one);
    if (!canJoin(all, one, OUTLINE_SIDE) || !canJoin(all, one, OUTLINE_SIDE + OUTLINE_SIZE)) break;
    putReal(all, 0, real(all, 0) + real(one, 0));
    putReal(all, 1, real(all, 1) + real(one, 1));
    join(all, one, OUTLINE_SIDE);
    join(all, one, OUTLINE_SIDE + OUTLINE_SIZE);
    end(row);
  }
  return i;
}

function end(row: i32): void {
  put(rowAt(row), TEMPLATE, 0);
  giveUpRow(row);
}

function haveSameHosts(one: i32, other: i32): bool {
  const r = rowAt(one);
  const o = rowAt(other);
  return word(r, SOURCE) === word(o, SOURCE) && word(r, DESTINATION) === word(o, DESTINATION);
}

/** Of a side, from where an outline says it on: size, frame, packets, first time, last time. */
const FRAME = 1;
const PACKETS = 2;
const FROM = 3;
const UNTIL = 4;

/** Whether what passed on a side lies in one stretch. */
function canJoin(all: usize, one: usize, at: i32): bool {
  if (real(all, at) === 0 || real(one, at) === 0) return true;
  const stretch = <f64>FIRST_STRETCH;
  return Math.floor(real(all, at + FROM) / stretch) === Math.floor(real(one, at + FROM) / stretch);
}

/** As `Stretches` of src/flow/retired.ts joins what lies in one. */
function join(all: usize, one: usize, at: i32): void {
  const size = real(one, at);
  if (size === 0) return;
  if (real(all, at) === 0) {
    memory.copy(all + <usize>(at << 3), one + <usize>(at << 3), OUTLINE_SIZE << 3);
    return;
  }
  const largest = real(all, at);
  const frame = real(one, at + FRAME);
  if (size > largest || (size === largest && frame < real(all, at + FRAME))) {
    putReal(all, at, size);
    putReal(all, at + FRAME, frame);
  }
  putReal(all, at + PACKETS, real(all, at + PACKETS) + real(one, at + PACKETS));
  putReal(all, at + FROM, min(real(all, at + FROM), real(one, at + FROM)));
  putReal(all, at + UNTIL, max(real(all, at + UNTIL), real(one, at + UNTIL)));
}
