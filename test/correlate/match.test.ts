import { describe, expect, it } from "vitest";
import { correlate } from "../../src/correlate/correlate.js";
import { Talk } from "../support/talk.js";

const POINTS = ["client", "router", "server"];

function talk(client: number, alike: boolean): Talk {
  const t = new Talk(POINTS, { client, server: 443, alike }).handshake();
  t.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 });
  t.send({ from: "server", flags: "PA", seq: 1, ack: 301, length: 900 });
  t.send({ from: "client", flags: "FA", seq: 301, ack: 901 });
  return t.send(
    { from: "server", flags: "FA", seq: 901, ack: 302 },
    { from: "client", flags: "A", seq: 302, ack: 902 },
  );
}

describe("the flows of several points", () => {
  it.each([true, false])("are each one connection, if their initial sequence numbers are alike: %s", (alike) => {
    const all = talk(40_000, alike);
    for (let port = 40_001; port < 40_020; port++) all.beside(talk(port, alike));
    const { conversations } = correlate(all.digests());
    expect(conversations.map((c) => c.views.length)).toEqual(Array.from({ length: 20 }, () => POINTS.length));
    for (const c of conversations) expect(new Set(c.views.map((v) => v.flow.client.port)).size).toBe(1);
  });
});
