import { Random } from "./random.js";

export interface Corruption {
  /** What was done, enough to find the case again: kind, offsets, values. */
  what: string;
  bytes: Uint8Array;
}

/** The pieces of a capture file, as offsets: its header, then one record (pcap) or block (pcapng) after the other. */
export interface Layout {
  littleEndian: boolean;
  /** Offset of the first record; what lies before is the file's header. */
  first: number;
  records: readonly { start: number; end: number }[];
  /** Offsets, from a record's start, of its 32-bit length fields. */
  lengthFields: readonly number[];
  /** Offset, from a record's start, of the captured frame. */
  frame: number;
}

type Kind = (original: Uint8Array, layout: Layout, random: Random) => Corruption;

/** Values that break arithmetic: nothing, one, one above and below powers of two, the sign bit, all ones. */
const EXTREMES_32 = [0, 1, 15, 16, 0xffff, 0x10000, 0x40001, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];
const EXTREMES_16 = [0, 1, 7, 19, 21, 0x7fff, 0x8000, 0xffff];

const KINDS: readonly Kind[] = [
  bitFlips,
  truncation,
  lengthField,
  numberInFrame,
  fileHeader,
  recordRemoved,
  recordDuplicated,
  recordsSwapped,
  zeros,
  insertion,
];

/** `count` damaged copies of a sound capture, every kind of damage in turn; the same for the same seed. */
export function corruptions(original: Uint8Array, seed: number, count: number): Corruption[] {
  const layout = layoutOf(original);
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => KINDS[index % KINDS.length]!(original, layout, random));
}

/** Finds the records of a sound pcap or pcapng file. */
export function layoutOf(file: Uint8Array): Layout {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isPcapng = view.getUint32(0) === 0x0a0d0d0a;
  // pcap's magic is that of its byte order; pcapng's stands in the section header, at 8.
  const littleEndian = isPcapng ? view.getUint32(8, true) === 0x1a2b3c4d : view.getUint8(0) !== 0xa1;
  const first = isPcapng ? view.getUint32(4, littleEndian) : 24;
  const records = [];
  for (let start = first; start < file.length; ) {
    const end =
      start + (isPcapng ? view.getUint32(start + 4, littleEndian) : 16 + view.getUint32(start + 8, littleEndian));
    records.push({ start, end });
    start = end;
  }
  return { littleEndian, first, records, lengthFields: isPcapng ? [4, 20, 24] : [8, 12], frame: isPcapng ? 28 : 16 };
}

function bitFlips(original: Uint8Array, _: Layout, random: Random): Corruption {
  const bytes = original.slice();
  const offsets = Array.from({ length: 1 + random.below(16) }, () => random.below(bytes.length));
  for (const offset of offsets) bytes[offset]! ^= 1 << random.below(8);
  return { what: `bits flipped at ${offsets.join(", ")}`, bytes };
}

function truncation(original: Uint8Array, _: Layout, random: Random): Corruption {
  const length = random.below(original.length);
  return { what: `cut after ${length} bytes`, bytes: original.slice(0, length) };
}

function lengthField(original: Uint8Array, layout: Layout, random: Random): Corruption {
  const at = random.pick(layout.records).start + random.pick(layout.lengthFields);
  const bytes = original.slice();
  if (at + 4 > bytes.length) return { what: "nothing: the record has no such field", bytes };
  const view = new DataView(bytes.buffer);
  const was = view.getUint32(at, layout.littleEndian);
  const value = random.pick([...EXTREMES_32, was - 1, was + 1]) >>> 0;
  view.setUint32(at, value, layout.littleEndian);
  return { what: `length at ${at} set from ${was} to ${value}`, bytes };
}

/** Lengths, offsets and counts of the protocols within are 16 bits wide or fewer, and lie in the first bytes. */
function numberInFrame(original: Uint8Array, layout: Layout, random: Random): Corruption {
  const { start, end } = random.pick(layout.records);
  const at = Math.min(start + layout.frame + random.below(110), end - 2);
  const value = random.pick(EXTREMES_16);
  const bytes = original.slice();
  new DataView(bytes.buffer).setUint16(at, value);
  return { what: `16 bits at ${at} set to ${value}`, bytes };
}

function fileHeader(original: Uint8Array, layout: Layout, random: Random): Corruption {
  const at = random.below(layout.first / 4) * 4;
  const value = random.pick(EXTREMES_32);
  const bytes = original.slice();
  new DataView(bytes.buffer).setUint32(at, value, layout.littleEndian);
  return { what: `file header at ${at} set to ${value}`, bytes };
}

function recordRemoved(original: Uint8Array, { records }: Layout, random: Random): Corruption {
  const { start, end } = random.pick(records);
  return { what: `record at ${start} removed`, bytes: join(original.slice(0, start), original.slice(end)) };
}

function recordDuplicated(original: Uint8Array, { records }: Layout, random: Random): Corruption {
  const { start, end } = random.pick(records);
  const where = random.pick(records).start;
  return {
    what: `record at ${start} repeated at ${where}`,
    bytes: join(original.slice(0, where), original.slice(start, end), original.slice(where)),
  };
}

function recordsSwapped(original: Uint8Array, { records }: Layout, random: Random): Corruption {
  const index = random.below(records.length - 1);
  const [a, b] = [records[index]!, records[index + 1]!];
  return {
    what: `records at ${a.start} and ${b.start} swapped`,
    bytes: join(
      original.slice(0, a.start),
      original.slice(b.start, b.end),
      original.slice(a.start, a.end),
      original.slice(b.end),
    ),
  };
}

function zeros(original: Uint8Array, _: Layout, random: Random): Corruption {
  const at = random.below(original.length);
  const length = 1 + random.below(64);
  return { what: `${length} zeros at ${at}`, bytes: original.slice().fill(0, at, at + length) };
}

function insertion(original: Uint8Array, _: Layout, random: Random): Corruption {
  const at = random.below(original.length);
  const noise = Uint8Array.from({ length: 1 + random.below(64) }, () => random.below(256));
  return {
    what: `${noise.length} bytes of noise at ${at}`,
    bytes: join(original.slice(0, at), noise, original.slice(at)),
  };
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
