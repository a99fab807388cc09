import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { primaries, reportOf } from "../support/digests.js";
import { Talk } from "../support/talk.js";

const POINTS = ["client", "router", "server"];
const code = (t: Talk) => primaries(reportOf(t.digests())).map((f) => f.code);

/** A download whose full segments stop before `until`'s next point, while its tail arrives. */
function blackHole(points = POINTS, until = "server"): Talk {
  const t = new Talk(points).background(0).handshake();
  t.send(
    { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
    { from: "server", flags: "A", seq: 1, ack: 301 },
  );
  t.send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1460, until });
  t.send({ from: "server", flags: "A", seq: 1461, ack: 301, length: 1460, until });
  t.send({ from: "server", flags: "PA", seq: 2921, ack: 301, length: 700 });
  t.send({ from: "client", flags: "A", seq: 301, ack: 1, sack: [[2921, 3621]] });
  for (const at of [0.5, 1, 2, 4]) t.send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1460, until, at });
  return t.background(6);
}

describe("mtu-black-hole", () => {
  it("is proven where large segments stop between two points and smaller ones pass", () => {
    const [f] = primaries(reportOf(blackHole().digests()));
    expect(f).toMatchObject({
      code: "mtu-black-hole",
      certainty: "proven",
      direction: "server-to-client",
      location: { lastSeenAt: "server", missingAt: "router" },
      sizes: { smallestLost: 1500, largestDelivered: 740, largestPassed: 740, overhead: null },
    });
  });

  it("is told from any clock", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 3, maxLength: 3 }), (offsets) => {
        const t = blackHole();
        for (const [i, p] of POINTS.entries()) t.clocks.set(p, offsets[i]);
        const report = reportOf(t.digests());
        expect(report.path).toEqual(POINTS);
        expect(primaries(report)[0]?.location).toEqual({ lastSeenAt: "server", missingAt: "router" });
        const told = report.vantagePoints.map((v) => [v.name, Math.round((v.clockOffset ?? 0) * 10) / 10]);
        expect(Object.fromEntries(told)).toEqual(
          Object.fromEntries(POINTS.map((p, i) => [p, offsets[i] - offsets[0]])),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("is not said where another flow got packets as large across", () => {
    const t = blackHole();
    const other = new Talk(POINTS, { client: 40001, server: 443 }).background(0).handshake();
    other.send(
      { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
      { from: "server", flags: "A", seq: 1, ack: 301 },
    );
    other.send(
      { from: "server", flags: "A", seq: 1, ack: 301, length: 1460 },
      { from: "client", flags: "A", seq: 301, ack: 1461 },
    );
    other.send(
      { from: "client", flags: "FA", seq: 301, ack: 1461 },
      { from: "server", flags: "FA", seq: 1461, ack: 302 },
    );
    const merged = t.digests().map((d, i) => ({ ...d, tcp: [...d.tcp, ...other.digests()[i].tcp] }));
    expect(primaries(reportOf(merged)).map((f) => f.code)).toEqual(["policy-drop"]);
  });

  it("is not said of a size below any MTU", () => {
    const t = new Talk(POINTS).background(0).handshake();
    for (const at of [0.1, 0.4, 1, 2])
      t.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 517, until: "router", at });
    t.background(5);
    expect(code(t)).toEqual(["policy-drop"]);
  });
});

describe("a capture that missed what was acknowledged", () => {
  it("is no loss", () => {
    const t = new Talk(POINTS).background(0).handshake();
    t.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 1460, unseenAt: ["router", "server"] });
    t.send(
      { from: "server", flags: "PA", seq: 1, ack: 1461, length: 500 },
      { from: "client", flags: "A", seq: 1461, ack: 501 },
    );
    t.send({ from: "client", flags: "FA", seq: 1461, ack: 501 }, { from: "server", flags: "FA", seq: 501, ack: 1462 });
    t.send({ from: "client", flags: "A", seq: 1462, ack: 502 }).background(3);
    expect(primaries(reportOf(t.digests()))).toEqual([]);
  });
});

