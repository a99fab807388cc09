import { concat, u16, u32 } from "../capture/bytes.js";
import { Random } from "./random.js";

const RAW = 101;
const START = 1_700_000_000;

interface Timed {
  bytes: Uint8Array;
  /** Since the beginning. */
  nanos: number;
}

const seconds = (nanos: number) => START + Math.floor(nanos / 1e9);

/** A pcap file, its times in nanoseconds or microseconds. */
export function pcap(
  packets: readonly Timed[],
  little: boolean,
  isNano: boolean,
  { snaplen = 65_535, linkType = RAW } = {},
): Uint8Array {
  const magic = isNano ? 0xa1b23c4d : 0xa1b2c3d4;
  const header = [u32(magic, little), u16(2, little), u16(4, little), u32(0, little), u32(0, little)];
  const records = packets.map(({ bytes, nanos }) => {
    const kept = bytes.subarray(0, snaplen);
    const fraction = Math.floor((nanos % 1e9) / (isNano ? 1 : 1000));
    const fields = [seconds(nanos), fraction, kept.length, bytes.length].map((field) => u32(field, little));
    return concat(...fields, kept);
  });
  return concat(...header, u32(snaplen, little), u32(linkType, little), ...records);
}

/**
 * A pcapng file, frames on any of its interfaces. These count microseconds, nanoseconds, and a power of two of units, which no lane knows; all have
 * that `name`, if any. Where it is noisy, blocks that nobody reads lie between, and hold blocks of frames.
 */
export function pcapng(
  packets: readonly Timed[],
  little: boolean,
  interfaces: number,
  seed: number,
  { name = "", isNoisy = false } = {},
): Uint8Array {
  const random = new Random(seed);
  const block = (type: number, ...body: Uint8Array[]) => {
    const inner = concat(...body);
    const length = 12 + inner.length;
    return concat(u32(type, little), u32(length, little), inner, u32(length, little));
  };
  const section = block(
    0x0a0d0d0a,
    u32(0x1a2b3c4d, little),
    u16(1, little),
    u16(0, little),
    new Uint8Array(8).fill(255),
  );
  const described = Array.from({ length: interfaces }, (_, i) => {
    const named = concat(
      u16(2, little),
      u16(name.length, little),
      new TextEncoder().encode(name),
      new Uint8Array((4 - (name.length & 3)) & 3),
    );
    const resolution = concat(
      u16(9, little),
      u16(1, little),
      Uint8Array.of([6, 9, 0x9e][i % 3], 0, 0, 0),
      u32(0, little),
    );
    return block(1, u16(RAW, little), u16(0, little), u32(0, little), ...(name === "" ? [] : [named]), resolution);
  });
  const frames = packets.map(({ bytes, nanos }) => {
    const i = random.below(interfaces);
    const unit = BigInt([1_000_000, 1_000_000_000, 2 ** 30][i % 3]);
    const ticks = BigInt(START) * unit + (BigInt(Math.floor(nanos)) * unit) / 1_000_000_000n;
    const [high, low] = [Number(ticks >> 32n), Number(ticks & 0xffff_ffffn)];
    const fields = [i, high, low, bytes.length, bytes.length].map((field) => u32(field, little));
    const flags = random.below(4) === 0 ? concat(u16(2, little), u16(4, little), u32(1, little), u32(0, little)) : [];
    const own = block(6, ...fields, bytes, new Uint8Array((4 - (bytes.length & 3)) & 3), Uint8Array.from(flags));
    return isNoisy && random.below(30) === 0 ? concat(block(0x1234, own, own, own, own), own) : own;
  });
  // Statistics and a block of who knows whom between them.
  const middle = Math.floor(frames.length / 2);
  const between = [block(5, u32(0, little), u32(0, little), u32(0, little)), block(0xbad, u32(1, little))];
  return concat(section, ...described, ...frames.slice(0, middle), ...between, ...frames.slice(middle));
}
