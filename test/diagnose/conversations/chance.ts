import { Talk } from "../../support/talk.js";
import { acked, asked, type Conversation, FULL, full, POINTS } from "./conversation.js";

/** What was lost by chance, or missed by a capture, or never sent. */
export const chance: Conversation[] = [
  {
    name: "a download that two losses of one segment end, where others of its size pass",
    talk: () =>
      asked()
        .send(full(0), acked(1), full(1), acked(2))
        .send({ ...full(2), until: "router", at: 0.3 }, { ...full(2), until: "router", at: 0.6 })
        .background(1.1),
    verdict: ["primary random-loss server-to-client router>client 1500"],
  },
  {
    name: "a filter of one packet, whose copies one capture missed but two",
    talk: () => {
      const t = asked().send(full(0), acked(1), full(1), acked(2));
      for (const at of [0.3, 0.5]) t.send({ ...full(2), until: "router", at });
      for (const at of [0.9, 1.7, 3.3]) t.send({ ...full(2), until: "router", unseenAt: ["router"], at });
      return t.background(5);
    },
    verdict: ["primary policy-drop server-to-client router>client 1500"],
  },
  {
    name: "silence after a request, whose acknowledgments the only capture missed",
    talk: () =>
      new Talk(["client"])
        .background(0)
        .handshake()
        .send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 })
        .send({ from: "client", flags: "FA", seq: 301, ack: 1, at: 3.5 })
        .send({ from: "client", flags: "A", seq: 302, ack: 2, at: 3.6 })
        .background(5),
    verdict: ["primary undetermined server-to-client ->- -"],
  },
  {
    name: "an answer that the only capture missed, acknowledged",
    talk: () =>
      asked(["server"])
        .send({ ...full(0), unseenAt: ["server"] }, acked(1))
        .send({ from: "client", flags: "FA", seq: 301, ack: 1 + FULL, at: 4 })
        .background(6),
    verdict: [],
  },
  {
    name: "silence, seen far from the server",
    talk: () => asked(["client"]).send({ from: "client", flags: "FA", seq: 301, ack: 1, at: 4 }).background(6),
    verdict: ["primary undetermined server-to-client ->- -"],
  },
  {
    name: "a client that waited in vain, and resets",
    talk: () => asked().send({ from: "client", flags: "R", seq: 301, at: 5 }).background(6),
    verdict: ["primary server-silent server-to-client ->- -"],
  },
  {
    name: "a lone acknowledgment that the point beyond a black hole missed",
    talk: () =>
      asked()
        .send({ ...full(0), until: "router", at: 0.2 }, { ...full(0), until: "router", at: 0.5 })
        .send({ ...full(0), until: "router", at: 1.1 }, { ...full(0), until: "router", at: 2.3 })
        .send({ from: "client", flags: "FA", seq: 301, ack: 1, at: 2.5 })
        .send({ from: "server", flags: "A", seq: 1, ack: 302, unseenAt: ["client"], at: 2.51 })
        .background(2.6),
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "a SYN-ACK and a last acknowledgment that the point beyond a black hole missed",
    talk: () => {
      const unseenAt = ["client"];
      const t = new Talk(POINTS)
        .background(0)
        .send(
          { from: "client", flags: "S", seq: 0, mss: FULL },
          { from: "server", flags: "SA", seq: 0, ack: 1, mss: FULL, unseenAt },
          { from: "client", flags: "A", seq: 1, ack: 1 },
          { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
          { from: "server", flags: "A", seq: 1, ack: 301 },
        );
      for (const at of [0.2, 0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", at });
      t.send({ from: "client", flags: "FA", seq: 301, ack: 1, at: 2.5 });
      return t.send({ from: "server", flags: "A", seq: 1, ack: 302, unseenAt, at: 2.51 }).background(2.6);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "a filter behind a point that missed most of what was sent again",
    talk: () => {
      const t = asked().send(full(0), acked(1), full(1), acked(2));
      for (const [i, at] of [0.3, 0.6, 1.2, 2.4, 4.8, 9.6, 19.2].entries())
        t.send({ ...full(2), until: "router", at, ...(i % 2 === 0 ? { unseenAt: ["router"] } : {}) });
      return t.background(20);
    },
    verdict: ["primary policy-drop server-to-client router>client 1500"],
  },
  {
    name: "an upload that goes on in smaller pieces, seen where the large ones no longer are",
    talk: () => {
      const t = new Talk(["beyond"]).background(0).handshake();
      const piece = (seq: number, length: number, at: number) =>
        t.send({ from: "client", flags: "A", seq, ack: 1, length, at });
      piece(2921, 400, 0.1);
      piece(1, 1360, 0.5);
      piece(1361, 1360, 0.51);
      piece(2721, 200, 0.52);
      t.send({ from: "server", flags: "A", seq: 1, ack: 3321, at: 0.53 });
      t.send({ from: "client", flags: "FA", seq: 3321, ack: 1 }, { from: "server", flags: "FA", seq: 1, ack: 3322 });
      return t.send({ from: "client", flags: "A", seq: 3322, ack: 2 }).background(2);
    },
    verdict: [],
  },
  {
    name: "a download cut smaller by probing, seen at the server alone",
    talk: () => {
      const t = asked(["server"]).send({ ...full(0), at: 0.2 }, { ...full(1), at: 0.201 });
      t.send({ ...full(0), at: 0.5 }, { ...full(0), at: 1.1 });
      for (const [i, length] of [1000, 1000, 920].entries()) {
        t.send({ from: "server", flags: "A", seq: 1 + i * 1000, ack: 301, length, at: 2.3 + i * 0.01 });
        t.send({ from: "client", flags: "A", seq: 301, ack: 1 + i * 1000 + length, at: 2.305 + i * 0.01 });
      }
      t.send(
        { from: "server", flags: "FA", seq: 2921, ack: 301 },
        { from: "client", flags: "FA", seq: 301, ack: 2922 },
      );
      return t.background(5);
    },
    verdict: ["cost pmtud-recovery server-to-client server>- 1500"],
  },
  {
    name: "losses before a point between began to capture",
    talk: () => {
      const unseenAt = ["router"];
      const t = new Talk(POINTS).send(
        { from: "client", flags: "S", seq: 0, mss: FULL, unseenAt },
        { from: "server", flags: "SA", seq: 0, ack: 1, mss: FULL, unseenAt },
        { from: "client", flags: "PA", seq: 1, ack: 1, length: 300, unseenAt },
        { from: "server", flags: "A", seq: 1, ack: 301, unseenAt },
      );
      for (let n = 0; n < 8; n++) {
        const early = n < 6 ? { unseenAt } : {};
        if (n % 2 === 1 && n < 6) t.send({ ...full(n), until: "router", ...early });
        t.send({ ...full(n), ...early }, { ...acked(n + 1), ...early });
      }
      t.send({ from: "server", flags: "FA", seq: 1 + 8 * FULL, ack: 301 });
      return t.send({ from: "client", flags: "FA", seq: 301, ack: 2 + 8 * FULL });
    },
    verdict: ["cost random-loss server-to-client server>client 1500"],
  },
  {
    name: "losses at a link whose far end is known to have missed a frame",
    talk: () => {
      const t = asked();
      for (let n = 0; n < 80; n++) {
        if (n % 12 === 5) t.send({ ...full(n), until: "router" });
        t.send({ ...full(n), ...(n === 40 ? { unseenAt: ["client"] } : {}) }, acked(n + 1));
      }
      t.send({ from: "server", flags: "FA", seq: 1 + 80 * FULL, ack: 301 });
      return t.send({ from: "client", flags: "FA", seq: 301, ack: 2 + 80 * FULL });
    },
    verdict: ["cost random-loss server-to-client router>client 1500"],
  },
  {
    name: "a burst that a mirror port repeats once all of it has passed",
    talk: () => {
      const t = asked();
      for (let n = 0; n < 40; n++) t.send({ ...full(n), at: 0.3 + n * 1e-5, copiedAt: { router: 0.002 } });
      return t
        .send({ ...acked(40), at: 0.31 })
        .send({ from: "server", flags: "FA", seq: 1 + 40 * FULL, ack: 301 })
        .send({ from: "client", flags: "FA", seq: 301, ack: 2 + 40 * FULL })
        .background(2);
    },
    verdict: [],
  },
  {
    name: "losses that end a download, among which packets of the size pass",
    talk: () => {
      const t = asked().send(full(0), acked(1));
      for (const n of [1, 3]) t.send({ ...full(n), until: "router", at: 0.5 + n * 1e-4 });
      t.send({ ...full(2), at: 0.5002 }, { ...full(4), at: 0.5004 });
      t.send({ from: "client", flags: "A", seq: 301, ack: 1 + FULL, sack: [[1 + 2 * FULL, 1 + 3 * FULL]] });
      for (const at of [0.8, 1.4, 2.6]) t.send({ ...full(1), until: "router", at });
      return t.background(4);
    },
    verdict: ["primary policy-drop server-to-client router>client 1500"],
  },
];
