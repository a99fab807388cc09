import { describe, expect, it } from "vitest";
import { concat, hex, u16, u32 } from "./bytes.js";
import { readAll } from "./read-all.js";

const padded = (b: Uint8Array) => concat(b, new Uint8Array((4 - (b.length % 4)) % 4));

/** Builds blocks in one byte order. */
function order(little: boolean) {
  const option = (code: number, value: Uint8Array) =>
    concat(u16(code, little), u16(value.length, little), padded(value));
  const text = (code: number, value: string) => option(code, new TextEncoder().encode(value));
  const block = (type: number, ...body: Uint8Array[]) => {
    const all = concat(...body);
    return concat(u32(type, little), u32(all.length + 12, little), all, u32(all.length + 12, little));
  };
  return {
    option,
    text,
    block,
    section: () => block(0x0a0d0d0a, u32(0x1a2b3c4d, little), u16(1, little), u16(0, little), hex("ffffffffffffffff")),
    interface: (linkType: number, snaplen: number, ...options: Uint8Array[]) =>
      block(1, u16(linkType, little), u16(0, little), u32(snaplen, little), ...options),
    packet: (id: number, high: number, low: number, bytes: Uint8Array, wire = bytes.length, ...options: Uint8Array[]) =>
      block(
        6,
        u32(id, little),
        u32(high, little),
        u32(low, little),
        u32(bytes.length, little),
        u32(wire, little),
        padded(bytes),
        ...options,
      ),
    u16: (n: number) => u16(n, little),
    u32: (n: number) => u32(n, little),
  };
}

const BODY = hex("00 01 02 03 04");
const L = order(true);

for (const little of [true, false]) {
  describe(`pcapng, ${little ? "little" : "big"}-endian`, () => {
    const o = order(little);

    it("reads interfaces with their options, EPB, SPB, obsolete packets and statistics", () => {
      const count = (n: number) => (little ? concat(o.u32(n), o.u32(0)) : concat(o.u32(0), o.u32(n)));
      const offset = little ? concat(o.u32(100), o.u32(0)) : concat(o.u32(0), o.u32(100));
      const file = concat(
        o.section(),
        o.interface(1, 4, o.text(2, "veth-é"), o.text(11, "\0tcp port 443"), o.option(0, hex(""))),
        o.interface(113, 0, o.option(9, hex("09")), o.option(14, offset)),
        o.packet(0, 0x0005af31, 0x07a58240, BODY, 60, o.option(2, o.u32(2)), o.option(0, hex(""))),
        o.packet(1, 0x17979cfe, 0x362a0001, BODY),
        o.block(3, o.u32(60), padded(BODY.slice(0, 4))),
        o.block(2, o.u16(1), o.u16(0), o.u32(0), o.u32(5), o.u32(5), o.u32(5), padded(BODY)),
        o.block(5, o.u32(1), o.u32(0), o.u32(0), o.option(5, count(3)), o.option(7, count(4)), o.option(0, hex(""))),
      );
      for (const size of [1, 3, 12, 33, file.length]) {
        const { frames, reader } = readAll(file, size);
        expect(reader.damage).toBeNull();
        expect(reader.format).toBe("pcapng");
        expect(reader.interfaces).toEqual([
          { name: "veth-é", linkType: 1, snaplen: 4, dropped: null, filter: "tcp port 443" },
          { name: null, linkType: 113, snaplen: 0, dropped: 7, filter: null },
        ]);
        expect(frames.map((f) => [f.number, f.interfaceIndex, f.linkType, f.wireLength, f.bytes.length])).toEqual([
          [1, 0, 1, 60, 5],
          [2, 1, 113, 5, 5],
          [3, 0, 1, 60, 4],
          [4, 1, 113, 5, 5],
        ]);
        const micros = 0x0005af31n * 2n ** 32n + 0x07a58240n;
        expect(frames[0]).toMatchObject({
          seconds: Number(micros / 1000000n),
          nanos: Number(micros % 1000000n) * 1000,
          direction: "out",
        });
        expect(frames[1]).toMatchObject({ seconds: 1700000000 + 100, nanos: 1, direction: "unknown" });
        expect(frames[3]).toMatchObject({ seconds: 100, nanos: 5 });
      }
    });

    it("counts custom blocks in the frame numbers, as Wireshark does, and skips unknown blocks", () => {
      const file = concat(
        o.section(),
        o.interface(1, 0),
        o.block(0x0bad, o.u32(32473), BODY.slice(0, 4)),
        o.packet(0, 0, 0, BODY),
        o.block(0x12345678, new Uint8Array(100000)),
        o.block(0x40000bad, o.u32(32473)),
        o.packet(0, 0, 0, BODY),
      );
      for (const size of [7, file.length]) {
        const { frames, reader } = readAll(file, size);
        expect(reader.damage).toBeNull();
        expect(frames.map((f) => f.number)).toEqual([2, 4]);
      }
    });

    it("reads resolutions of powers of two, of ten, and beyond nanoseconds", () => {
      const at = (resolution: string, high: number, low: number) => {
        const file = concat(o.section(), o.interface(1, 0, o.option(9, hex(resolution))), o.packet(0, high, low, BODY));
        const { seconds, nanos } = readAll(file).frames[0];
        return [seconds, nanos];
      };
      expect(at("03", 0, 1500)).toEqual([1, 500000000]);
      expect(at("00", 0, 1700000000)).toEqual([1700000000, 0]);
      expect(at("8a", 0, 1536)).toEqual([1, 500000000]);
      expect(at("a0", 7, 0x80000000)).toEqual([7, 500000000]);
      expect(at("0c", 232, 3567587328)).toEqual([1, 0]);
      expect(at("c0", 0, 5)).toEqual([0, 0]);
    });
  });
}

