import { expect, it } from "vitest";
import { correlate } from "../../src/correlate/correlate.js";
import { orderPoints, type PairEvidence } from "../../src/correlate/order.js";
import { Talk } from "../support/talk.js";

/** A connection with answers, so that both directions' times are known. */
function talk(points: readonly string[], client: number): Talk {
  const t = new Talk(points, { client, server: 443 }).handshake();
  t.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 });
  t.send({ from: "server", flags: "PA", seq: 1, ack: 301, length: 900 });
  return t.send({ from: "client", flags: "A", seq: 301, ack: 901 });
}

it("keeps points together that share connections, as on each side of a proxy", () => {
  const near = talk(["m-client", "a-proxy"], 40_000);
  const far = talk(["z-proxy", "k-router", "b-server"], 50_000);
  const { digests, path } = correlate([...near.digests(), ...far.digests()]);
  expect(path.map((p) => digests[p]!.name)).toEqual(["z-proxy", "k-router", "b-server", "m-client", "a-proxy"]);
});

it("orders points that are less than a tick of their clocks apart by the few packets between which it ticked", () => {
  // A tick of a microsecond; every packet takes 0.3 of it, so that a third of them is seen a tick later.
  const tick = (nanoseconds: number) => Math.floor(nanoseconds / 1000) * 1000;
  const passing = (at: number, way: number) => ({ atA: tick(at), atB: tick(at + way) });
  const times = Array.from({ length: 40 }, (_, i) => 1_000_000 + i * 7_130);
  const near: PairEvidence = {
    a: 0,
    b: 1,
    toServer: times.map((at) => passing(at, 300)),
    toClient: times.map((at) => passing(at + 2_470, -300)),
    ttlToServer: null,
    ttlToClient: null,
    moreToServer: 0,
    moreToClient: 0,
  };
  const far: PairEvidence = { ...near, toServer: near.toClient, toClient: near.toServer };
  for (const names of [
    ["a", "b"],
    ["b", "a"],
  ]) {
    expect(orderPoints(2, [[near]], names).path).toEqual([0, 1]);
    expect(orderPoints(2, [[far]], names).path).toEqual([1, 0]);
  }
});
