import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import { FoldedFlow } from "../../src/flow/lane/folded-flow.js";
import { Lane } from "../../src/flow/lane/lane.js";
import { wholeShare } from "../../src/flow/share.js";
import { TcpReader } from "../../src/flow/tcp-reader.js";
import { reduceCaptures } from "../../src/node/reduce-captures.js";
import { ROOT } from "../support/hopscope.js";
import { rawDigest } from "../support/raw-digest.js";
import { Visits } from "../support/visits.js";

interface Bench {
  headersOnly(path: string, frames: number, flows: number): void;
}

const NO_LANE = Number.POSITIVE_INFINITY;
const SNAPLENS = [65_535, 96];
const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);

afterEach(() => vi.restoreAllMocks());

describe("a flow that the lane follows from its SYN on", () => {
  it.each(seeds(24))("is what its packets make of it one by one, seed %i", (seed) => {
    const { packets } = new Visits(seed);
    for (const snaplen of SNAPLENS) {
      expect(rawDigest(packets, { laneAfter: 0, snaplen })).toEqual(
        rawDigest(packets, { laneAfter: NO_LANE, snaplen }),
      );
    }
  });

  it.each(seeds(6))("is counted as it would be where it is not kept, seed %i", (seed) => {
    const { packets } = new Visits(seed, 60, 20);
    for (const snaplen of SNAPLENS) {
      for (const kept of [{ keepSound: 0 }, { keepSound: 12 }, { keepWhole: 0 }]) {
        const folded = rawDigest(packets, { laneAfter: 0, snaplen, ...kept });
        expect(folded).toEqual(rawDigest(packets, { laneAfter: NO_LANE, snaplen, ...kept }));
      }
    }
  });

  it.each(seeds(4))("is kept or not as it would be, nothing happening to any, seed %i", (seed) => {
    const { packets } = new Visits(seed, 60, 0);
    const kept = { keepWhole: 6, keepSound: 12 };
    expect(rawDigest(packets, { laneAfter: 0, ...kept })).toEqual(rawDigest(packets, { laneAfter: NO_LANE, ...kept }));
  });

  it.each(seeds(6))("keeps the smallest samples, however many there are, seed %i", (seed) => {
    const { packets } = new Visits(seed, 6, 0, 300);
    expect(packets.length).toBeGreaterThan(2000);
    const digest = rawDigest(packets, { laneAfter: 0 });
    expect(digest.tcp.some((flow) => flow.toServer.packets > 300)).toBe(true);
    expect(digest).toEqual(rawDigest(packets, { laneAfter: NO_LANE }));
  });

  it.each(seeds(6))("is begun as long as there is room, by whomever, seed %i", (seed) => {
    const { packets } = new Visits(seed, 400, 15);
    for (const maxFlows of [30, 280, 390]) {
      const digest = rawDigest(packets, { laneAfter: 0, maxFlows });
      expect(digest).toEqual(rawDigest(packets, { laneAfter: NO_LANE, maxFlows }));
      expect(digest.tcp).toHaveLength(maxFlows);
    }
  });

  it("is told of, of very many, where somebody asks", async () => {
    const told = vi.spyOn(TcpReader.prototype, "begin");
    const folder = await mkdtemp(join(tmpdir(), "hopscope-folded-"));
    const file = join(folder, "many.pcap");
    const { headersOnly } = (await import(`${ROOT}bench/generate.mjs`)) as Bench;
    headersOnly(file, 30_000, 1500);
    const source = { name: "many", files: [file] };
    const { vantages, read } = await reduceCaptures(source, wholeShare(), { decode: ANALYSIS_PORTS });
    const [digest] = vantages.finish(read, true);
    await rm(folder, { recursive: true });
    expect(digest.retired?.flows).toBeGreaterThan(1300);
    // Those that are kept, but for some of the first, which came before the lane opened, and those of which a packet took the long way.
    expect(told.mock.calls.length).toBeGreaterThan(80);
    expect(told.mock.calls.length).toBeLessThan(120);
  });

  it("stays folded as long as nothing happens to it", () => {
    const begun = vi.spyOn(TcpReader.prototype, "begin");
    const unfolded = vi.spyOn(Lane.prototype, "unfold");
    const retired = vi.spyOn(FoldedFlow.prototype, "retire");
    const { packets } = new Visits(1, 200, 0);
    rawDigest(packets, { laneAfter: 0, keepWhole: 0, keepSound: 0 });
    // The first ones teach the lane how frames are laid out.
    const followed = begun.mock.results.filter((result) => result.value).length;
    expect(followed).toBeGreaterThan(150);
    const neverUnfolded = retired.mock.contexts.filter((flow) => (flow as FoldedFlow).unfolded === null).length;
    expect(neverUnfolded).toBeGreaterThan(100);
    // What is not sound is kept, and unfolded for that.
    expect(retired.mock.calls.length - neverUnfolded).toBeLessThan(5);
    expect(unfolded.mock.calls.length).toBeLessThan(followed - 100);
  });
});
