import { expect, it } from "vitest";
import { correlate } from "../../src/correlate/correlate.js";
import { assess } from "../../src/diagnose/assess.js";
import { isPlain, PlainCase } from "../../src/diagnose/plain.js";
import { subsets } from "../support/digests.js";
import { CONVERSATIONS } from "./conversations.js";

/** Every conversation of the corpus, as every choice of its vantage points knows it. */
function* judged() {
  for (const { name, talk } of CONVERSATIONS) {
    for (const digests of subsets(talk().digests())) {
      const correlation = correlate(digests);
      for (const c of correlation.conversations) {
        const whole = () => assess(correlation, c);
        yield { name, c, plain: isPlain(correlation, c), whole };
      }
    }
  }
}

it("a plain flow is judged as if everything of it had been looked at", () => {
  let plain = 0;
  for (const { name, c, plain: isOne, whole } of judged()) {
    if (!isOne) continue;
    plain++;
    const { handshake, outcome, failed, silence, waited, toServer, toClient } = whole();
    const known = new PlainCase(c, whole);
    expect([name, known.handshake, known.outcome, known.failed]).toEqual([name, handshake, outcome, failed]);
    expect([known.silence, known.waited]).toEqual([silence, waited]);
    for (const side of [toServer, toClient]) {
      expect([name, side.stops, side.recovered, side.rst]).toEqual([name, [], [], null]);
      const { lost, undelivered, unseen } = side.journey.loss;
      expect([name, lost, undelivered, unseen]).toEqual([name, [], [], []]);
      for (const v of side.journey.views) expect([name, v.sent.late.count]).toEqual([name, 0]);
    }
  }
  expect(plain).toBeGreaterThan(20);
});

it("a flow that failed or lost something is not plain", () => {
  for (const { name, plain, whole } of judged()) {
    const { failed, toServer, toClient } = whole();
    const lost = [toServer, toClient].some((s) => s.stops.length + s.recovered.length > 0);
    if (failed || lost) expect([name, plain]).toEqual([name, false]);
  }
});
