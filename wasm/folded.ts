import {
  ACKED,
  BOTH_FINS,
  CHECKS,
  CLOSED,
  CLOSED_COUNT,
  MSS,
  NEW_TIME,
  NEXT,
  OPENING,
  PACKETS,
  SAMPLE_LIMIT,
  START,
  STOP_END,
  STOP_REFUSED,
  TEMPLATE,
  TTLS,
  WHOLE_FRAME,
} from "../src/flow/lane/layout";
import { TLS_FIRST } from "../src/flow/limits";
import { be16, be32 } from "./bytes";
import { rowAt, sideAt } from "./connections";
import { ACK, SYN } from "./flags";
import { foldAt, keep } from "./kept";
import { own } from "./own";
import { put, putReal, word } from "./words";

const FIXED_HEADER = 20;
const OPTION_END = 0;
const OPTION_NOP = 1;
const OPTION_MSS = 2;
/** Checksums of a direction that are verified, as in src/flow/direction-counters.ts. */
const CHECKSUMS_SAMPLED = 24;

/** A SYN of a folded flow, or the SYN-ACK that it waits for: kept as it came. */
export function synchronize(
  row: i32,
  from: i32,
  flags: i32,
  tcp: usize,
  ttl: i32,
  isVerified: bool,
  number: i32,
  time: f64,
  start: usize,
  end: usize,
  wire: u32,
): i32 {
  const r = rowAt(row);
  const s = sideAt(r, from);
  const isAnswer = flags === (SYN | ACK);
  if (from !== <i32>isAnswer || word(s, PACKETS) !== 0) return STOP_REFUSED;
  const sequence = be32(tcp + 4);
  const acknowledgment = be32(tcp + 8);
  if (isAnswer ? word(r, NEXT) !== acknowledgment : flags !== SYN) return STOP_REFUSED;
  if (!keep(row, from | WHOLE_FRAME, sequence, number, time, start, <i32>(end - start), <i32>wire)) return STOP_REFUSED;
  put(foldAt(row), MSS + from, mssOf(tcp) + 1);
  put(s, PACKETS, 1);
  // Before its first byte there is no pause.
  putReal(s, NEW_TIME, Infinity);
  put(r, NEXT + from, sequence + 1);
  put(r, START + from, sequence + 1);
  put(r, SAMPLE_LIMIT + from, -1);
  put(r, TTLS, word(r, TTLS) | ((ttl | (ttl << 8)) << (16 * from)));
  const checks = TLS_FIRST | ((CHECKSUMS_SAMPLED - <i32>isVerified) << 2);
  put(r, CHECKS, word(r, CHECKS) | (checks << (16 * from)));
  if (isAnswer) {
    put(r, ACKED + 1, acknowledgment);
    // One less than what the client acknowledges next.
    put(r, ACKED, sequence);
    put(r, TEMPLATE, word(r, TEMPLATE) & ~OPENING);
  }
  return STOP_END;
}

/** The MSS option of a TCP header, all of it captured, as src/dissect/tcp-options.ts reads it; -1 where there is none. */
function mssOf(tcp: usize): i32 {
  let mss = -1;
  const end = tcp + <usize>((<i32>load<u8>(tcp, 12) >>> 4) * 4);
  let at = tcp + FIXED_HEADER;
  while (at < end) {
    const kind = load<u8>(at);
    if (kind === OPTION_END) break;
    if (kind === OPTION_NOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? <usize>load<u8>(at, 1) : 0;
    if (length < 2 || at + length > end) break;
    if (kind === OPTION_MSS && length === 4) mss = be16(at + 2);
    at += length;
  }
  return mss;
}

/** Lists a folded flow once both sides have closed it and know so. */
export function lookIfClosed(row: i32, r: usize): void {
  if ((word(r, TEMPLATE) & BOTH_FINS) !== BOTH_FINS) return;
  if (word(r, ACKED) !== word(r, NEXT + 1) + 1 || word(r, ACKED + 1) !== word(r, NEXT) + 1) return;
  const count = load<i32>(own(CLOSED_COUNT));
  store<i32>(own(CLOSED + 4 * count), row);
  store<i32>(own(CLOSED_COUNT), count + 1);
}
