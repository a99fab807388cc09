import { u16, u32 } from "./bytes.js";

const FIXED_HEADER = 20;
const MAX_SACK_BLOCKS = 4;

/** Option kinds, IANA "TCP Option Kind Numbers". */
const KIND = { end: 0, nop: 1, mss: 2, windowScale: 3, sackPermitted: 4, sack: 5, timestamps: 8 } as const;

/** The options of one TCP header; one object is refilled for every header. */
export class TcpOptions {
  mss: number | null = null;
  /** Shift count, RFC 7323 section 2. */
  windowScale: number | null = null;
  sackPermitted = false;
  /** How many of `sackLeft` and `sackRight` hold, RFC 2018 section 3: edges as sequence numbers, right exclusive. */
  sackCount = 0;
  readonly sackLeft = new Uint32Array(MAX_SACK_BLOCKS);
  readonly sackRight = new Uint32Array(MAX_SACK_BLOCKS);
  timestamps = false;
  timestampValue = 0;
  timestampEcho = 0;
  /** Whether the list ended before its time: cut by a snaplen, or by a length that cannot be. */
  incomplete = false;
}

/** Reads the options of the TCP header at `at` as far as `end`, the end of what was captured of the packet. */
export function scanTcpOptions(o: TcpOptions, b: Uint8Array, at: number, end: number): void {
  o.mss = null;
  o.windowScale = null;
  o.sackPermitted = false;
  o.sackCount = 0;
  o.timestamps = false;
  o.incomplete = false;
  const headerEnd = at + (b[at + 12] >> 4) * 4;
  const stop = Math.min(headerEnd, end);
  let p = at + FIXED_HEADER;
  while (p < stop) {
    const kind = b[p];
    if (kind === KIND.end) return;
    if (kind === KIND.nop) {
      p++;
      continue;
    }
    const length = p + 1 < stop ? b[p + 1] : 0;
    if (length < 2 || p + length > stop) {
      o.incomplete = true;
      return;
    }
    if (kind === KIND.timestamps && length === 10) {
      o.timestamps = true;
      o.timestampValue = u32(b, p + 2);
      o.timestampEcho = u32(b, p + 6);
    } else if (kind === KIND.sack) {
      for (let block = p + 2; block + 8 <= p + length && o.sackCount < MAX_SACK_BLOCKS; block += 8) {
        o.sackLeft[o.sackCount] = u32(b, block);
        o.sackRight[o.sackCount++] = u32(b, block + 4);
      }
    } else if (kind === KIND.mss && length === 4) o.mss = u16(b, p + 2);
    else if (kind === KIND.windowScale && length === 3) o.windowScale = b[p + 2];
    else if (kind === KIND.sackPermitted && length === 2) o.sackPermitted = true;
    p += length;
  }
  if (stop < headerEnd) o.incomplete = true;
}
