import {
  ACKED,
  ALL_CHECKSUMS,
  AT_HAND,
  BOTH_FINS,
  CHECKS,
  CLOSED_COUNT,
  CLOSED_ROOM,
  DUE,
  DUE_KNOWN,
  FIN_FRAME,
  FIN_TIME,
  FIRST_FIN,
  FOLDED,
  HEADER_WORDS,
  ITEM_ACKNOWLEDGMENT,
  ITEM_BODY,
  ITEM_CAPTURED,
  ITEM_DESTINATION,
  ITEM_HASH,
  ITEM_KIND,
  ITEM_NUMBER,
  ITEM_PORTS,
  ITEM_SEQUENCE,
  ITEM_SIZE_AND_ID,
  ITEM_SOURCE,
  ITEM_TIME,
  ITEM_TIMESTAMP,
  ITEM_WINDOW_AND_FLAGS,
  ITEM_WIRE,
  NEW_ADDRESSES,
  NEW_HASH,
  NEW_PORTS,
  NEW_TEMPLATE,
  NEW_WIDTH,
  NEXT,
  ONE_VERIFIED,
  OPENING,
  OTHER_COUNT,
  OTHER_OPTIONS,
  OTHER_SIZE,
  PACKETS,
  SAMPLE_LIMIT,
  SAMPLE_ROOM,
  SAMPLES_MASK,
  SIZE,
  START,
  STOP_CLOSED,
  STOP_END,
  STOP_LOG,
  STOP_NEW,
  STOP_NOTED,
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
  TLS_KEPT,
  TTLS,
  UNKNOWN,
} from "../src/flow/lane/layout";
import { TLS_DONE, TLS_FIRST } from "../src/flow/limits";
import { begin } from "./begin";
import { carry } from "./carry";
import { isTcpChecksumGood } from "./checksum";
import { findAgain, findRow, rowAt, sideAt, from as sideFound } from "./connections";
import { count, hasLogRoom, MAX_RUN } from "./count";
import { addressesOf, describe, widthOf } from "./describe";
import { ACK, FIN, PSH, SYN } from "./flags";
import { lookIfClosed, synchronize } from "./folded";
import { connectionHash, sampleHash, shareOf } from "./hash";
import { foldAt, keep } from "./kept";
import { own } from "./own";
import { hasRoomForNote, isStillSample, keepSample, noteSample, placeOfLargest } from "./samples";
import { fitting, templateAt } from "./templates";
import { due, isDueKnown, isTlsRecord, look, NOTHING, SOMETHING, UNCLEAR } from "./tls";
import { put, putReal, word } from "./words";

/** Those above are about congestion (RFC 3168). */
const FLAGS = 0x3f;
/** Beside what `look` says: it is no TLS. */
const NO_TLS = 4;

let share: u32 = 0;
let shares: u32 = 1;
let seed: u32 = 0;
/** Whether samples of folded flows are noted, for whoever has frames taken in a row to have them kept. */
let isNoting = false;

/** Which connections are followed, as in src/flow/share.ts. */
export function follow(index: i32, count: i32, hashSeed: i32): void {
  share = index;
  shares = count;
  seed = hashSeed;
}

export function note(is: bool): void {
  isNoting = is;
}

function stopAt(row: i32, side: i32, why: i32): i32 {
  store<i32>(own(STOP_ROW), row);
  store<i32>(own(STOP_SIDE), side);
  return why;
}

export function ownShare(): u32 {
  return share;
}

/** Which share it belongs to. */
export function shareOfItem(item: usize, kind: i32): u32 {
  const source = load<u32>(item, ITEM_SOURCE);
  const destination = load<u32>(item, ITEM_DESTINATION);
  const ports = load<u32>(item, ITEM_PORTS);
  return shareOf(source, destination, addressesOf(item, kind), widthOf(kind), ports, seed, shares);
}

/** The hash of its connection. */
export function hashOfItem(item: usize, kind: i32): u32 {
  const source = load<u32>(item, ITEM_SOURCE);
  const destination = load<u32>(item, ITEM_DESTINATION);
  return connectionHash(source, destination, addressesOf(item, kind), widthOf(kind), load<u32>(item, ITEM_PORTS), seed);
}

