import { describe, expect, it } from "vitest";
import { correlate } from "../../src/correlate/correlate.js";
import { diagnose } from "../../src/diagnose/diagnose.js";
import { type Sent, Talk } from "../support/talk.js";

/** A server that sends three segments with timestamps around `begin`, and what follows. */
function upload(begin: number, ...then: Sent[]): Talk {
  const talk = new Talk(["server"]).handshake();
  for (let i = 0; i < 3; i++) talk.send(data(i, begin + i));
  return talk.send(...then);
}
const data = (i: number, value: number): Sent => ({
  ...{ from: "server", flags: "A", seq: 1 + i * 1000, ack: 1, length: 1000, timestamps: [value, 1] },
});
const ack = (i: number, echo: number): Sent => ({
  ...{ from: "client", flags: "A", seq: 1, ack: 1 + i * 1000, timestamps: [2, echo] },
});
const duplicated = (talk: Talk) => talk.digest("server").tcp[0].toServer.duplicated;

describe.each([
  ["any", 5000],
  ["that wrap around", 2 ** 32 - 1],
])("bytes sent again, with timestamps %s", (_, begin) => {
  it("are needless where what acknowledges them echoes a time before", () => {
    expect(duplicated(upload(begin, data(0, begin + 200), ack(3, begin)))).toEqual([1, 1001]);
  });

  it("are needed where it echoes theirs", () => {
    expect(duplicated(upload(begin, data(0, begin + 200), ack(3, begin + 200)))).toEqual([]);
  });

  it("are not judged behind bytes that are awaited: an echo is the first of what it acknowledges", () => {
    expect(duplicated(upload(begin, data(1, begin + 200), ack(3, begin)))).toEqual([]);
  });

  it("are judged by the first of several times, and as far as acknowledged", () => {
    const again = [data(0, begin + 200), data(0, begin + 600)];
    expect(duplicated(upload(begin, ...again, ack(3, begin + 200)))).toEqual([]);
    const both: Sent = { ...data(0, begin + 200), length: 2000 };
    expect(duplicated(upload(begin, both, ack(1, begin)))).toEqual([1, 1001]);
  });

  it("are judged once: a later acknowledgment tells nothing of them", () => {
    expect(duplicated(upload(begin, data(0, begin + 200), ack(1, begin + 200), ack(3, begin)))).toEqual([]);
  });

  it("are not judged without an echo", () => {
    expect(duplicated(upload(begin, data(0, begin + 200), { ...ack(3, 0), timestamps: undefined }))).toEqual([]);
  });
});

describe("a server that sends again what had arrived", () => {
  const codes = (echo: (sent: number) => number) => {
    const talk = new Talk(["server"]).handshake();
    talk.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 100, timestamps: [1, 1] });
    for (let i = 0; i < 12; i++) {
      const [first, again] = [5000 + 1000 * i, 5300 + 1000 * i];
      talk.send(data(i, first), data(i, again), ack(i + 1, echo(again)));
    }
    talk.send(
      { from: "server", flags: "FA", seq: 12_001, ack: 101 },
      { from: "client", flags: "FA", seq: 101, ack: 12_002 },
    );
    talk.send({ from: "server", flags: "A", seq: 12_002, ack: 102 });
    return diagnose(correlate(talk.digests())).findings.map((finding) => finding.code);
  };

  it("is not accused of loss, and one whose first sendings were lost is", () => {
    expect(codes((again) => again - 300)).toEqual([]);
    expect(codes((again) => again)).toContain("random-loss");
  });
});

describe("acknowledgments that differ in nothing but what they selectively acknowledge", () => {
  const SECOND = 2;
  const segments = () => {
    const talk = new Talk(["server"]).handshake();
    for (let i = 0; i < 6; i++) talk.send({ ...data(i, 5000), at: 1 });
    for (let i = 0; i < 3; i++) talk.send({ ...data(i, 5000), at: 1.001 });
    return talk.send({ ...ack(6, 5000), identification: 0, at: SECOND });
  };
  const twice = (i: number, at: number): Sent => ({
    ...{ ...ack(6, 5000), identification: 0, at },
    sack: [[1 + i * 1000, 1001 + i * 1000]],
  });
  const digestOf = (talk: Talk) => talk.digest("server").tcp[0];

  it("are no copies of each other, however soon they follow and without identifications", () => {
    const flow = digestOf(segments().send(...[0, 1, 2].map((i) => twice(i, SECOND + (i + 1) * 1e-5))));
    expect(flow.copies).toBe(0);
    expect(flow.toServer.duplicated).toEqual([1, 3001]);
  });

  it("are copies where they differ in nothing at all", () => {
    const flow = digestOf(segments().send({ ...twice(1, SECOND + 1e-5), copiedAt: { server: 2e-5 } }));
    expect(flow.copies).toBe(1);
    expect(flow.toServer.duplicated).toEqual([1001, 2001]);
  });
});
