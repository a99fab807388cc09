import { TEMPLATE, UNACKED } from "../src/flow/lane/layout";
import { rowAt } from "./connections";
import { word } from "./words";

/** Of the rows [from, count) of flows that are in the lane the first of which a side waits for the acknowledgment of a frame up to `last`; -1 where none does. */
export function waiting(from: i32, count: i32, last: i32): i32 {
  for (let row = from; row < count; row++) {
    const r = rowAt(row);
    // 0, where nothing waits, is the largest so.
    const first = min(<u32>word(r, UNACKED) - 1, <u32>word(r, UNACKED + 1) - 1);
    if (first < <u32>last && word(r, TEMPLATE) !== 0) return row;
  }
  return -1;
}
