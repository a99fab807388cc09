import {
  ACK_FRAME,
  ACK_TIME,
  ACKED,
  ACKNOWLEDGMENT,
  ALL_CHECKSUMS,
  BARE_FRAME,
  BARE_TIME,
  BARES,
  BEFORE,
  BEFORE_RUN,
  BOTH_FINS,
  CHECKS,
  CLOSED_COUNT,
  CLOSED_ROOM,
  COUNT,
  DF_SET,
  DUE,
  DUE_KNOWN,
  ENTRY,
  FIN_FRAME,
  FIN_TIME,
  FIRST_FIN,
  FIRST_FRAME,
  FIRST_TIME,
  FOLDED,
  LAST_ID,
  LAST_LOGGED,
  LOG,
  LOGGED,
  NEW_ADDRESSES,
  NEW_FRAME,
  NEW_HASH,
  NEW_PORTS,
  NEW_TEMPLATE,
  NEW_TIME,
  NEW_WIDTH,
  NEXT,
  ONE_VERIFIED,
  OPENING,
  OTHER_COUNT,
  OTHER_FIRST_FRAME,
  OTHER_FIRST_TIME,
  OTHER_LAST_FRAME,
  OTHER_LAST_TIME,
  OTHER_SIZE,
  PACKETS,
  PAUSE_FRAME,
  PAUSE_TIME,
  SAMPLE_LIMIT,
  SAMPLE_ROOM,
  SAMPLES_MASK,
  SEQUENCE,
  SIDE,
  SIDES,
  SIZE,
  SIZE_AND_ID,
  STAMPED,
  START,
  STOP_CLOSED,
  STOP_END,
  STOP_LOG,
  STOP_NEW,
  STOP_REFUSED,
  STOP_ROW,
  STOP_SAMPLES,
  STOP_SIDE,
  STOP_SIZES,
  T_IP,
  T_IS_IPV4,
  T_TCP,
  TALLIES,
  TEMPLATE,
  TEMPLATE_MASK,
  TIMESTAMP,
  TLS_KEPT,
  TTLS,
  UNACKED,
  WINDOW_AND_BARE,
  WINDOW_AND_FLAGS,
} from "../src/flow/lane/layout";
import { PAUSE, TLS_DONE, TLS_FIRST } from "../src/flow/limits";
import { be16, be32 } from "./bytes";
import { isTcpChecksumGood } from "./checksum";
import { find, findAgain, rowAt, from as sideFound } from "./connections";
import { lookIfClosed, synchronize } from "./folded";
import { connectionHash, sampleHash, shareOf } from "./hash";
import { foldAt, keep } from "./kept";
import { isStillSample, keepSample, placeOfLargest } from "./samples";
import { fitting, templateAt } from "./templates";
import { due, isDueKnown, isTlsRecord, look, NOTHING, SOMETHING, UNCLEAR } from "./tls";
import { put, putReal, real, word } from "./words";

const FIN = 0x01;
const SYN = 0x02;
const PSH = 0x08;
const ACK = 0x10;
/** Those above are about congestion (RFC 3168). */
const FLAGS = 0x3f;
const FIXED_HEADER = 20;
const WITH_TIMESTAMPS = 32;
/** NOP, NOP, timestamps: the options of nearly every segment that has any (RFC 7323 appendix A). */
const TIMESTAMPS = 0x0101080a;
const IPV6_HEADER = 40;
const MAX_SIZE = 0xffff;
/** A run ends before sequence numbers turn round. */
const MAX_RUN = 0x3fffffff;
/** Beside what `look` says: it is no TLS. */
const NO_TLS = 4;

let share: u32 = 0;
let shares: u32 = 1;
let seed: u32 = 0;
/** A frame of this number or a later one is not to be written before the log is turned. */
let logLimit = 0;

/** Which connections are followed, as in src/flow/share.ts. */
export function follow(index: i32, count: i32, hashSeed: i32): void {
  share = index;
  shares = count;
  seed = hashSeed;
}

export function logUntil(limit: i32): void {
  logLimit = limit;
}

function stopAt(row: i32, side: i32, why: i32): i32 {
  store<i32>(STOP_ROW, row);
  store<i32>(STOP_SIDE, side);
  return why;
}

/**
 * Takes the frame [start, end) of that number and time, if it only carries a healthy flow on or is no business of this share: then it
 * returns STOP_END. Where it returns anything else, nothing was changed.
 */
