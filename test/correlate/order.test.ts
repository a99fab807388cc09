import { expect, it } from "vitest";
import { correlate } from "../../src/correlate/correlate.js";
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
