import { REMEMBERED } from "../copies.js";
import { tcpFingerprint } from "../fingerprint.js";
import { IPV4_AND_TCP, IPV6_AND_TCP, RARE_SAMPLE, SAMPLED_FIRST } from "../limits.js";
import type { TcpDirectionState } from "../tcp-direction.js";
import type { TcpFlowState } from "../tcp-flow.js";
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
  CHECKS,
  COUNT,
  DF_SET,
  FIRST_FRAME,
  FIRST_TIME,
  LAST_ID,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  ONE_VERIFIED,
  OTHER_COUNT,
  OTHER_FIRST_FRAME,
  OTHER_FIRST_TIME,
  OTHER_LAST_FRAME,
  OTHER_LAST_TIME,
  OTHER_SIZE,
  PACKETS,
  PAUSE_FRAME,
  PAUSE_TIME,
  RARER,
  ROW,
  SAMPLE,
  SAMPLE_LIMIT,
  SAMPLES_MASK,
  SEQUENCE,
  SIDE,
  SIZE,
  SIZE_AND_ID,
  STAMPED,
  START,
  TALLIES,
  TIMESTAMP,
  TTLS,
  UNACKED,
  WINDOW_AND_BARE,
  WINDOW_AND_FLAGS,
} from "./layout.js";
import type { PacketLog } from "./log.js";
import { type LaneRows, samplesAt, sideAt } from "./row.js";

const TIMESTAMPS = 12;

/** Begins a run: the row takes from a calm flow what it goes on from. */
export function beginRun({ words, doubles }: LaneRows, row: number, flow: TcpFlowState): void {
  const at = row * ROW;
  let ttls = 0;
  let checks = 0;
  for (let side = 0; side < 2; side++) {
    const own = flow.side[side];
    const s = sideAt(at, side);
    words.fill(0, s, s + SIDE);
    words.fill(0, s + RARER, s + RARER + SIDE);
    const next = own.base + own.store.highest;
    words[at + NEXT + side] = next;
    words[at + START + side] = next;
    words[at + ACKED + side] = flow.side[1 - side].base + own.ack;
    words[at + UNACKED + side] = 0;
    words[at + SAMPLE_LIMIT + side] = sampleLimit(own);
    ttls |= (own.ttlLow | (own.ttlHigh << 8)) << (16 * side);
    checks |= (own.tlsLeft | (Math.min(own.checksumsLeft, ALL_CHECKSUMS) << 2)) << (16 * side);
    words[s + PACKETS] = own.packets;
    doubles[(s >> 1) + NEW_TIME] = own.newTime;
  }
  words[at + TTLS] = ttls;
  words[at + CHECKS] = checks;
}

/** Hashes above are no sample of that side, as it is. */
function sampleLimit(own: TcpDirectionState): number {
  const { limit } = own.samples;
  return own.packets < SAMPLED_FIRST ? limit : Math.min(limit, RARE_SAMPLE);
}

/** Ends a run: the flow takes all that the row gathered, as if each packet had been added to it. At the end of all, copies matter no more. */
export function endRun(
  rows: LaneRows,
  row: number,
  log: PacketLog,
  flow: TcpFlowState,
  isIpv4: boolean,
  last: boolean,
): void {
  const { words, doubles } = rows;
  const at = row * ROW;
  for (let side = 0; side < 2; side++) {
    const own = flow.side[side];
    const packets = words[sideAt(at, side) + PACKETS] - own.packets;
    if (packets === 0) continue;
    flow.encapsulations.addToFirst(packets);
    endSide(rows, row, side as 0 | 1, packets, flow);
    walkBack(rows, row, log, side as 0 | 1, packets, own, isIpv4, last);
    const length = (words[at + NEXT + side] - words[at + START + side]) | 0;
    const s = sideAt(at, side);
    if (length > 0) own.dataRun(length, words[s + LAST_ID], words[s + NEW_FRAME], doubles[(s >> 1) + NEW_TIME]);
  }
  for (let side = 0; side < 2; side++) {
    const s = sideAt(at, side);
    if (words[s + ACK_FRAME] === 0) continue;
    const other = flow.side[1 - side];
    const ack = other.peek(words[at + ACKED + side]);
    flow.side[side].acknowledge(ack, false, words[s + ACK_FRAME], doubles[(s >> 1) + ACK_TIME]);
    other.store.acknowledge(ack);
    const run = (words[at + NEXT + 1 - side] - words[at + START + 1 - side]) | 0;
    if (run > 0) other.store.settleRun(other.store.highest - run);
  }
}

/** Number of the side's last packet in this run. */
function lastFrameOf(words: Int32Array, s: number): number {
  return Math.max(words[s + NEW_FRAME], words[s + BARE_FRAME]);
}

function endSide(rows: LaneRows, row: number, side: 0 | 1, packets: number, flow: TcpFlowState): void {
  const { words, doubles } = rows;
  const own = flow.side[side];
  const s = sideAt(row * ROW, side);
  const f = s >> 1;
  if (words[s + PAUSE_FRAME] !== 0) own.pauseAfter(Math.max(0, words[s + PAUSE_FRAME]), doubles[f + PAUSE_TIME]);
  const isBare = words[s + BARE_FRAME] > words[s + NEW_FRAME];
  const frame = words[s + (isBare ? BARE_FRAME : NEW_FRAME)];
  const time = doubles[f + (isBare ? BARE_TIME : NEW_TIME)];
  own.sightRun(packets, frame, time, words[s + DF_SET], Math.floor(words[s + TALLIES] / ONE_VERIFIED));
  if (words[s + BARES] > 0) {
    own.bareRun(words[s + BARES], words[s + WINDOW_AND_BARE] >>> 16, words[s + BARE_FRAME], doubles[f + BARE_TIME]);
  }
  flow.setWindow(side, words[s + WINDOW_AND_BARE] & 0xffff, frame, time);
  endOtherSize(words, doubles, s, own);
  endSize(words, doubles, s, own);
}

