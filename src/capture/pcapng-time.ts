/** How an interface counts time: if_tsresol and if_tsoffset, draft-ietf-opsawg-pcapng section 4.2. */
export interface Resolution {
  /** Ticks in a second. */
  ticks: number;
  /** Seconds to add. */
  offset: number;
}

export const MICROSECONDS: Resolution = { ticks: 1_000_000, offset: 0 };
export const NANOSECONDS: Resolution = { ticks: 1_000_000_000, offset: 0 };

/** `value` is the option's byte: a negative power of 10, or of 2 where the highest bit is set. */
export function ticksPerSecond(value: number): number {
  return value & 0x80 ? 2 ** (value & 0x7f) : 10 ** value;
}

/** Ticks up to this many a second divide exactly in doubles, 16 bits at a time. */
const EXACT = 2 ** 32;

/** Writes the time of a 64-bit count of ticks. */
export function setTime(
  frame: { seconds: number; nanos: number },
  high: number,
  low: number,
  { ticks, offset }: Resolution,
): void {
  if (ticks > EXACT) {
    setFineTime(frame, high, low, ticks, offset);
    return;
  }
  // Long division by 16-bit digits: the count itself does not fit a double.
  const top = Math.floor(high / ticks);
  let digit = (high - top * ticks) * 0x10000 + (low >>> 16);
  const middle = Math.floor(digit / ticks);
  digit = (digit - middle * ticks) * 0x10000 + (low & 0xffff);
  const bottom = Math.floor(digit / ticks);
  frame.seconds = top * 0x1_0000_0000 + middle * 0x10000 + bottom + offset;
  frame.nanos = Math.floor(((digit - bottom * ticks) / ticks) * 1_000_000_000 + 1e-4);
}

/** Picoseconds and finer: rare, so BigInt will do. */
function setFineTime(
  frame: { seconds: number; nanos: number },
  high: number,
  low: number,
  ticks: number,
  offset: number,
): void {
  const count = (BigInt(high) << 32n) | BigInt(low);
  const unit = Number.isFinite(ticks) ? BigInt(ticks) : 1n << 127n;
  frame.seconds = Number(count / unit) + offset;
  frame.nanos = Number(((count % unit) * 1_000_000_000n) / unit);
}
