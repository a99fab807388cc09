import { describe, expect, it } from "vitest";
import { primaries, reportOf } from "../support/digests.js";
import { type Sent, Talk } from "../support/talk.js";
import { FULL } from "./conversations/conversation.js";

/** A download at the client's point that lacks two full segments for good, though what came behind them was as large; and then `more`. */
function holed(...more: Sent[]): Talk {
  const talk = new Talk(["client"]).handshake();
  talk.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300, at: 1 });
  const segment = (n: number, at: number): Sent => ({
    ...{ from: "server", flags: "A", seq: 1 + n * FULL, ack: 301, length: FULL, at },
  });
  for (let n = 0; n < 4; n++) {
    talk.send(segment(n, 1.1 + n / 1000), { from: "client", flags: "A", seq: 301, ack: 1 + (n + 1) * FULL });
  }
  for (let n = 6; n < 9; n++) {
    talk.send(segment(n, 1.15 + n / 1000));
    talk.send({ from: "client", flags: "A", seq: 301, ack: 1 + 4 * FULL, sack: [[1 + 6 * FULL, 1 + (n + 1) * FULL]] });
  }
  return talk.send(...more).background(9);
}

describe("a hole that is never filled, seen by the receiver alone", () => {
  const codes = (talk: Talk) => primaries(reportOf(talk.digests())).map((finding) => finding.code);

  it("is no chance where nothing at all comes any more: packets overtook each other when they stopped", () => {
    expect(codes(holed())).toEqual(["undetermined"]);
  });

  it("is chance where the sender is heard all the while", () => {
    const segment = { from: "server" as const, flags: "A", seq: 1 + 9 * FULL, ack: 301, length: FULL, at: 3 };
    expect(codes(holed(segment))).toEqual(["random-loss"]);
  });
});
