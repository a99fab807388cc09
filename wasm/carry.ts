import {
  ACKED,
  BOTH_FINS,
  CHECKS,
  ITEM_ACKNOWLEDGMENT,
  ITEM_CAPTURED,
  ITEM_HASH,
  ITEM_KIND,
  ITEM_NUMBER,
  ITEM_PORTS,
  ITEM_SEQUENCE,
  ITEM_SIZE_AND_ID,
  ITEM_SOURCE,
  ITEM_TIMESTAMP,
  ITEM_WINDOW_AND_FLAGS,
  NEXT,
  OPENING,
  OTHER_OPTIONS,
  SAMPLE_LIMIT,
  SIZE,
  START,
  T_IP,
  TEMPLATE,
  TEMPLATE_MASK,
  TTLS,
} from "../src/flow/lane/layout";
import { TLS_DONE } from "../src/flow/limits";
import { findAgain, findRow, rowAt, sideAt, from as sideFound } from "./connections";
import { count, hasLogRoom, MAX_RUN } from "./count";
import { addressesOf, widthOf } from "./describe";
import { ACK, PSH } from "./flags";
import { sampleHash } from "./hash";
import { templateAt } from "./templates";
import { word } from "./words";

/**
 * Takes a described frame, laid out as the template of that kind says, if its packet is as most are: payload of the size before it, or an
 * acknowledgment that is progress, of a flow that is under way, with nothing to keep, to verify or to tell. Says whether it did; where not, nothing was
 * changed, and `take` knows more. This is what nearly all of a capture is, so it is short.
 */
export function carry(item: usize, kind: i32): bool {
  const windowAndFlags = load<i32>(item, ITEM_WINDOW_AND_FLAGS);
  if ((windowAndFlags & ((0xff & ~PSH) | OTHER_OPTIONS)) !== ACK || windowAndFlags >>> 16 === 0) return false;
  if (!hasLogRoom(load<i32>(item, ITEM_NUMBER))) return false;
  const hash = load<u32>(item, ITEM_HASH);
  const t = templateAt(kind);
  const width = widthOf(kind);
  const addresses = addressesOf(item, kind);
  const pair = load<u64>(item, ITEM_SOURCE);
  const ports = load<i32>(item, ITEM_PORTS);
  let row = findAgain(pair, addresses, width, ports);
  if (row < 0) {
    // Without a hash it is one of few.
    if (hash === 0) return false;
    row = findRow(pair, addresses, width, ports, hash);
    if (row < 0) return false;
  }
  const from = sideFound();
  const r = rowAt(row);
  if ((word(r, TEMPLATE) & (TEMPLATE_MASK | OPENING | BOTH_FINS)) !== kind + 1) return false;
  // Of the header's pairs, this side's and the other's.
  const its = r + <usize>(from << 2);
  const others = r + <usize>((1 - from) << 2);
  const sequence = load<i32>(item, ITEM_SEQUENCE);
  if (sequence !== word(its, NEXT)) return false;
  const half = r + <usize>(from << 1);
  const ttl = <i32>load<u8>(item, ITEM_KIND + 2);
  if (ttl < <i32>load<u8>(half, TTLS << 2) || ttl > <i32>load<u8>(half, (TTLS << 2) + 1)) return false;
  const size = <i32>load<u16>(item, ITEM_SIZE_AND_ID + 2);
  if (size === 0) return false;
  const checks = <i32>load<u16>(half, CHECKS << 2);
  // What is cut cannot be verified.
  if ((checks & 0xfffc) !== 0 && <i32>load<u32>(item, ITEM_CAPTURED) >= word(t, T_IP) + size) return false;
  const acknowledgment = load<i32>(item, ITEM_ACKNOWLEDGMENT);
  const progress = acknowledgment - word(its, ACKED);
  const payload = size - ((<i32>load<u8>(item, ITEM_KIND + 3)) << 2);
  if (progress > 0 ? acknowledgment - word(others, NEXT) > 0 : payload <= 0) return false;
  if (payload > 0) {
    if ((checks & 3) !== TLS_DONE || sequence - word(its, START) >= MAX_RUN) return false;
    if (word(sideAt(r, from), SIZE) !== size) return false;
  }
  const flags = windowAndFlags & 0xff;
  if (
    sampleHash(sequence, acknowledgment, flags, payload, load<u32>(item, ITEM_TIMESTAMP)) <=
    <u32>word(its, SAMPLE_LIMIT)
  ) {
    return false;
  }
  count(item, r, from, size, payload, progress);
  return true;
}
