import { describe, expect, it, vi } from "vitest";
import type { Records } from "../../src/capture/frame.js";
import { openCaptureReader } from "../../src/capture/reader.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { SourceVantages } from "../../src/flow/source-vantages.js";
import { Vantage } from "../../src/flow/vantage.js";
import { VantageKeys } from "../../src/flow/vantage-keys.js";
import { pcap, pcapng } from "../support/capture-file.js";
import { Random } from "../support/random.js";
import { Talk } from "../support/talk.js";
import { Talkers } from "../support/talkers.js";
import { Visits } from "../support/visits.js";

/** What the vantage points of a capture come to, `piece` bytes of it at a time; `laneAfter` frames before the fast lane opens. */
function digestsOf(file: Uint8Array, piece: number, laneAfter: number, count = 1, index = 0): Digest[] {
  const keys = new VantageKeys();
  const share = { index, count, seed: 7 };
  const vantages = new SourceVantages({ name: "a", source: "a" }, keys, ANALYSIS_PORTS, share, laneAfter);
  keys.startFile();
  const reader = openCaptureReader(
    (frame) => {
      const own = reader.interfaces[frame.interfaceIndex];
      vantages.add(frame, keys.keyOf(frame, own), own);
    },
    undefined,
    vantages,
  );
  for (let at = 0; at < file.length; at += piece) reader.push(file.slice(at, at + piece));
  reader.end();
  return vantages.finish({ damage: reader.damage, dropped: new Map(), first: null });
}

/** The same of a capture of one interface, where no more than `keepWhole` connections are kept that came whole. */
function retiringDigest(file: Uint8Array, laneAfter: number, keepWhole: number): Digest {
  const about = { name: "a", source: "a", interface: null, linkType: 101, snaplen: null };
  const vantage = new Vantage(about, ANALYSIS_PORTS, undefined, undefined, keepWhole, laneAfter);
  const lane = { take: (records: Records) => vantage.take(records, 0), room: () => vantage.room };
  const reader = openCaptureReader((frame) => vantage.read(frame), undefined, lane);
  reader.push(file);
  reader.end();
  return vantage.finish(null, null);
}

const ALL = 10_000;
const PIECES = [1 << 20, 65_536, 997];

describe.each([0, 1, 2, 3])("records that the lane reads itself, seed %i", (seed) => {
  const { packets } = new Talkers(seed, 6);
  const little = seed % 2 === 0;

  it.each([
    ["microseconds", () => pcap(packets, little, false)],
    ["nanoseconds", () => pcap(packets, !little, true)],
    ["a snaplen", () => pcap(packets, little, false, { snaplen: 80 })],
    ["blocks of one interface", () => pcapng(packets, little, 1, seed)],
    ["blocks of three interfaces", () => pcapng(packets, !little, 3, seed)],
  ])("come to the same digest, with %s", (_, made) => {
    const file = made();
    const expected = digestsOf(file, file.length, Number.POSITIVE_INFINITY);
    expect(expected[0].tcp.length).toBeGreaterThan(5);
    for (const piece of PIECES) expect(digestsOf(file, piece, 0)).toEqual(expected);
    expect(digestsOf(file, 65_536, 300)).toEqual(expected);
  });

  it("are counted in every share", () => {
    const file = pcap(packets, little, false);
    const [whole] = digestsOf(file, 65_536, 0);
    const shares = [0, 1, 2].map((index) => digestsOf(file, 65_536, 0, 3, index)[0]);
    for (const share of shares) {
      for (const key of ["frames", "packets", "start", "end", "longestGap"] as const)
        expect(share[key]).toEqual(whole[key]);
    }
    expect(shares.flatMap((share) => share.tcp).length).toBe(whole.tcp.length);
  });
});

describe.each([0, 1])("connections from their SYN to their FINs, seed %i", (seed) => {
  const { packets } = new Visits(seed);

  it.each([
    ["pcap", () => pcap(packets, seed === 0, true)],
    ["a snaplen", () => pcap(packets, seed === 1, false, { snaplen: 90 })],
    ["pcapng of three interfaces", () => pcapng(packets, seed === 0, 3, seed)],
  ])("come to the same digest, in %s", (_, made) => {
    const file = made();
    const expected = digestsOf(file, file.length, Number.POSITIVE_INFINITY);
    for (const piece of PIECES) expect(digestsOf(file, piece, 0)).toEqual(expected);
  });

  it("are each in one share, and there what they are in the whole", () => {
    const file = pcap(packets, true, true);
    const [whole] = digestsOf(file, file.length, Number.POSITIVE_INFINITY);
    const shares = [0, 1, 2].map((index) => digestsOf(file, 65_536, 0, 3, index)[0]);
    expect(shares.every(({ tcp }) => tcp.length > 0)).toBe(true);
    const began = ({ toServer, toClient }: Digest["tcp"][number]) =>
      Math.min(toServer.first?.frame ?? Number.POSITIVE_INFINITY, toClient.first?.frame ?? Number.POSITIVE_INFINITY);
    expect(shares.flatMap(({ tcp }) => tcp).sort((a, b) => began(a) - began(b))).toEqual(whole.tcp);
  });
});