/** The same, where the item may say it. */
function knownHash(item: usize, kind: i32): u32 {
  return load<u32>(item, ITEM_HASH) || hashOfItem(item, kind);
}

/** As `take`, a frame alone: its sample is not noted. */
export function takeAlone(start: usize, end: usize, linkType: i32, number: i32, time: f64, wire: u32): i32 {
  isNoting = false;
  return take(start, end, linkType, number, time, wire);
}

/**
 * Takes the frame [start, end) of that number and time, if it only carries a healthy flow on or is no business of this share: then it
 * returns STOP_END. Where it returns anything else, nothing was changed.
 */
export function take(start: usize, end: usize, linkType: i32, number: i32, time: f64, wire: u32): i32 {
  const item = own(AT_HAND);
  store<u32>(item, <u32>start, ITEM_BODY);
  store<u32>(item, <u32>(end - start), ITEM_CAPTURED);
  store<u32>(item, wire, ITEM_WIRE);
  store<i32>(item, number, ITEM_NUMBER);
  store<f64>(item, time, ITEM_TIME);
  return takeAtHand(linkType);
}

/** The same of the frame of which AT_HAND says these. */
export function takeAtHand(linkType: i32): i32 {
  const item = own(AT_HAND);
  const start = <usize>load<u32>(item, ITEM_BODY);
  const kind = fitting(start, start + load<u32>(item, ITEM_CAPTURED), linkType);
  if (kind < 0) return STOP_REFUSED;
  store<u32>(item, 0, ITEM_HASH);
  describe(item, kind);
  if (shares > 1 && shareOfItem(item, kind) !== share) return STOP_END;
  return takeItem(item, kind);
}

/** The same of a frame of this share that was described, laid out as the template of that kind says. */
export function takeItem(item: usize, kind: i32): i32 {
  return carry(item, kind) ? STOP_END : weigh(item, kind);
}

