import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/capture/frame.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { Vantage } from "../../src/flow/vantage.js";
import { eth, ip4, udp } from "../dissect/packets.js";
import { reportOf } from "../support/digests.js";
import { Talk } from "../support/talk.js";

/** Datagrams of so many payload bytes, one every 100 ms, and what a point far along the way is behind by. */
function point(name: string, sizes: readonly (readonly [at: number, size: number])[], delay: number): Digest {
  const vantage = new Vantage({ name, source: name, interface: null, linkType: 1, snaplen: null }, ANALYSIS_PORTS);
  sizes.forEach(([at, size], i) => {
    const bytes = eth(0x0800, ip4(17, udp(5000, 6000, new Uint8Array(size).fill(at))));
    const frame: Frame = {
      ...{
        number: i + 1,
        bytes,
        start: 0,
        end: bytes.length,
        wireLength: bytes.length,
        interfaceIndex: 0,
        linkType: 1,
      },
      ...{ seconds: 1_700_000_000 + Math.floor(at / 10), nanos: (at % 10) * 1e8 + delay, direction: "unknown" },
    };
    vantage.add(frame);
  });
  return vantage.finish(null, null);
}

describe("the evidence of lost datagrams", () => {
  it("is at the point that saw each last, though they stop at several", () => {
    const sent = Array.from({ length: 20 }, (_, i) => [i, i % 2 === 0 ? 100 + i : 1400 + i] as const);
    const isLarge = ([, size]: readonly [number, number]) => size > 1400;
    // The first two large ones get less far than the others.
    const atB = sent.filter((d) => !isLarge(d) || d[0] > 3);
    const atC = sent.filter((d) => !isLarge(d));
    const report = reportOf([point("a", sent, 0), point("b", atB, 1000), point("c", atC, 2000)]);
    const [finding] = report.findings.filter((f) => f.role === "primary");
    expect(finding.code).toBe("mtu-black-hole");
    const seen: Record<string, readonly (readonly [number, number])[]> = { a: sent, b: atB, c: atC };
    const shown = finding.evidence.filter((e) => e.frame !== null);
    expect(new Set(shown.map((e) => e.vantagePoint))).toEqual(new Set(["a", "b"]));
    for (const { vantagePoint, frame, phrase } of shown) {
      expect(phrase.params.size).toBe(28 + seen[vantagePoint][(frame as number) - 1][1]);
    }
  });
});

describe("the evidence of a hole", () => {
  it("is at the first point that saw anything of that direction", () => {
    const talk = new Talk(["a", "b"]);
    const unseenAt = ["a"];
    talk.send(
      { from: "client", flags: "S", seq: 0, mss: 1460, unseenAt },
      { from: "server", flags: "SA", seq: 0, ack: 1, mss: 1460 },
      { from: "client", flags: "A", seq: 1, ack: 1, unseenAt },
      ...[1, 2, 3, 4].map(
        (at) => ({ from: "client", flags: "PA", seq: 1001, ack: 1, length: 500, unseenAt, at }) as const,
      ),
      { from: "server", flags: "A", seq: 1, ack: 1, sack: [[1001, 1501]], at: 5 },
    );
    const report = reportOf(talk.background(30).digests());
    for (const { evidence } of report.findings) for (const { frame } of evidence) expect(frame).not.toBe(0);
    const notes = report.findings.flatMap((f) => f.evidence.map((e) => [e.phrase.key, e.vantagePoint, e.frame]));
    expect(notes).toContainEqual(["hole-here", "b", 4]);
  });
});