describe("pcapng", () => {
  it("reads sections of both byte orders, interfaces counted anew", () => {
    const one = (o: ReturnType<typeof order>) => concat(o.section(), o.interface(1, 0), o.packet(0, 0, 0, BODY));
    const { frames, reader } = readAll(concat(one(order(true)), one(order(false))), 10);
    expect(reader.damage).toBeNull();
    expect(frames.map((f) => [f.number, f.interfaceIndex])).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it("says where it is broken and goes on at the next section", () => {
    const good = concat(L.section(), L.interface(1, 0), L.packet(0, 0, 0, BODY));
    const bad = L.packet(0, 0, 0, BODY);
    for (const [at, value, what] of [
      [4, 3, "claims a length of 3"],
      [7, 255, "claims a length of"],
      [bad.length - 4, 9, "two lengths"],
    ] as const) {
      const broken = bad.slice();
      broken[at] = value;
      for (const size of [1, 17, 1000]) {
        const { frames, reader } = readAll(concat(good, broken, good), size);
        expect(reader.damage).toMatchObject({ frame: 1, offset: good.length });
        expect(reader.damage?.what).toContain(what);
        expect(frames.map((f) => f.number)).toEqual([1, 2]);
      }
    }
  });

  it("calls a frame that is longer than its block, or of no interface, damage, and goes on", () => {
    const longer = L.packet(0, 0, 0, BODY);
    longer[20] = 200;
    const start = concat(L.section(), L.interface(1, 0));
    const { frames, reader } = readAll(concat(start, longer, L.packet(7, 0, 0, BODY), L.packet(0, 0, 0, BODY)));
    expect(reader.damage).toEqual({ frame: 0, offset: start.length, what: "a frame is longer than its block" });
    expect(frames.length).toBe(1);
  });

  it("says that the last block is cut", () => {
    const good = concat(L.section(), L.interface(1, 0), L.packet(0, 0, 0, BODY));
    const { frames, reader } = readAll(concat(good, L.packet(0, 0, 0, BODY).slice(0, 20)));
    expect(frames.length).toBe(1);
    expect(reader.damage).toEqual({ frame: 1, offset: good.length, what: "the last block is cut" });
  });

  it("refuses a version it does not know", () => {
    const file = L.section();
    file[12] = 2;
    expect(() => readAll(file)).toThrow("version 2");
  });
});
