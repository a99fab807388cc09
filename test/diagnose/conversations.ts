import { Talk } from "../support/talk.js";

/** A conversation written packet by packet, and everything that must be found in it but context. */
export interface Conversation {
  name: string;
  talk: () => Talk;
  /** `ROLE CODE DIRECTION LASTSEEN>MISSING SMALLESTLOST` each. */
  verdict: string[];
}

const POINTS = ["client", "router", "server"];

function asked(points: readonly string[] = POINTS): Talk {
  return new Talk(points)
    .background(0)
    .handshake()
    .send(
      { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
      { from: "server", flags: "A", seq: 1, ack: 301 },
    );
}

const FULL = 1460;
/** The n-th full segment of an answer. */
const full = (n: number) => ({ from: "server" as const, flags: "A", seq: 1 + n * FULL, ack: 301, length: FULL });
const acked = (n: number) => ({ from: "client" as const, flags: "A", seq: 301, ack: 1 + n * FULL });

export const CONVERSATIONS: readonly Conversation[] = [
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
];
