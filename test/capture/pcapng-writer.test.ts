import { describe, expect, it } from "vitest";
import { pcapngWriter as writer } from "../../src/capture/pcapng-writer.js";
import { decodeUtf8, encodeUtf8 } from "../../src/capture/utf8.js";
import { concat, hex } from "./bytes.js";
import { readAll } from "./read-all.js";

const FRAME = {
  ...{ interfaceIndex: 1, seconds: 1_700_000_000, nanos: 123_456_789, bytes: hex("01 02 03 04 05"), wireLength: 60 },
  ...{ direction: "out" as const, comments: ["why é", "and why not"] },
};

describe("pcapngWriter", () => {
  it("writes an interface and a frame byte for byte", () => {
    expect(writer.interface({ name: "vm", linkType: 276, snaplen: 96 })).toEqual(
      hex(`01000000 28000000  1401 0000 60000000
        0200 0200 766d0000  0900 0100 09000000  0000 0000  28000000`),
    );
    expect(writer.frame({ ...FRAME, comments: ["why"] })).toEqual(
      hex(`06000000 3c000000  01000000  fe9c9717 15cd853d 05000000 3c000000
        0102030405000000  0100 0300 77687900  0200 0400 02000000  0000 0000  3c000000`),
    );
  });

  it("writes what the reader reads", () => {
    const file = concat(
      writer.section("hopscope 1.0", ["one", "two"]),
      writer.interface({ name: "container", linkType: 1, snaplen: 0 }),
      writer.interface({ name: "节点", linkType: 113, snaplen: 262144 }),
      writer.frame(FRAME),
      writer.frame({ ...FRAME, interfaceIndex: 0, seconds: 0, nanos: 0, direction: "unknown", comments: [] }),
      writer.statistics(1, 1_700_000_001, 5, 2 ** 33 + 1),
    );
    const { frames, reader } = readAll(file);
    expect(reader.damage).toBeNull();
    expect(reader.interfaces.map((i) => [i.name, i.linkType, i.snaplen, i.dropped])).toEqual([
      ["container", 1, 0, null],
      ["节点", 113, 262144, 2 ** 33 + 1],
    ]);
    expect(frames).toMatchObject([
      { number: 1, interfaceIndex: 1, seconds: 1_700_000_000, nanos: 123_456_789, wireLength: 60, direction: "out" },
      { number: 2, interfaceIndex: 0, seconds: 0, nanos: 0, direction: "unknown" },
    ]);
    expect(frames[0].bytes).toEqual(FRAME.bytes);
  });

  it("cuts a comment that no option has room for", () => {
    const block = writer.frame({ ...FRAME, comments: ["é".repeat(40_000)] });
    const view = new DataView(block.buffer);
    expect(view.getUint32(4, true)).toBe(block.length);
    // An option may hold 65535 bytes, and half a character is none.
    expect(view.getUint16(28 + 8 + 2, true)).toBe(65534);
  });
});

describe("UTF-8", () => {
  it("is what TextEncoder writes, and reads back", () => {
    for (const text of ["", "abc", "é", "€", "😀", "a\ud800b", "节点"]) {
      const bytes = encodeUtf8(text, 1000);
      expect(bytes, text).toEqual(new TextEncoder().encode(text));
      expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text.replace("\ud800", "\ufffd"));
    }
  });

  it("leaves out a character that does not fit whole", () => {
    expect(encodeUtf8("a€b", 3)).toEqual(hex("61"));
    expect(encodeUtf8("a€b", 4)).toEqual(hex("61 e2 82 ac"));
  });
});
