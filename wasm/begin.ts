import {
  FOLDED,
  MAY_BEGIN,
  OPENING,
  SPARE_COUNT,
  SPARES,
  TEMPLATE,
  UNKNOWN,
  UNKNOWN_COUNT,
} from "../src/flow/lane/layout";
import { insert, isOutside, rowAt } from "./connections";
import { own } from "./own";
import { put } from "./words";

/**
 * Begins to follow a connection, folded, whose SYN has a key that `find` did not find just now. Returns its row; -1 where the other side must
 * be asked: it may know the connection, or whether there is room for another.
 */
export function begin(at: usize, width: i32, ports: i32, hash: i32, kind: i32): i32 {
  const left = load<i32>(own(MAY_BEGIN));
  const spares = load<i32>(own(SPARE_COUNT));
  if (left === 0 || spares === 0 || isOutside(hash)) return -1;
  const row = load<i32>(own(SPARES + 4 * (spares - 1)));
  store<i32>(own(MAY_BEGIN), left - 1);
  store<i32>(own(SPARE_COUNT), spares - 1);
  store<i32>(own(UNKNOWN_COUNT), load<i32>(own(UNKNOWN_COUNT)) + 1);
  insert(at, width, ports, hash, row);
  put(rowAt(row), TEMPLATE, (kind + 1) | FOLDED | OPENING | UNKNOWN);
  return row;
}
