import fc from "fast-check";
import { expect, it } from "vitest";
import { reportOf } from "../support/digests.js";
import { Talk } from "../support/talk.js";

const POINTS = ["client", "router", "server"];
const asked = (t: Talk, at: number) =>
  t.send(
    { from: "client", flags: "PA", seq: 1, ack: 1, length: 300, at },
    { from: "server", flags: "A", seq: 1, ack: 301 },
  );
const ENDS: ((t: Talk, at: number) => Talk)[] = [
  // A reset, silence, and packets of one size that stop: each on a connection of its own.
  (t, at) => asked(t, at).send({ from: "server", flags: "R", seq: 1 }),
  (t, at) => asked(t, at),
  (t, at) => {
    asked(t, at).send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1460, until: "router" });
    t.send({ from: "server", flags: "PA", seq: 1461, ack: 301, length: 700 });
    t.send({ from: "client", flags: "A", seq: 301, ack: 1, sack: [[1461, 2161]] });
    for (const later of [0.5, 1, 2])
      t.send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1460, until: "router", at: at + later });
    return t;
  },
];

it("findings come in one order, whichever flow started first", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (starts) => {
      const talks = ENDS.map((end, i) => {
        const at = 0.1 + starts[i] * 0.2;
        const t = new Talk(POINTS, { client: 40_000 + starts[i], server: 443 }).background(0);
        t.send(
          { from: "client", flags: "S", seq: 0, mss: 1460, at: at - 0.05 },
          { from: "server", flags: "SA", seq: 0, ack: 1, mss: 1460 },
          { from: "client", flags: "A", seq: 1, ack: 1 },
        );
        return end(t, at).background(6).digests();
      });
      const merged = talks[0].map((d, i) => ({ ...d, tcp: talks.flatMap((t) => t[i].tcp) }));
      const found = reportOf(merged).findings.filter((f) => f.role === "primary");
      expect(found.map((f) => f.code)).toEqual(["mtu-black-hole", "connection-reset", "server-silent"]);
    }),
    { numRuns: 12 },
  );
});
