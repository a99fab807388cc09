import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { concat, hex, u16, u32 } from "../capture/bytes.js";
import { EXAMPLES, OPAQUE_EXAMPLES } from "../dissect/encapsulations.js";

/** The kept corpus is made from the tests' own examples; `UPDATE_CORPUS=1` writes it anew. */
const MADE: Record<string, () => Uint8Array> = {
  "encapsulations.pcap": () =>
    concat(
      hex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"),
      ...[...EXAMPLES, ...OPAQUE_EXAMPLES].map(({ frame }) =>
        concat(u32(1700000000, true), u32(0, true), u32(frame.length, true), u32(frame.length, true), frame),
      ),
    ),
  "blocks-little.pcapng": () => everyBlock(true),
  "blocks-big.pcapng": () => everyBlock(false),
};

/** A section with every kind of block that is read, counted or passed over. */
function everyBlock(little: boolean): Uint8Array {
  const block = (type: number, ...body: Uint8Array[]) => {
    const all = concat(...body);
    return concat(u32(type, little), u32(all.length + 12, little), all, u32(all.length + 12, little));
  };
  const option = (code: number, value: Uint8Array) =>
    concat(u16(code, little), u16(value.length, little), value, new Uint8Array((4 - (value.length % 4)) % 4));
  const frame = EXAMPLES[7].frame;
  const padded = concat(frame, new Uint8Array((4 - (frame.length % 4)) % 4));
  const times = concat(u32(0x0005af31, little), u32(0x07a58240, little));
  const lengths = concat(u32(frame.length, little), u32(frame.length, little));
  return concat(
    block(0x0a0d0d0a, u32(0x1a2b3c4d, little), u16(1, little), u16(0, little), hex("ffffffffffffffff")),
    block(
      1,
      concat(u16(1, little), u16(0, little), u32(0, little)),
      option(2, hex("65746830")),
      option(9, hex("09")),
      option(11, hex("00746370")),
      option(14, new Uint8Array(8)),
      option(0, new Uint8Array(0)),
    ),
    block(6, u32(0, little), times, lengths, padded, option(2, u32(1, little)), option(0, new Uint8Array(0))),
    block(3, u32(frame.length, little), padded),
    block(2, u16(0, little), u16(0, little), times, lengths, padded),
    block(0x0bad, u32(32473, little), hex("61626364")),
    block(0x77777777, hex("00000000")),
    block(5, u32(0, little), times, option(5, new Uint8Array(8)), option(0, new Uint8Array(0))),
  );
}

for (const [name, make] of Object.entries(MADE)) {
  it(`${name} holds every example`, () => {
    const path = new URL(`./corpus/${name}`, import.meta.url);
    if (process.env.UPDATE_CORPUS) writeFileSync(path, make());
    expect(Buffer.compare(readFileSync(path), make())).toBe(0);
  });
}