export function take(start: usize, end: usize, linkType: i32, number: i32, time: f64, wire: u32): i32 {
  const kind = fitting(start, end, linkType);
  if (kind < 0) return STOP_REFUSED;
  const t = templateAt(kind);
  const isIpv4 = <bool>word(t, T_IS_IPV4);
  const ip = start + <usize>word(t, T_IP);
  const tcp = start + <usize>word(t, T_TCP);
  const addresses = ip + (isIpv4 ? 12 : 8);
  const width = isIpv4 ? 1 : 4;
  const ports = be32(tcp);
  if (shares > 1 && shareOf(addresses, width, ports, seed, shares) !== share) return STOP_END;
  if (number >= logLimit) return STOP_LOG;
  const flags = <i32>load<u8>(tcp, 13);
  const header = (<i32>load<u8>(tcp, 12) >>> 4) * 4;
  const size = isIpv4 ? be16(ip + 2) : be16(ip + 4) + IPV6_HEADER;
  const payload = size - <i32>(tcp - ip) - header;
  if ((flags & SYN) !== 0) {
    if (payload !== 0 || size > MAX_SIZE) return STOP_REFUSED;
    const isWhole = end >= ip + <usize>size;
    if (isWhole && !isTcpChecksumGood(ip, isIpv4, tcp, ip + <usize>size)) return STOP_REFUSED;
    const hash = connectionHash(addresses, width, ports, seed);
    const row = find(addresses, width, ports, hash);
    if (row < 0) {
      if ((flags & FLAGS) !== SYN) return STOP_REFUSED;
      store<i32>(NEW_ADDRESSES, <i32>addresses);
      store<i32>(NEW_WIDTH, width);
      store<i32>(NEW_PORTS, ports);
      store<i32>(NEW_HASH, hash);
      store<i32>(NEW_TEMPLATE, kind + 1);
      return STOP_NEW;
    }
    if (word(rowAt(row), TEMPLATE) !== ((kind + 1) | FOLDED | OPENING)) return STOP_REFUSED;
    const ttl = <i32>load<u8>(ip + (isIpv4 ? 8 : 7));
    return synchronize(row, sideFound(), flags & FLAGS, tcp, ttl, isWhole, number, time, start, end, wire);
  }
  const isFin = (flags & FIN) !== 0;
  if ((flags & ~(PSH | FIN)) !== ACK) return STOP_REFUSED;
  let timestamp = 0;
  let stamped = 0;
  if (header !== FIXED_HEADER) {
    if (header !== WITH_TIMESTAMPS || be32(tcp + FIXED_HEADER) !== TIMESTAMPS) return STOP_REFUSED;
    timestamp = be32(tcp + FIXED_HEADER + 4);
    stamped = STAMPED;
  }
  let row = findAgain(addresses, width, ports);
  if (row < 0) {
    row = find(addresses, width, ports, connectionHash(addresses, width, ports, seed));
    if (row < 0) return STOP_REFUSED;
  }
  const r = rowAt(row);
  const state = word(r, TEMPLATE);
  if ((state & (TEMPLATE_MASK | OPENING)) !== kind + 1) return STOP_REFUSED;
  const from = sideFound();
  const to = 1 - from;
  const ttl = <i32>load<u8>(ip + (isIpv4 ? 8 : 7));
  const window = be16(tcp + 14);
  const sequence = be32(tcp + 4);
  if (window === 0 || size > MAX_SIZE) return STOP_REFUSED;
  // Behind a FIN, which is a byte of its own, come but acknowledgments.
  let finished = 0;
  let otherFinished = 0;
  if (isFin || (state & BOTH_FINS) !== 0) {
    if ((state & FOLDED) === 0) return STOP_REFUSED;
    finished = (state & (FIRST_FIN << from)) !== 0 ? 1 : 0;
    otherFinished = (state & (FIRST_FIN << to)) !== 0 ? 1 : 0;
    if (finished !== 0 && (isFin || payload > 0)) return STOP_REFUSED;
    if (load<i32>(CLOSED_COUNT) === CLOSED_ROOM) return STOP_CLOSED;
  }
  if (sequence !== word(r, NEXT + from) + finished) return STOP_REFUSED;
  const ttls = word(r, TTLS) >>> (16 * from);
  if (ttl < (ttls & 0xff) || ttl > ((ttls >>> 8) & 0xff)) return STOP_REFUSED;
  const acknowledgment = be32(tcp + 8);
  const progress = acknowledgment - word(r, ACKED + from);
  if (progress > 0 ? acknowledgment - word(r, NEXT + to) > otherFinished : payload === 0 && !isFin) return STOP_REFUSED;
  const s = r + <usize>((SIDES + from * SIDE) << 2);
  const checks = word(r, CHECKS) >>> (16 * from);
  let says = NOTHING;
  if (payload > 0) {
    const tls = checks & 3;
    if (tls !== TLS_DONE) {
      const body = tcp + <usize>header;
      const bodyEnd = min(end, ip + <usize>size);
      if ((state & FOLDED) === 0) {
        if (tls === TLS_FIRST || isTlsRecord(body, bodyEnd)) return STOP_REFUSED;
      } else {
        const f = foldAt(row);
        const known = tls === TLS_KEPT && word(f, DUE_KNOWN + from) !== 0;
        says = look(known, word(f, DUE + from), sequence, payload, body, bodyEnd);
        if (says === UNCLEAR) return STOP_REFUSED;
        // Nothing that begins otherwise is TLS.
        if (says === NOTHING && tls === TLS_FIRST) says = NO_TLS;
      }
    }
    if (sequence - word(r, START + from) >= MAX_RUN) return STOP_REFUSED;
    if (word(s, SIZE) !== size && word(s, OTHER_COUNT) > 0 && word(s, OTHER_SIZE) !== size) {
      return stopAt(row, from, STOP_SIZES);
    }
  }
  const sample = sampleHash(sequence, acknowledgment, flags, payload, timestamp);
  let isSample = sample <= <u32>word(r, SAMPLE_LIMIT + from) && isStillSample(r, from, sample, word(s, PACKETS));
  let place = 0;
  if (isSample) {
    place = word(s, TALLIES) & SAMPLES_MASK;
    if (place === SAMPLE_ROOM) {
      place = (state & FOLDED) !== 0 ? placeOfLargest(row, from, sample) : -1;
      if (place < 0) return stopAt(row, from, STOP_SAMPLES);
      if (place === SAMPLE_ROOM) isSample = false;
    }
  }
  const isVerified = (checks & 0xfffc) !== 0 && end >= ip + <usize>size;
  if (isVerified && !isTcpChecksumGood(ip, isIpv4, tcp, ip + <usize>size)) return STOP_REFUSED;
  if (says !== NOTHING) {
    const body = tcp + <usize>header;
    const captured = <i32>(min(end, ip + <usize>size) - body);
    if (says !== NO_TLS) {
      if (!keep(row, from, sequence, number, time, body, captured, payload)) return STOP_REFUSED;
      const f = foldAt(row);
      put(f, DUE + from, due());
      put(f, DUE_KNOWN + from, isDueKnown() ? 1 : 0);
    }
    const tls = says === SOMETHING ? TLS_KEPT : TLS_DONE;
    put(r, CHECKS, (word(r, CHECKS) & ~(3 << (16 * from))) | (tls << (16 * from)));
  }

  // From here on the packet is taken.
  if (isVerified) {
    if ((checks & 0xffff) >>> 2 !== ALL_CHECKSUMS) put(r, CHECKS, word(r, CHECKS) - (4 << (16 * from)));
    put(s, TALLIES, word(s, TALLIES) + ONE_VERIFIED);
  }
  const id = isIpv4 ? be16(ip + 4) : 0;
  const e = <usize>(LOG + (number & (LOGGED - 1)) * (ENTRY * 4));
  store<f64>(e, time);
  put(e, SEQUENCE, sequence);
  put(e, ACKNOWLEDGMENT, acknowledgment);
  put(e, SIZE_AND_ID, (size << 16) | id);
  put(e, WINDOW_AND_FLAGS, (window << 16) | stamped | flags);
  put(e, TIMESTAMP, timestamp);
  put(e, BEFORE, max(word(s, NEW_FRAME), word(s, BARE_FRAME)));
  store<i32>(LAST_LOGGED, number);

  put(s, PACKETS, word(s, PACKETS) + 1);
  store<u16>(s + (WINDOW_AND_BARE << 2), window);
  if (!isIpv4 || (load<u8>(ip, 6) & 0x40) !== 0) put(s, DF_SET, word(s, DF_SET) + 1);
  if (progress > 0) {
    put(r, ACKED + from, acknowledgment);
    put(s, ACK_FRAME, number);
    putReal(s, ACK_TIME, time);
    if (acknowledgment - word(r, NEXT + to) >= 0) put(r, UNACKED + to, 0);
  }
  if (payload > 0) {
    if (time - real(s, NEW_TIME) >= <f64>PAUSE) {
      const before = word(s, NEW_FRAME);
      put(s, PAUSE_FRAME, before === 0 ? BEFORE_RUN : before);
      putReal(s, PAUSE_TIME, real(s, NEW_TIME));
    }
    put(r, NEXT + from, sequence + payload);
    if (word(r, UNACKED + from) === 0) put(r, UNACKED + from, number);
    if (word(s, SIZE) === size) put(s, COUNT, word(s, COUNT) + 1);
    else countOther(s, size, number, time);
    put(s, NEW_FRAME, number);
    putReal(s, NEW_TIME, time);
    put(s, LAST_ID, id === 0 ? -1 : id);
  } else {
    put(s, BARES, word(s, BARES) + 1);
    const largest = s + (WINDOW_AND_BARE << 2) + 2;
    if (size > <i32>load<u16>(largest)) store<u16>(largest, size);
    put(s, BARE_FRAME, number);
    putReal(s, BARE_TIME, time);
  }
  if (isSample) keepSample(row, from, s, place, sample, number, time);
  if (isFin) {
    const f = foldAt(row);
    put(f, FIN_FRAME + from, number);
    putReal(f, FIN_TIME + from, time);
    put(r, TEMPLATE, state | (FIRST_FIN << from));
  }
  if (otherFinished !== 0 && progress > 0) lookIfClosed(row, r);
  return STOP_END;
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