describe("the handshake", () => {
  it("without any answer is syn-unanswered, where the SYN was last seen", () => {
    const t = new Talk(POINTS).background(0);
    for (const at of [0, 1, 3]) t.send({ from: "client", flags: "S", seq: 0, mss: 1460, until: "router", at });
    t.background(5);
    const [f] = primaries(reportOf(t.digests()));
    expect(f).toMatchObject({
      code: "syn-unanswered",
      direction: "client-to-server",
      location: { lastSeenAt: "router", missingAt: "server" },
    });
  });

  it("whose answer is lost is one-way-traffic, from the server", () => {
    const t = new Talk(POINTS).background(0);
    for (const at of [0, 1, 3]) {
      t.send({ from: "client", flags: "S", seq: 0, mss: 1460, at });
      t.send({ from: "server", flags: "SA", seq: 0, ack: 1, mss: 1460, until: "router", at: at + 0.01 });
    }
    t.background(5);
    const [f] = primaries(reportOf(t.digests()));
    expect(f).toMatchObject({
      code: "one-way-traffic",
      direction: "server-to-client",
      location: { lastSeenAt: "router", missingAt: "client" },
    });
  });

  it("that is refused is a reset", () => {
    const t = new Talk(POINTS).background(0);
    t.send({ from: "client", flags: "S", seq: 0, mss: 1460 }, { from: "server", flags: "RA", seq: 0, ack: 1 });
    expect(code(t.background(2))).toEqual(["connection-reset"]);
  });
});

describe("endings", () => {
  const exchange = () =>
    new Talk(POINTS)
      .background(0)
      .handshake()
      .send(
        { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
        { from: "server", flags: "PA", seq: 1, ack: 301, length: 900 },
      )
      .send({ from: "client", flags: "A", seq: 301, ack: 901 });

  it("with a reset after FIN are healthy", () => {
    const t = exchange().send(
      { from: "client", flags: "FA", seq: 301, ack: 901 },
      { from: "client", flags: "R", seq: 302 },
    );
    expect(code(t.background(3))).toEqual([]);
  });

  it("with a reset in the middle are not", () => {
    const t = exchange().send({ from: "server", flags: "R", seq: 901 });
    const [f] = primaries(reportOf(t.background(3).digests()));
    expect(f).toMatchObject({
      code: "connection-reset",
      direction: "server-to-client",
      location: { lastSeenAt: null, missingAt: null },
    });
  });

  it("with a closed window are zero-window", () => {
    const t = exchange().send({ from: "client", flags: "A", seq: 301, ack: 901, window: 0 });
    for (const at of [0.5, 1, 2]) {
      t.send(
        { from: "server", flags: "A", seq: 900, ack: 301, at },
        { from: "client", flags: "A", seq: 301, ack: 901, window: 0, at: at + 0.01 },
      );
    }
    expect(code(t.background(4))).toEqual(["zero-window"]);
  });

  it("in silence are the server's only where a point stands at the server", () => {
    const silent = () => {
      const t = new Talk(POINTS).background(0).handshake();
      t.send(
        { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
        { from: "server", flags: "A", seq: 1, ack: 301 },
      );
      return t
        .send(
          { from: "client", flags: "FA", seq: 301, ack: 1, at: 4 },
          { from: "server", flags: "A", seq: 1, ack: 302 },
        )
        .background(6);
    };
    expect(code(silent())).toEqual(["server-silent"]);
    expect(primaries(reportOf([silent().digest("client")])).map((f) => f.code)).toEqual(["undetermined"]);
  });
});

describe("loss by chance", () => {
  it("is a cost where it repeats, and located; one loss is none", () => {
    const t = (losses: number) => {
      const talk = new Talk(POINTS).background(0).handshake();
      for (let i = 0; i < 12; i++) {
        const seq = 1 + i * 1460;
        const lost = i % 4 === 1 && i / 4 < losses;
        talk.send({ from: "client", flags: "A", seq, ack: 1, length: 1460, until: lost ? "router" : undefined });
        if (lost) talk.send({ from: "client", flags: "A", seq, ack: 1, length: 1460 });
        talk.send({ from: "server", flags: "A", seq: 1, ack: seq + 1460 });
      }
      const end = 1 + 12 * 1460;
      talk.send(
        { from: "client", flags: "FA", seq: end, ack: 1 },
        { from: "server", flags: "FA", seq: 1, ack: end + 1 },
      );
      return reportOf(talk.background(3).digests()).findings;
    };
    expect(t(1).map((f) => f.code)).toEqual([]);
    expect(t(3)).toMatchObject([
      { code: "random-loss", role: "cost", location: { lastSeenAt: "router", missingAt: "server" } },
    ]);
  });
});
