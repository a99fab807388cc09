import { describe, expect, it } from "vitest";
import { NotACapture } from "../../src/capture/errors.js";
import { concat, hex, u16, u32 } from "./bytes.js";
import { readAll } from "./read-all.js";

const header = (magic: number, little: boolean, snaplen = 262144, linkType = 1, minor = 4) =>
  concat(
    u32(magic, little),
    u16(2, little),
    u16(minor, little),
    u32(0, little),
    u32(0, little),
    u32(snaplen, little),
    u32(linkType, little),
  );

const record = (
  little: boolean,
  fraction: number,
  bytes: Uint8Array,
  wire = bytes.length,
  extra: Uint8Array = new Uint8Array(0),
) => concat(u32(1700000000, little), u32(fraction, little), u32(bytes.length, little), u32(wire, little), extra, bytes);

const BODY = hex("00 01 02 03 04 05 06 07");

describe("pcap", () => {
  for (const little of [true, false]) {
    for (const [name, magic, nanos] of [
      ["microseconds", 0xa1b2c3d4, 123456000],
      ["nanoseconds", 0xa1b23c4d, 123456],
    ] as const) {
      it(`reads ${little ? "little" : "big"}-endian ${name} in chunks of any size`, () => {
        const file = concat(header(magic, little, 96, 113), record(little, 123456, BODY, 60), record(little, 1, BODY));
        for (const size of [1, 2, 3, 7, 24, 41, file.length]) {
          const { frames, reader } = readAll(file, size);
          expect(reader.format).toBe("pcap");
          expect(reader.damage).toBeNull();
          expect(reader.interfaces).toEqual([{ name: null, linkType: 113, snaplen: 96, dropped: null, filter: null }]);
          expect(frames.map((f) => f.number)).toEqual([1, 2]);
          expect(frames[0]).toMatchObject({ seconds: 1700000000, nanos, wireLength: 60, linkType: 113, bytes: BODY });
        }
      });
    }
  }

  it("reads Kuznetzov's modified header, with the direction", () => {
    const extra = hex("02000000 0800 04 00");
    const file = concat(header(0xa1b2cd34, true), record(true, 5, BODY, 8, extra), record(true, 6, BODY, 8, extra));
    const { frames, reader } = readAll(file);
    expect(reader.damage).toBeNull();
    expect(frames.map((f) => [f.direction, f.bytes.length])).toEqual([
      ["out", 8],
      ["out", 8],
    ]);
  });

  it("reads Ixia's file header, four bytes longer", () => {
    const { frames } = readAll(concat(header(0x1c0001ac, false), hex("00000018"), record(false, 7, BODY)));
    expect(frames[0]).toMatchObject({ nanos: 7, bytes: BODY });
  });

  it("keeps the link type apart from the length of the FCS", () => {
    expect(readAll(header(0xa1b2c3d4, true, 0, 0x14000001)).reader.interfaces[0].linkType).toBe(1);
  });

  it("accepts a swapped pair of lengths before version 2.4", () => {
    const file = concat(header(0xa1b2c3d4, true, 65535, 1, 3), hex("00000000 00000000 3c000000 08000000"), BODY);
    expect(readAll(file).frames[0]).toMatchObject({ wireLength: 60, bytes: BODY });
  });

  it("accepts a BIG TCP frame above 64 KiB whatever the snaplen says", () => {
    const { frames, reader } = readAll(
      concat(header(0xa1b2c3d4, true, 65535), record(true, 0, new Uint8Array(524300))),
      4096,
    );
    expect(reader.damage).toBeNull();
    expect(frames[0].bytes.length).toBe(524300);
  });

  it("says where a file is cut, and gives what lies before", () => {
    const file = concat(header(0xa1b2c3d4, true), record(true, 0, BODY), record(true, 0, BODY));
    for (let cut = 25; cut < file.length; cut++) {
      if (cut === 48) continue;
      const { frames, reader } = readAll(file.slice(0, cut), 5);
      expect(frames.length).toBe(cut < 48 ? 0 : 1);
      expect(reader.damage).toMatchObject({ frame: frames.length, offset: cut < 48 ? 24 : 48 });
    }
    expect(readAll(file.slice(0, 10)).reader.damage).toEqual({ frame: 0, offset: 0, what: "the file header is cut" });
  });

  it("calls an impossible length damage and takes no memory for it", () => {
    const file = concat(
      header(0xa1b2c3d4, true),
      record(true, 0, BODY),
      hex("00000000 00000000 ffffffff ffffffff"),
      BODY,
    );
    const { frames, reader } = readAll(file);
    expect(frames.length).toBe(1);
    expect(reader.damage).toEqual({ frame: 1, offset: 48, what: "a record claims 4294967295 captured bytes" });
  });

  it("refuses what is no capture", () => {
    const refused = (file: Uint8Array) => {
      try {
        readAll(file);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(refused(new Uint8Array(0))).toMatchObject({ code: "empty" });
    expect(refused(hex("00"))).toBeInstanceOf(NotACapture);
    expect(refused(hex("0a0d0d0a 1c000000 00000000 00000000"))).toMatchObject({ code: "unknown-format" });
    expect((refused(new TextEncoder().encode("hello world, hello")) as Error).message).toContain("it is text");
    expect((refused(hex("1f8b0800 00000000 00000000 00")) as Error).message).toContain("gzip");
  });
});