/** Gives the present size to the table of its flow, all its packets as acknowledged. */
export function endSize(
  words: Int32Array,
  doubles: Float64Array,
  s: number,
  own: Pick<TcpDirectionState, "sizes">,
): void {
  if (words[s + COUNT] === 0) return;
  const f = s >> 1;
  const [first, firstTime] = [words[s + FIRST_FRAME], doubles[f + FIRST_TIME]];
  own.sizes.addRun(words[s + SIZE], words[s + COUNT], first, firstTime, words[s + NEW_FRAME], doubles[f + NEW_TIME]);
}

/** Gives the size counted before the present one to the table of its flow, all its packets as acknowledged. */
export function endOtherSize(
  words: Int32Array,
  doubles: Float64Array,
  s: number,
  own: Pick<TcpDirectionState, "sizes">,
): void {
  if (words[s + OTHER_COUNT] === 0) return;
  const first = words[s + OTHER_FIRST_FRAME];
  const firstTime = doubles[(s >> 1) + OTHER_FIRST_TIME];
  const last = words[s + OTHER_LAST_FRAME];
  const lastTime = doubles[(s >> 1) + OTHER_LAST_TIME];
  own.sizes.addRun(words[s + OTHER_SIZE], words[s + OTHER_COUNT], first, firstTime, last, lastTime);
  words[s + OTHER_COUNT] = 0;
}

/** Gives the samples gathered of a side to its flow. */
export function giveSamples(rows: LaneRows, row: number, side: number, own: Pick<TcpDirectionState, "samples">): void {
  const { words, samples, sampleTimes } = rows;
  const s = sideAt(row * ROW, side);
  const from = samplesAt(row, side);
  for (let e = from; e < from + (words[s + TALLIES] & SAMPLES_MASK) * SAMPLE; e += SAMPLE) {
    own.samples.add(samples[e] >>> 0, samples[e + 1], sampleTimes[(e >> 1) + 1]);
  }
  words[s + TALLIES] &= ~SAMPLES_MASK;
}

/**
 * Lets the flow know the side's last packets, should a mirror port repeat them, and those whose payload still waits for its
 * acknowledgment, whose sizes are in the table already.
 */
function walkBack(
  rows: LaneRows,
  row: number,
  log: PacketLog,
  side: 0 | 1,
  packets: number,
  own: TcpDirectionState,
  isIpv4: boolean,
  last: boolean,
): void {
  const { words } = rows;
  const at = row * ROW;
  const acked = words[at + ACKED + 1 - side];
  const waiting = ((words[at + NEXT + side] - acked) | 0) > 0 ? words[at + UNACKED + side] : 0;
  const found: number[] = [];
  let frame = lastFrameOf(words, sideAt(at, side));
  for (let n = 0; n < packets && log.has(frame); n++) {
    const isRemembered = !last && n < REMEMBERED;
    if (!isRemembered && (waiting === 0 || frame < waiting)) break;
    found.push(frame);
    frame = log.words[log.at(frame) + BEFORE];
  }
  let isWaiting = false;
  for (let k = found.length - 1; k >= 0; k--) {
    const e = log.at(found[k]);
    const flags = log.words[e + WINDOW_AND_FLAGS];
    const sequence = log.words[e + SEQUENCE];
    const size = log.words[e + SIZE_AND_ID] >>> 16;
    const time = log.times[e >> 1];
    const payload = size - (isIpv4 ? IPV4_AND_TCP : IPV6_AND_TCP) - ((flags & STAMPED) === 0 ? 0 : TIMESTAMPS);
    if (!last && k < REMEMBERED) {
      const stamp = (flags & STAMPED) === 0 ? 0 : log.words[e + TIMESTAMP];
      const print = tcpFingerprint(log.words[e + ACKNOWLEDGMENT], flags & 0xff, flags >>> 16, stamp, payload);
      const id = isIpv4 ? log.words[e + SIZE_AND_ID] & 0xffff || -1 : -1;
      own.recent.remember(id, sequence >>> 0, print, time);
    }
    if (payload === 0 || ((sequence + payload - acked) | 0) <= 0) continue;
    isWaiting = true;
    const from = own.peek(sequence);
    own.sizes.acknowledge(size, -1);
    own.store.wait(from, from + payload, size, found[k], time);
  }
  if (isWaiting) own.store.bound();
}

/** Number of the frame with the oldest payload of the run that waits for its acknowledgment; 0 where there is none. */
export function oldestWaiting({ words }: LaneRows, row: number, log: PacketLog, side: number): number {
  const at = row * ROW;
  const acked = words[at + ACKED + 1 - side];
  const since = words[at + UNACKED + side];
  let oldest = 0;
  if (((words[at + NEXT + side] - acked) | 0) <= 0) return oldest;
  let frame = lastFrameOf(words, sideAt(at, side));
  while (frame >= since && log.has(frame)) {
    const e = log.at(frame);
    // It may be acknowledged itself, but nothing before it waits.
    oldest = frame;
    if (((log.words[e + SEQUENCE] - acked) | 0) < 0) break;
    frame = log.words[e + BEFORE];
  }
  return oldest;
}
