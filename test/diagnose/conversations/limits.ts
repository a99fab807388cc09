import { acked, asked, type Conversation, FULL, full } from "./conversation.js";

/** Limits that come in the middle, or that one side alone can tell. */
export const limits: Conversation[] = [
  {
    name: "a black hole of a sender that gives all its packets one identification",
    talk: () =>
      asked()
        .send({ ...full(0), identification: 1, until: "router", at: 0.2 })
        .send({ ...full(1), identification: 1, until: "router", at: 0.201 })
        .send({ from: "server", flags: "PA", seq: 1 + 2 * FULL, ack: 301, length: 400, identification: 1, at: 0.202 })
        .send({ from: "client", flags: "A", seq: 301, ack: 1, sack: [[1 + 2 * FULL, 401 + 2 * FULL]] })
        .send({ ...full(0), identification: 1, until: "router", at: 0.5 })
        .send({ ...full(0), identification: 1, until: "router", at: 0.9 })
        .background(1.4),
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "packets that a capture missed, though it saw the PTBs that quote them",
    talk: () => {
      const t = asked()
        .send({ ...full(0), until: "router", unseenAt: ["router"], at: 0.2 })
        .told(1400, ["router", "server"])
        .send({ ...full(1), until: "router", unseenAt: ["router"], at: 0.201 })
        .told(1400, ["router", "server"]);
      for (const n of [0, 1, 2])
        t.send({
          from: "server",
          flags: "A",
          seq: 1 + n * 1360,
          ack: 301,
          length: Math.min(1360, 2 * FULL - n * 1360),
        });
      return t.send(acked(2)).background(1);
    },
    verdict: ["cost pmtud-recovery server-to-client router>client 1500"],
  },
  {
    name: "super-frames that a router cannot pass on, most of which a capture missed",
    talk: () => {
      const t = asked();
      for (const [n, unseenAt] of [["router"], ["router"], []].entries())
        t.send({ ...full(2 * n), length: 2 * FULL, until: "router", at: 0.2 + n * 1e-4, unseenAt });
      t.told(1400, ["server"]);
      for (const n of [0, 1, 2, 3, 4, 5]) t.send({ ...full(0), seq: 1 + n * 1360, length: 1360, at: 0.3 + n * 1e-4 });
      return t.send({ ...full(0), seq: 1 + 6 * 1360, length: 600 }, acked(6)).background(1);
    },
    verdict: ["cost pmtud-recovery server-to-client router>client 1500"],
  },
  {
    name: "a limit that comes in the middle of a download: large packets passed before it, and none after",
    talk: () => {
      const t = asked().send(full(0), full(1), acked(2), full(2), full(3), acked(4));
      for (const n of [4, 5]) t.send({ ...full(n), until: "router", at: 0.5 + n * 1e-4 });
      t.send({ from: "server", flags: "PA", seq: 1 + 6 * FULL, ack: 301, length: 400, at: 0.501 });
      t.send({ from: "client", flags: "A", seq: 301, ack: 1 + 4 * FULL, sack: [[1 + 6 * FULL, 401 + 6 * FULL]] });
      for (const at of [0.8, 1.4, 2.6]) t.send({ ...full(4), until: "router", at });
      return t.background(4);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "the same, seen at the server alone",
    talk: () => {
      const t = asked(["server"]).send(full(0), full(1), acked(2), full(2), full(3), acked(4));
      for (const n of [4, 5]) t.send({ ...full(n), at: 0.5 + n * 1e-4 });
      t.send({ from: "server", flags: "PA", seq: 1 + 6 * FULL, ack: 301, length: 400, at: 0.501 });
      t.send({ from: "client", flags: "A", seq: 301, ack: 1 + 4 * FULL, sack: [[1 + 6 * FULL, 401 + 6 * FULL]] });
      for (const at of [0.8, 1.4, 2.6]) t.send({ ...full(4), at });
      return t.background(4);
    },
    verdict: ["primary mtu-black-hole server-to-client server>- 1500"],
  },
];
