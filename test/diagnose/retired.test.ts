import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/flow/digest.js";
import { retireJoined, thinned } from "../../src/flow/retirement.js";
import { primaries, reportOf, subsets } from "../support/digests.js";
import { Talk } from "../support/talk.js";
import { crowd, retiring, whole } from "../support/whole.js";
import { FULL } from "./conversations/conversation.js";
import { CONVERSATIONS } from "./conversations.js";

const POINTS = ["client", "server"];

const placesOf = (digests: readonly Digest[]) =>
  reportOf(digests).findings.map((f) => [f.code, f.certainty, f.location.lastSeenAt, f.location.missingAt]);

describe("a flow that one point did not keep because it came whole there", () => {
  /** Two requests lost between the points, and sent again: the server's point saw each once. */
  function lostOnce(): Digest[] {
    const talk = new Talk(POINTS).handshake();
    for (const [n, at] of [
      [0, 0.1],
      [1, 1],
    ]) {
      const request = { from: "client" as const, flags: "PA", seq: 1 + 300 * n, ack: 1 + FULL * n, length: 300 };
      const end = 301 + 300 * n;
      talk.send({ ...request, until: "client", at }, { ...request, at: at + 0.3 });
      talk.send({ from: "server", flags: "PA", seq: 1 + FULL * n, ack: end, length: FULL });
      talk.send({ from: "client", flags: "A", seq: end, ack: 1 + FULL * (n + 1) });
    }
    talk.send(
      { from: "client", flags: "FA", seq: 601, ack: 1 + 2 * FULL },
      { from: "server", flags: "FA", seq: 1 + 2 * FULL, ack: 602 },
      { from: "client", flags: "A", seq: 602, ack: 2 + 2 * FULL },
    );
    return talk.beside(crowd(POINTS, 5)).background(9).digests();
  }

  it("is not taken for one whose packets never got there", () => {
    const [client, server] = lostOnce();
    expect(placesOf([client, server])).toContainEqual(["random-loss", "proven", "client", "server"]);
    const kept = retiring(server);
    expect(kept.tcp).toEqual([]);
    expect(retiring(client).tcp).toHaveLength(1);
    for (const digests of [
      [client, kept],
      [retiring(client), kept],
    ]) {
      expect(primaries(reportOf(digests))).toEqual([]);
      for (const [, , , missingAt] of placesOf(digests)) expect(missingAt).not.toBe("server");
    }
  });

  it("says nothing of where a SYN was lost, since a point that left out flows may have left out this one", () => {
    const lost = new Talk(POINTS, { client: 50_000, server: 443 });
    for (const at of [1, 2, 4]) lost.send({ from: "client", flags: "S", seq: 0, mss: 1460, until: "client", at });
    const [client, server] = crowd(POINTS, 5).beside(lost).background(9).digests();
    expect(placesOf([client, server])).toContainEqual(["syn-unanswered", "proven", "client", "server"]);
    expect(placesOf([retiring(client), retiring(server)])).toContainEqual(["syn-unanswered", "likely", "client", null]);
    const full = { ...server, coarsened: ["flows"] };
    expect(placesOf([client, full])).toContainEqual(["syn-unanswered", "likely", "client", null]);
  });
});

describe("what retired flows got through", () => {
  /** One flow loses its full segments for good; beside it another of the same hosts gets as large ones. */
  function besideAnother(begin: number): Digest {
    const talk = new Talk(["client"], { client: 50_000, server: 443 }).handshake();
    talk.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: FULL });
    const lost = { from: "client" as const, flags: "A", seq: 1 + FULL, ack: 1, length: FULL };
    talk.send({ from: "server", flags: "A", seq: 1, ack: 1 });
    for (const at of [0.4, 1, 2.2]) talk.send({ ...lost, seq: 1, at }, { ...lost, at: at + 0.01 });
    talk.send({ from: "client", flags: "PA", seq: 1 + 2 * FULL, ack: 1, length: 100, at: 2.3 });
    talk.send({ from: "server", flags: "A", seq: 1, ack: 1, sack: [[1 + 2 * FULL, 101 + 2 * FULL]] });
    const other = new Talk(["client"], { client: 50_001, server: 443 });
    whole(other, 2, 900, begin, FULL);
    return talk.beside(other).background(0).background(9).digest("client");
  }
  const codes = (digest: Digest) => primaries(reportOf([digest])).map((f) => f.code);

  it("speaks against size as if they were kept, by when they got it", () => {
    const during = besideAnother(1.2);
    const kept = retiring(during);
    expect([during.tcp.length, kept.tcp.length]).toEqual([2, 1]);
    expect(codes({ ...kept, retired: null })).toEqual(["mtu-black-hole"]);
    expect(codes(during)).not.toContain("mtu-black-hole");
    expect(codes(kept)).toEqual(codes(during));
  });

  it("speaks of no other time", () => {
    const after = besideAnother(5);
    expect(codes(retiring(after))).toEqual(codes(after));
    expect(codes(after)).toEqual(["mtu-black-hole"]);
  });
});

describe("what retired flows sent as super-frames", () => {
  const passed = (...sizes: number[]) => {
    const talk = new Talk(["client"], { client: 50_000, server: 443 }).handshake();
    let seq = 1;
    for (const length of sizes) {
      talk.send({ from: "client", flags: "PA", seq, ack: 1, length });
      seq += length;
      talk.send({ from: "server", flags: "A", seq: 1, ack: seq });
    }
    talk.send(
      { from: "client", flags: "FA", seq, ack: 1 },
      { from: "server", flags: "FA", seq: 1, ack: seq + 1 },
      { from: "client", flags: "A", seq: seq + 1, ack: 2 },
    );
    const failing = new Talk(["client"], { client: 50_001, server: 443 });
    failing.send({ from: "client", flags: "S", seq: 0, mss: 1460 });
    const digest = talk.beside(failing).digest("client");
    const retired = thinned(digest, 0);
    const direct = retireJoined(digest.tcp, [null], 0).retired;
    expect(retired.retired).toEqual(direct);
    return retired.retired?.hosts[0].toServer.map((stretch) => stretch.size);
  };

  it("is no evidence of a larger path: what passed is what is no super-frame, at most a full segment", () => {
    expect(passed(1000, 4380)).toEqual([1040]);
    expect(passed(1460, 4380)).toEqual([1500]);
    expect(passed(4380)).toEqual([1500]);
    expect(passed(400, 4380)).toEqual([1500]);
    expect(passed(1461)).toEqual([1500]);
  });
});

it.each(CONVERSATIONS)("$name: a point alone that keeps no sound flow gives the same verdict", ({ talk }) => {
  for (const digest of talk().digests()) {
    const told = (d: Digest) => primaries(reportOf([d])).map(({ flows: _, ...finding }) => finding);
    expect(told(thinned(digest, 0))).toEqual(told(digest));
  }
});

it.each(CONVERSATIONS)("$name: a point that keeps no whole flow brings no other verdict", ({ talk }) => {
  const digests = talk().digests();
  const told = primaries(reportOf(digests)).map((f) => f.code);
  const open = new Set(["undetermined", ...told]);
  for (const left of subsets(digests.map((_, i) => i))) {
    const report = reportOf(digests.map((d, i) => (left.includes(i) ? retiring(d) : d)));
    for (const f of primaries(report)) expect([...open]).toContain(f.code);
  }
});
