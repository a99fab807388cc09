import { closeSync, openSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotACapture } from "../../src/capture/errors.js";
import type { CaptureReader, Records } from "../../src/capture/frame.js";
import { openCaptureReader } from "../../src/capture/reader.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { joinShares, type Share } from "../../src/flow/share.js";
import { type ListedRecords, SourceVantages } from "../../src/flow/source-vantages.js";
import { VantageKeys } from "../../src/flow/vantage-keys.js";
import { ReadTogether } from "../../src/node/read-together.js";
import { type Place, Windows } from "../../src/node/windows.js";
import { MOST_TIMES, type WindowSizes, windowsFor } from "../../src/node/windows-memory.js";
import { concat } from "../capture/bytes.js";
import { pcap, pcapng } from "../support/capture-file.js";
import { corruptions } from "../support/corrupt.js";
import { Random } from "../support/random.js";
import { spread } from "../support/spread.js";
import { Talkers } from "../support/talkers.js";
import { Visits } from "../support/visits.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-windows-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A thread that reads one share of a capture. */
class Thread {
  readonly vantages: SourceVantages;
  readonly reader: CaptureReader;
  readonly share: Share;

  constructor(share: Share, laneAfter: number) {
    this.share = share;
    const keys = new VantageKeys();
    const vantages = new SourceVantages({ name: "a", source: "a" }, keys, ANALYSIS_PORTS, share, laneAfter);
    this.vantages = vantages;
    keys.startFile();
    this.reader = openCaptureReader(
      (frame) => {
        const own = this.reader.interfaces[frame.interfaceIndex];
        vantages.add(frame, keys.keyOf(frame, own), own);
      },
      undefined,
      vantages,
    );
  }

  finish(): Digest[] {
    this.reader.end();
    return this.vantages.finish({ damage: this.reader.damage, dropped: new Map(), first: null });
  }
}

interface Reading {
  threads: number;
  seed: number;
  sizes: WindowSizes;
  /** Bytes read by each thread for itself before all read together, and whenever that has ended. */
  piece: number;
  /** Steps after which one of them is asked to end. */
  closeAfter?: number;
}

/** What threads that read a capture together come to, whichever of them goes on when; and how many frames they read together. */
function together(file: Uint8Array, { threads, seed, sizes, piece, closeAfter = Number.POSITIVE_INFINITY }: Reading) {
  const path = join(folder, "capture");
  writeFileSync(path, file);
  const fd = openSync(path, "r");
  const random = new Random(seed);
  const memory = windowsFor(threads, sizes) ?? undefined;
  expect(memory).toBeDefined();
  const all = Array.from(
    { length: threads },
    (_, index) => new Thread({ index, count: threads, seed: 7, together: memory }, 0),
  );
  let frames = 0;
  let closed = false;
  let steps = 0;
  let at = 0;
  for (let time = 0; at < file.length && !closed; time++) {
    for (const { reader } of all) reader.push(file.slice(at, at + piece));
    at = Math.min(file.length, at + piece);
    const places = all.map(({ vantages, reader, share }) => {
      const { plain, offset, count } = reader;
      const records = time < MOST_TIMES && reader.damage === null && plain !== null ? vantages.together(plain) : null;
      return records && new Windows(fd, file.length, share, records, { offset, count }, time, sizes);
    });
    const windows = places.filter((one) => one !== null);
    // All or none.
    expect([0, threads]).toContain(windows.length);
    if (windows.length === 0) {
      time--;
      continue;
    }
    const before = all[0].reader.count;
    const ends: (Place | null)[] = windows.map(() => null);
    for (let waits = 0; ends.includes(null); steps++) {
      const i = random.below(threads);
      if (ends[i] !== null) continue;
      if (steps >= closeAfter && !closed) {
        closed = true;
        windows[i].close();
      }
      const did = windows[i].step();
      if (did === "ended") ends[i] = windows[i].end;
      waits = did === "waits" ? waits + 1 : 0;
      expect(waits).toBeLessThan(1000);
    }
    for (const end of ends) expect(end).toEqual(ends[0]);
    const { offset, count } = ends[0] as Place;
    for (const { reader } of all) reader.skip(offset, count);
    frames += count - before;
    at = offset;
  }
  closeSync(fd);
  const digests = joinShares(all.map((thread) => thread.finish())).map(spread);
  return { digests, frames, read: all[0].reader.count };
}

