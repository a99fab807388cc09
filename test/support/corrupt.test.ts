import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { corruptions, layoutOf } from "./corrupt.js";
import { incidentCaptures } from "./incident.js";

const [borderLan] = incidentCaptures("v1");
const original = new Uint8Array(readFileSync(borderLan!));

describe("layoutOf", () => {
  it("finds every record of a pcap, end to end", () => {
    const { first, records } = layoutOf(original);
    expect(first).toBe(24);
    expect(records.length).toBeGreaterThan(40);
    expect(records[0]!.start).toBe(24);
    expect(records.at(-1)!.end).toBe(original.length);
    for (const [index, record] of records.slice(1).entries()) expect(record.start).toBe(records[index]!.end);
  });

  it("finds every block of a big-endian pcapng", () => {
    // Section header (28 bytes), interface description (20 bytes), both without options.
    const file = new Uint8Array(48);
    const view = new DataView(file.buffer);
    for (const [at, value] of [
      [0, 0x0a0d0d0a],
      [4, 28],
      [8, 0x1a2b3c4d],
      [24, 28],
      [28, 1],
      [32, 20],
      [44, 20],
    ] as const) {
      view.setUint32(at, value);
    }
    expect(layoutOf(file)).toMatchObject({ littleEndian: false, first: 28, records: [{ start: 28, end: 48 }] });
  });
});

describe("corruptions", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(corruptions(original, 1, 30)).toEqual(corruptions(original, 1, 30));
    expect(corruptions(original, 1, 30)).not.toEqual(corruptions(original, 2, 30));
  });

  it("leave the original as it was", () => {
    const before = original.slice();
    corruptions(original, 3, 100);
    expect(original).toEqual(before);
  });

  it("nearly all change the file, and say how", () => {
    const changed = corruptions(original, 4, 100).filter(({ bytes }) => Buffer.compare(bytes, original) !== 0);
    expect(changed.length).toBeGreaterThan(90);
    expect(new Set(changed.map(({ what }) => what.replaceAll(/\d+/g, "N"))).size).toBeGreaterThanOrEqual(10);
  });
});
