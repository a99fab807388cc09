import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/capture/frame.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import { addRange, joinLowestHalf, overlapOf, type Ranges } from "../../src/flow/ranges.js";
import { Vantage } from "../../src/flow/vantage.js";
import { eth, hex, ip4 } from "../dissect/packets.js";
import { Talk } from "../support/talk.js";

const ABOUT = { name: "a", source: "a", interface: null, linkType: 1, snaplen: null };

/** A segment of one byte from 10.0.0.1 port `port` to 10.0.0.2 port 443. */
function segment(port: number, sequence: number): Uint8Array {
  const tcp = hex("0000 01bb 00000000 00000001 50 10 0100 0000 0000 61");
  const view = new DataView(tcp.buffer);
  view.setUint16(0, port);
  view.setUint32(4, sequence);
  return eth(0x0800, ip4(6, tcp));
}

function frameOf(bytes: Uint8Array, number: number): Frame {
  return {
    ...{ number, bytes, start: 0, end: bytes.length, wireLength: bytes.length, interfaceIndex: 0, linkType: 1 },
    ...{ seconds: 1_700_000_000, nanos: number, direction: "unknown" },
  };
}

describe("the digest of a flow that is all holes", () => {
  it("forgets the oldest beyond a bound, and says so", () => {
    const vantage = new Vantage(ABOUT, ANALYSIS_PORTS);
    const count = 40_000;
    for (let i = 0; i < count; i++) vantage.add(frameOf(segment(5000, 1000 + 2 * i), i + 1));
    const digest = vantage.finish(null, null);
    const { covered } = digest.tcp[0].toServer;
    expect(covered.length).toBeLessThanOrEqual(2 * 32_768);
    expect(covered[covered.length - 1] - covered[0]).toBe(2 * count - 1);
    expect(digest.coarsened).toEqual(["ranges"]);
  });

  it("takes a moment, though every acknowledgment looks for its bytes among them", () => {
    // With a search from the front this takes minutes.
    const ranges: Ranges = [];
    const started = performance.now();
    for (let i = 0; i < 300_000; i++) {
      addRange(ranges, 3 * i, 3 * i + 2);
      expect(overlapOf(ranges, 3 * i, 3 * i + 1) === 1).toBe(true);
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe("the digest of a flow that sends again and again", () => {
  it("keeps a bounded number of segments, however many acknowledgments come between", () => {
    const full = (n: number) => ({ from: "server" as const, flags: "A", seq: 1 + n * 1460, ack: 2, length: 1460 });
    const talk = new Talk(["one"]).handshake().send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 1 });
    for (let n = 0; n < 20_000; n++) {
      talk.send(full(n));
      if (n % 10 === 9) talk.send(full(n - 3));
      if (n % 2 === 1) talk.send({ from: "client", flags: "A", seq: 2, ack: 1 + Math.max(0, n - 8) * 1460 });
    }
    const { segments, repeats } = talk.digest("one").tcp[0].toClient;
    expect(repeats).toBe(2000);
    expect(segments.length).toBeLessThanOrEqual(512);
  });
});

describe("joinLowestHalf", () => {
  it.each([
    [[], []],
    [
      [1, 2],
      [1, 2],
    ],
    [
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ],
    [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 4, 5, 6, 7, 8],
    ],
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [1, 4, 5, 6, 7, 8, 9, 10],
    ],
  ])("of %j is %j", (ranges, expected) => {
    joinLowestHalf(ranges);
    expect(ranges).toEqual(expected);
  });
});

describe("the digest of very many flows", () => {
  it("keeps the first ones, and says that there were more", () => {
    const vantage = new Vantage(ABOUT, ANALYSIS_PORTS, undefined, 100);
    for (let i = 0; i < 500; i++) vantage.add(frameOf(segment(5000 + (i % 150), 1000 + i), i + 1));
    const digest = vantage.finish(null, null);
    expect(digest.tcp).toHaveLength(100);
    expect(digest.frames).toBe(500);
    expect(digest.coarsened).toEqual(["flows"]);
  });
});