/** What one thread comes to that dissects every frame. */
function alone(file: Uint8Array): Digest[] {
  const thread = new Thread({ index: 0, count: 1, seed: 7 }, Number.POSITIVE_INFINITY);
  thread.reader.push(file);
  return thread.finish();
}

const SMALL: WindowSizes = { window: 4096, beyond: 4096, slots: 2 };
const readings: Reading[] = [
  { threads: 1, seed: 1, sizes: SMALL, piece: 3000 },
  { threads: 2, seed: 2, sizes: SMALL, piece: 1000 },
  { threads: 3, seed: 3, sizes: { window: 16_384, beyond: 2048, slots: 1 }, piece: 5000 },
];

describe.each([0, 1])("threads that read together, seed %i", (seed) => {
  const { packets } = new Talkers(seed, 6);
  const visits = new Visits(seed).packets;
  const little = seed % 2 === 0;

  it.each([
    ["conversations", () => pcap(packets, little, true)],
    ["conversations cut short", () => pcap(packets, !little, false, { snaplen: 80 })],
    ["connections from their SYN to their FINs", () => pcap(visits, !little, true)],
    ["connections in pcapng", () => pcapng(visits, little, 1, seed)],
  ])("come to the same digest as one, of %s", (_, made) => {
    const file = made();
    const expected = alone(file);
    for (const reading of readings) {
      const { digests, frames } = together(file, { ...reading, seed: seed * 10 + reading.seed });
      expect(digests).toEqual(expected);
      expect(frames).toBeGreaterThan(expected[0].frames / 2);
    }
  });

  it("say the same of a capture that is cut, or damaged", () => {
    const whole = pcap(packets, true, true);
    const random = new Random(seed);
    const cut = whole.slice(0, whole.length - 1 - random.below(60));
    const damaged = whole.slice();
    // A length that no record has, somewhere behind the first half.
    let at = 24;
    const half = whole.length / 2;
    while (at < half) at += 16 + new DataView(whole.buffer).getUint32(at + 8, true);
    new DataView(damaged.buffer).setUint32(at + 8, 0x7fff_ffff, true);
    for (const file of [cut, damaged]) {
      const expected = alone(file);
      expect(expected[0].damage).not.toBeNull();
      for (const reading of readings) expect(together(file, reading).digests).toEqual(expected);
    }
  });

  it.each([
    ["pcap", () => pcap(packets, little, true)],
    ["pcapng", () => pcapng(visits, little, 1, seed)],
  ])("say the same of whatever is left of a capture in %s", (_, made) => {
    for (const { what, bytes } of corruptions(made(), seed, 8)) {
      let expected: Digest[];
      try {
        expected = alone(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(NotACapture);
        continue;
      }
      const { digests } = together(bytes, readings[1]);
      expect(digests, what).toEqual(expected);
    }
  });

  it("leave what is no plain record of theirs to each, and go on behind it", () => {
    // Whole seconds in the fraction, as some writers have them, and a frame longer than there is room for.
    const odd = packets.map((packet, i) =>
      i % 200 !== 150 ? packet : { ...packet, bytes: new Uint8Array(9000).fill(0x45) },
    );
    const file = pcap(odd, true, false);
    const view = new DataView(file.buffer);
    let number = 0;
    for (let at = 24; at < file.length; at += 16 + view.getUint32(at + 8, true)) {
      if (++number % 170 !== 0) continue;
      view.setUint32(at, view.getUint32(at, true) - 1, true);
      view.setUint32(at + 4, view.getUint32(at + 4, true) + 1_000_000, true);
    }
    const expected = alone(file);
    for (const reading of readings) {
      const { digests, frames } = together(file, reading);
      expect(digests).toEqual(expected);
      expect(frames).toBeGreaterThan(0);
    }
  });

  it.each([
    ["several interfaces", 3, () => pcapng(packets, little, 3, seed)],
    ["several interfaces with one name", 1, () => pcapng(packets, little, 3, seed, { name: "eth0" })],
    ["two sections", 3, () => concat(pcapng(packets, little, 1, seed), pcapng(visits, !little, 2, seed))],
    ["blocks of which nobody reads what they hold", 1, () => pcapng(packets, little, 1, seed, { isNoisy: true })],
  ])("come to the same of %s", (_, points, made) => {
    const file = made();
    const expected = alone(file);
    expect(expected.length).toBe(points);
    for (const reading of readings) {
      for (const piece of [reading.piece, 700]) {
        const all = { ...reading, piece, seed: 10 * seed + reading.seed };
        expect(together(file, all).digests).toEqual(expected);
      }
    }
  });

  it("end at the same frame where one is asked to", () => {
    const file = pcap(visits, little, true);
    for (const reading of readings) {
      for (const closeAfter of [0, 1, 5, 9]) {
        const { digests, read } = together(file, { ...reading, closeAfter });
        const { frames } = alone(pcap(visits.slice(0, read), little, true))[0];
        expect(frames).toBe(read);
        expect(digests).toEqual(alone(pcap(visits.slice(0, read), little, true)));
      }
    }
  });
});

describe("a capture that changes while it is read", () => {
  const file = pcap(new Visits(1).packets, true, true);

  /** A thread of two, at its first record behind so many bytes. */
  function threadAt(index: number, bytes: number, shared: Share["together"], time = 0) {
    const path = join(folder, "changing");
    writeFileSync(path, file);
    const share = { index, count: 2, seed: 7, together: shared };
    const { reader, vantages } = new Thread(share, 0);
    reader.push(file.slice(0, bytes));
    const records = vantages.together(reader.plain as Records) as ListedRecords;
    const { offset, count } = reader;
    return new Windows(openSync(path, "r"), file.length, share, records, { offset, count }, time, SMALL);
  }

  it("is no longer read where the threads are not at the same place", async () => {
    const shared = windowsFor(2, SMALL) ?? undefined;
    const [first, second] = [threadAt(0, 2000, shared), threadAt(1, 3000, shared)];
    const stopped = first.read(() => false);
    await expect(second.read(() => true)).rejects.toThrow("changed while it was read");
    await stopped;
  });

  it("is no longer read where a thread has ended without the others", async () => {
    const shared = windowsFor(2, SMALL) ?? undefined;
    const first = threadAt(0, 2000, shared);
    const vantages = new Thread({ index: 1, count: 2, seed: 7, together: shared }, 0).vantages;
    ReadTogether.with({ index: 1, count: 2, seed: 7, together: shared }, vantages, {})?.end();
    await expect(first.read(() => true)).rejects.toThrow("changed while it was read");
    // Whoever is interrupted meanwhile only ends.
    await expect(threadAt(0, 2000, windowsFor(2, SMALL) ?? undefined, 1).read(() => false)).resolves.toBeDefined();
  });

  it("is read by all as far as it went when the first of them began", () => {
    const shared = windowsFor(2, SMALL) ?? undefined;
    const sizes = [0, 1].map((index) => {
      const share = { index, count: 2, seed: 7, together: shared };
      const { vantages } = new Thread(share, 0);
      const reading = ReadTogether.with(share, vantages, {}) as ReadTogether;
      return [100, 200].map((size) => reading.of("a").agreed(size + index));
    });
    expect(sizes).toEqual([
      [100, 200],
      [100, 200],
    ]);
  });
});