it("a share that has no connection dissects but the first frames of a kind", () => {
  const dissected = vi.spyOn(Vantage.prototype, "read");
  const file = pcap(new Talkers(5, 1).packets, true, false);
  const counts = [0, 1].map((index) => {
    dissected.mockClear();
    const [{ tcp, frames }] = digestsOf(file, 65_536, 0, 2, index);
    expect(frames).toBeGreaterThan(500);
    return { flows: tcp.length, dissected: dissected.mock.calls.length };
  });
  dissected.mockRestore();
  expect(counts.find(({ flows }) => flows === 0)?.dissected).toBeLessThan(20);
});

describe("records that are not as they should be", () => {
  const { packets } = new Talkers(9, 6);

  it.each(Array.from({ length: 40 }, (_, seed) => seed))("come to the same digest and damage, seed %i", (seed) => {
    const random = new Random(seed);
    const file = seed % 2 === 0 ? pcap(packets, true, false) : pcapng(packets, true, 2, seed);
    for (let n = 0; n < 3; n++) file[200 + random.below(file.length - 200)] = random.below(256);
    const cut = file.subarray(0, file.length - random.below(100));
    expect(digestsOf(cut, 4096, 0)).toEqual(digestsOf(cut, cut.length, Number.POSITIVE_INFINITY));
  });

  it("are read where a fraction holds whole seconds", () => {
    const file = pcap(packets, true, false);
    new DataView(file.buffer).setUint32(24 + 4, 2_500_000, true);
    expect(digestsOf(file, 4096, 0)).toEqual(digestsOf(file, file.length, Number.POSITIVE_INFINITY));
  });

  it("are read where one is longer than what the lane looks at", () => {
    const large = { bytes: new Uint8Array(500_000).fill(0x45), nanos: 5_000 };
    const file = pcap([...packets.slice(0, 300), large, ...packets.slice(300)], true, false, { snaplen: 600_000 });
    expect(digestsOf(file, file.length, 0)).toEqual(digestsOf(file, file.length, Number.POSITIVE_INFINITY));
    expect(digestsOf(file, file.length, 0)[0].frames).toBe(packets.length + 1);
  });
});

describe("connections that nobody but the engine knows", () => {
  /** Says of six connections that their server closed its window, beside one in which every word is sent back. */
  function echoes(size: number): Talk {
    const opened = (client: number, at: number) =>
      new Talk(["one"], { client, server: 443 }).send(
        { from: "client", flags: "S", seq: 0, mss: 1460, at },
        { from: "server", flags: "SA", seq: 0, ack: 1, mss: 1460 },
        { from: "client", flags: "A", seq: 1, ack: 1 },
        { from: "client", flags: "PA", seq: 1, ack: 1, length: size },
      );
    // Teaches the lane how frames are laid out.
    const first = opened(41_000, 0);
    const echo = opened(41_001, 1).send({ from: "server", flags: "PA", seq: 1, ack: 1 + size, length: size });
    for (let i = 1; i < 400; i++) {
      const seq = 1 + i * size;
      echo.send({ from: "client", flags: "PA", seq, ack: seq, length: size });
      echo.send({ from: "server", flags: "PA", seq, ack: seq + size, length: size });
    }
    const others = Array.from({ length: 6 }, (_, i) =>
      opened(42_000 + i, 3 + i).send(
        { from: "server", flags: "PA", seq: 1, ack: 1 + size, length: 200, window: 0 },
        { from: "client", flags: "PA", seq: 1 + size, ack: 201, length: 100 },
      ),
    );
    return others.reduce((all, talk) => all.beside(talk), first.beside(echo));
  }

  it.each([37, 64, 1000])("are told of without harm to the packet at hand, words of %i bytes", (size) => {
    const packets = echoes(size)
      .captured("one")
      .map(({ bytes, time }) => ({ bytes, nanos: Math.round(time * 1e9) }));
    const file = pcap(packets, true, true, { linkType: 1 });
    const digest = retiringDigest(file, 0, ALL);
    expect(digest.tcp.filter(({ toClient }) => toClient.zeroWindow.length === 1)).toHaveLength(6);
    expect(digest).toEqual(retiringDigest(file, Number.POSITIVE_INFINITY, ALL));
  });
});

describe("connections that are given up while others begin", () => {
  it.each([0, 1, 2, 3])("leave nothing of themselves to those, seed %i", (seed) => {
    const file = pcap(new Visits(seed, 300, 10).packets, true, true);
    const digest = retiringDigest(file, 0, 5);
    expect(digest.retired?.flows).toBeGreaterThan(100);
    expect(digest).toEqual(retiringDigest(file, Number.POSITIVE_INFINITY, 5));
  });
});
