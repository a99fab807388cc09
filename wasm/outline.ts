import {
  COUNT,
  FIRST_FRAME,
  FIRST_TIME,
  MSS,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  OTHER_COUNT,
  OTHER_FIRST_FRAME,
  OTHER_FIRST_TIME,
  OTHER_SIZE,
  OUTLINE,
  OUTLINE_SIDE,
  OUTLINE_SIZE,
  PACKETS,
  SIZE,
  START,
  T_IS_IPV4,
  TEMPLATE,
  TEMPLATE_MASK,
} from "../src/flow/lane/layout";
import { IPV4_AND_TCP, IPV6_AND_TCP, LARGEST_ORDINARY } from "../src/flow/limits";
import { rowAt, sideAt } from "./connections";
import { foldAt } from "./kept";
import { own } from "./own";
import { templateAt } from "./templates";
import { putReal, real, word } from "./words";

/** Says of a folded flow, at OUTLINE, what `FoldedFlow.retire` counts of it, as long as its row has all of its sizes. */
export function outline(row: i32): void {
  outlineAt(row, own(OUTLINE));
}

/** The same at `out`. */
export function outlineAt(row: i32, out: usize): void {
  const r = rowAt(row);
  let packets = 0;
  let bytes: f64 = 0;
  for (let side = 0; side < 2; side++) {
    packets += word(sideAt(r, side), PACKETS);
    bytes += <f64>(<u32>(word(r, NEXT + side) - word(r, START + side)));
    outlineSide(row, r, side, out);
  }
  putReal(out, 0, <f64>packets);
  putReal(out, 1, bytes);
}

/** As `largestPassed` of src/flow/retired.ts. */
function outlineSide(row: i32, r: usize, side: i32, out: usize): void {
  const s = sideAt(r, side);
  const at = OUTLINE_SIDE + side * OUTLINE_SIZE;
  putReal(out, at, 0);
  const count = word(s, COUNT);
  if (count === 0) return;
  const mss = word(foldAt(row), MSS + 1 - side) - 1;
  const isIpv4 = word(templateAt((word(r, TEMPLATE) & TEMPLATE_MASK) - 1), T_IS_IPV4) !== 0;
  const full = mss < 0 ? LARGEST_ORDINARY : mss + (isIpv4 ? IPV4_AND_TCP : IPV6_AND_TCP);
  let large = word(s, SIZE);
  let frame = word(s, FIRST_FRAME);
  let from = real(s, FIRST_TIME);
  const others = word(s, OTHER_COUNT);
  let small = 0;
  let smallFrame = 0;
  if (others > 0) {
    from = min(from, real(s, OTHER_FIRST_TIME));
    small = word(s, OTHER_SIZE);
    smallFrame = word(s, OTHER_FIRST_FRAME);
    if (small > large) {
      const size = large;
      const first = frame;
      large = small;
      frame = smallFrame;
      small = size;
      smallFrame = first;
    }
  }
  if (large > full) {
    const ordinary = small <= full ? small : 0;
    if (ordinary * 2 < full) large = full;
    else {
      large = ordinary;
      frame = smallFrame;
    }
  }
  putReal(out, at, <f64>large);
  putReal(out, at + 1, <f64>frame);
  putReal(out, at + 2, <f64>(count + others));
  putReal(out, at + 3, from);
  putReal(out, at + 4, word(s, NEW_FRAME) === 0 ? -Infinity : real(s, NEW_TIME));
}
