import {
  ACK_FRAME,
  ACK_TIME,
  ACKED,
  BARE_FRAME,
  BARE_TIME,
  BARES,
  DF_SET,
  ENTRY_FRAME,
  ENTRY_ID,
  ENTRY_PAYLOAD,
  ENTRY_PRINT,
  ENTRY_SEQUENCE,
  ENTRY_SIZE,
  HEADER,
  LARGEST_BARE,
  LAST_FRAME,
  LAST_ID,
  LAST_TIME,
  type LaneRows,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  PACKETS,
  RING,
  RING_ENTRIES,
  RING_ENTRY,
  SAMPLE_LIMIT,
  SIDE,
  SIZE_TIME,
  SIZE_UNITS,
  SIZES,
  START,
  TLS,
  TO_VERIFY,
  TTL_HIGH,
  TTL_LOW,
  VERIFIED,
  WINDOW,
} from "./lane-row.js";
import type { TcpDirectionState } from "./tcp-direction.js";
import type { TcpFlowState } from "./tcp-flow.js";

/** Begins a run: the selected row takes from a calm flow what it goes on from. */
export function beginRun({ words, doubles, at }: LaneRows, flow: TcpFlowState): void {
  for (let side = 0; side < 2; side++) {
    const own = flow.side[side];
    const s = at + HEADER + side * SIDE;
    words.fill(0, s, s + SIDE);
    words[s + NEXT] = own.base + own.store.highest;
    words[s + START] = words[s + NEXT];
    words[s + ACKED] = flow.side[1 - side].base + own.ack;
    doubles[(s >> 1) + NEW_TIME] = own.newTime;
    words[s + SAMPLE_LIMIT] = own.samples.limit;
    words[s + TTL_LOW] = own.ttlLow;
    words[s + TTL_HIGH] = own.ttlHigh;
    words[s + TLS] = own.tlsLeft;
    words[s + TO_VERIFY] = own.checksumsLeft;
  }
}

/** Ends a run: the flow takes all that the selected row gathered, as if each packet had been added to it. */
export function endRun(rows: LaneRows, flow: TcpFlowState): void {
  const { words, doubles, at } = rows;
  for (let side = 0; side < 2; side++) {
    const s = at + HEADER + side * SIDE;
    const packets = words[s + PACKETS];
    if (packets === 0) continue;
    flow.encapsulations.addToFirst(packets);
    endSide(rows, s, at + HEADER + (1 - side) * SIDE, flow, side as 0 | 1);
  }
  for (let side = 0; side < 2; side++) {
    const s = at + HEADER + side * SIDE;
    if (words[s + ACK_FRAME] === 0) continue;
    const other = flow.side[1 - side];
    const ack = other.peek(words[s + ACKED]);
    flow.side[side].acknowledge(ack, false, words[s + ACK_FRAME], doubles[(s >> 1) + ACK_TIME]);
    other.store.acknowledge(ack);
    const run = (words[at + HEADER + (1 - side) * SIDE + NEXT] - words[at + HEADER + (1 - side) * SIDE + START]) | 0;
    if (run > 0) other.store.settleRun(other.store.highest - run);
  }
}

function endSide(rows: LaneRows, s: number, o: number, flow: TcpFlowState, side: 0 | 1): void {
  const { words, doubles, ring, ringTimes, ringAt } = rows;
  const own = flow.side[side];
  const f = s >> 1;
  const packets = words[s + PACKETS];
  own.sightRun(packets, words[s + LAST_FRAME], doubles[f + LAST_TIME], words[s + DF_SET], words[s + VERIFIED]);
  if (words[s + BARES] > 0) {
    own.bareRun(words[s + BARES], words[s + LARGEST_BARE], words[s + BARE_FRAME], doubles[f + BARE_TIME]);
  }
  flow.setWindow(side, words[s + WINDOW], words[s + LAST_FRAME], doubles[f + LAST_TIME]);
  endSizes(words, doubles, s, own);
  const acked = words[o + ACKED];
  for (let k = Math.max(0, packets - RING_ENTRIES); k < packets; k++) {
    const e = ringAt + side * RING + (k % RING_ENTRIES) * RING_ENTRY;
    remember(ring, ringTimes, e, own);
    if (isUnacknowledged(ring, e, acked)) wait(ring, ringTimes, e, own);
  }
  const length = (words[s + NEXT] - words[s + START]) | 0;
  if (length > 0) own.dataRun(length, words[s + LAST_ID], words[s + NEW_FRAME], doubles[f + NEW_TIME]);
}

/** Lets the flow know the packet of the ring's entry at `e`, should a mirror port repeat it. */
function remember(ring: Int32Array, times: Float64Array, e: number, own: TcpDirectionState): void {
  own.recent.remember(ring[e + ENTRY_ID], ring[e + ENTRY_SEQUENCE] >>> 0, ring[e + ENTRY_PRINT] >>> 0, times[e >> 1]);
}

/** Gives the sizes counted in a side's row to the table of its flow, all of them as acknowledged. */
export function endSizes(words: Int32Array, doubles: Float64Array, s: number, own: TcpDirectionState): void {
  for (let k = 0; k < 2; k++) endSize(words, doubles, s, k, own);
}

export function endSize(words: Int32Array, doubles: Float64Array, s: number, k: number, own: TcpDirectionState): void {
  const z = s + SIZES + k * SIZE_UNITS;
  if (words[z + 1] === 0) return;
  const t = (s >> 1) + SIZE_TIME + 2 * k;
  own.sizes.addRun(words[z], words[z + 1], words[z + 2], doubles[t], words[z + 3], doubles[t + 1]);
  words[z] = 0;
  words[z + 1] = 0;
}

/** Whether the ring's entry at `e` carried payload that is not wholly acknowledged. */
export function isUnacknowledged(ring: Int32Array, e: number, acked: number): boolean {
  const payload = ring[e + ENTRY_PAYLOAD];
  return payload > 0 && ((ring[e + ENTRY_SEQUENCE] + payload - acked) | 0) > 0;
}

/** Lets the segment of the ring's entry at `e` wait for its acknowledgment in the flow's store. Its size is in the table. */
export function wait(ring: Int32Array, times: Float64Array, e: number, own: TcpDirectionState): void {
  const from = own.peek(ring[e + ENTRY_SEQUENCE]);
  const size = ring[e + ENTRY_SIZE];
  own.sizes.acknowledge(size, -1);
  own.store.wait(from, from + ring[e + ENTRY_PAYLOAD], size, ring[e + ENTRY_FRAME], times[e >> 1]);
}