/** The same of a frame of which more is to be looked at than `carry` does. */
function weigh(item: usize, kind: i32): i32 {
  const number = load<i32>(item, ITEM_NUMBER);
  if (!hasLogRoom(number)) return STOP_LOG;
  const windowAndFlags = load<i32>(item, ITEM_WINDOW_AND_FLAGS);
  const flags = windowAndFlags & 0xff;
  const size = <i32>load<u16>(item, ITEM_SIZE_AND_ID + 2);
  if (size === 0) return STOP_REFUSED;
  const t = templateAt(kind);
  const isIpv4 = <bool>word(t, T_IS_IPV4);
  const width = widthOf(kind);
  const ipAt = word(t, T_IP);
  const tcpAt = word(t, T_TCP);
  const header = ((windowAndFlags >>> HEADER_WORDS) & 15) * 4;
  const payload = size - (tcpAt - ipAt) - header;
  const start = <usize>load<u32>(item, ITEM_BODY);
  const end = start + load<u32>(item, ITEM_CAPTURED);
  const ip = start + <usize>ipAt;
  const tcp = start + <usize>tcpAt;
  const addresses = addressesOf(item, kind);
  const pair = load<u64>(item, ITEM_SOURCE);
  const ports = load<i32>(item, ITEM_PORTS);
  const time = load<f64>(item, ITEM_TIME);
  const ttl = <i32>load<u8>(item, ITEM_KIND + 2);
  if ((flags & SYN) !== 0) {
    if (payload !== 0) return STOP_REFUSED;
    const isWhole = end >= ip + <usize>size;
    if (isWhole && !isTcpChecksumGood(ip, isIpv4, tcp, ip + <usize>size)) return STOP_REFUSED;
    const hash = knownHash(item, kind);
    let row = findRow(pair, addresses, width, ports, hash);
    let from = sideFound();
    if (row < 0) {
      if ((flags & FLAGS) !== SYN) return STOP_REFUSED;
      row = begin(addresses, width, ports, hash, kind);
      from = 0;
    }
    if (row < 0) {
      store<i32>(own(NEW_ADDRESSES), <i32>addresses);
      store<i32>(own(NEW_WIDTH), width);
      store<i32>(own(NEW_PORTS), ports);
      store<i32>(own(NEW_HASH), hash);
      store<i32>(own(NEW_TEMPLATE), kind + 1);
      return STOP_NEW;
    }
    if ((word(rowAt(row), TEMPLATE) & ~UNKNOWN) !== ((kind + 1) | FOLDED | OPENING)) return STOP_REFUSED;
    const wire = load<u32>(item, ITEM_WIRE);
    return synchronize(row, from, flags & FLAGS, tcp, ttl, isWhole, number, time, start, end, wire);
  }
  const isFin = (flags & FIN) !== 0;
  if ((flags & ~(PSH | FIN)) !== ACK || (windowAndFlags & OTHER_OPTIONS) !== 0) return STOP_REFUSED;
  let row = findAgain(pair, addresses, width, ports);
  if (row < 0) {
    row = findRow(pair, addresses, width, ports, knownHash(item, kind));
    if (row < 0) return STOP_REFUSED;
  }
  const r = rowAt(row);
  const state = word(r, TEMPLATE);
  if ((state & (TEMPLATE_MASK | OPENING)) !== kind + 1) return STOP_REFUSED;
  const from = sideFound();
  const to = 1 - from;
  const window = windowAndFlags >>> 16;
  const sequence = load<i32>(item, ITEM_SEQUENCE);
  if (window === 0) return STOP_REFUSED;
  // Behind a FIN, which is a byte of its own, come but acknowledgments.
  let finished = 0;
  let otherFinished = 0;
  if (isFin || (state & BOTH_FINS) !== 0) {
    if ((state & FOLDED) === 0) return STOP_REFUSED;
    finished = (state & (FIRST_FIN << from)) !== 0 ? 1 : 0;
    otherFinished = (state & (FIRST_FIN << to)) !== 0 ? 1 : 0;
    if (finished !== 0 && (isFin || payload > 0)) return STOP_REFUSED;
    if (load<i32>(own(CLOSED_COUNT)) === CLOSED_ROOM) return STOP_CLOSED;
  }
  if (sequence !== word(r, NEXT + from) + finished) return STOP_REFUSED;
  const ttls = word(r, TTLS) >>> (16 * from);
  if (ttl < (ttls & 0xff) || ttl > ((ttls >>> 8) & 0xff)) return STOP_REFUSED;
  const acknowledgment = load<i32>(item, ITEM_ACKNOWLEDGMENT);
  const progress = acknowledgment - word(r, ACKED + from);
  if (progress > 0 ? acknowledgment - word(r, NEXT + to) > otherFinished : payload === 0 && !isFin) return STOP_REFUSED;
  const s = sideAt(r, from);
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
  const sample = sampleHash(sequence, acknowledgment, flags, payload, load<u32>(item, ITEM_TIMESTAMP));
  let isSample = sample <= <u32>word(r, SAMPLE_LIMIT + from) && isStillSample(r, from, sample, word(s, PACKETS));
  let isNoted = false;
  let place = 0;
  if (isSample) {
    isNoted = isNoting && (state & FOLDED) !== 0;
    if (isNoted) {
      if (!hasRoomForNote()) return STOP_NOTED;
    } else {
      place = word(s, TALLIES) & SAMPLES_MASK;
      if (place === SAMPLE_ROOM) {
        place = (state & FOLDED) !== 0 ? placeOfLargest(row, from, sample) : -1;
        if (place < 0) return stopAt(row, from, STOP_SAMPLES);
        if (place === SAMPLE_ROOM) isSample = false;
      }
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
  count(item, r, from, size, payload, progress);
  if (isNoted) noteSample(row, from, sample, number, time);
  else if (isSample) keepSample(row, from, s, place, sample, number, time);
  if (isFin) {
    const f = foldAt(row);
    put(f, FIN_FRAME + from, number);
    putReal(f, FIN_TIME + from, time);
    put(r, TEMPLATE, state | (FIRST_FIN << from));
  }
  if (otherFinished !== 0 && progress > 0) lookIfClosed(row, r);
  return STOP_END;
}
