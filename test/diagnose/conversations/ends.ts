import { Talk } from "../../support/talk.js";
import { acked, asked, type Conversation, FULL, full, POINTS } from "./conversation.js";

/** Connections that end, or wait, for reasons other than size. */
export const ends: Conversation[] = [
  {
    name: "a silent server, whose client leaves checksums to a NIC that no point lies behind",
    talk: () => {
      const wrong = { from: "client" as const, checksum: 0x1234 };
      return new Talk(POINTS)
        .background(0)
        .send(
          { ...wrong, flags: "S", seq: 0, mss: FULL },
          { from: "server", flags: "SA", seq: 0, ack: 1, mss: FULL },
          { ...wrong, flags: "A", seq: 1, ack: 1 },
          { ...wrong, flags: "PA", seq: 1, ack: 1, length: 300 },
          { from: "server", flags: "A", seq: 1, ack: 301 },
          { ...wrong, flags: "FA", seq: 301, ack: 1, at: 4 },
          { from: "server", flags: "A", seq: 1, ack: 302 },
        )
        .background(6);
    },
    verdict: ["primary server-silent server-to-client ->- -"],
  },
  {
    name: "an answer for a client that had closed its side",
    talk: () =>
      asked()
        .send(full(0), acked(1), { from: "client", flags: "FA", seq: 301, ack: 1 + FULL, at: 0.2 })
        .send({ from: "server", flags: "A", seq: 1 + FULL, ack: 302 })
        .send({ ...full(1), at: 0.3 }, { ...full(1), at: 0.6 }, { ...full(1), at: 1.2 }, { ...full(1), at: 2.4 })
        .background(4),
    verdict: [],
  },
  {
    name: "a capture that ends a second after a request",
    talk: () => asked().background(1.1),
    verdict: [],
  },
  {
    name: "a SYN that nobody answers, and a point that lacks another flow of the same hosts",
    talk: () => {
      const points = ["client", "tap", "server"];
      const talk = (port: number, unseenAt: readonly string[]) => {
        const t = new Talk(points, { client: port, server: 443 }).background(0);
        t.send({ from: "client", flags: "S", seq: 0, mss: FULL, unseenAt });
        t.send({ from: "server", flags: "SA", seq: 0, ack: 1, mss: FULL, unseenAt });
        t.send({ from: "client", flags: "A", seq: 1, ack: 1, unseenAt });
        t.send({ from: "client", flags: "FA", seq: 1, ack: 1, unseenAt });
        t.send({ from: "server", flags: "FA", seq: 1, ack: 2, unseenAt });
        return t.send({ from: "client", flags: "A", seq: 2, ack: 2, unseenAt }).background(9);
      };
      const syn = { from: "client" as const, flags: "S", seq: 0, mss: FULL, until: "client" };
      const unanswered = new Talk(points, { client: 40002, server: 443 })
        .background(0)
        .send({ ...syn, at: 0.5 }, { ...syn, at: 1.5 }, { ...syn, at: 3.5 })
        .background(9);
      return talk(40000, [])
        .beside(talk(40001, ["tap"]))
        .beside(unanswered);
    },
    verdict: ["primary syn-unanswered client-to-server client>server -"],
  },
  {
    name: "a SYN that is refused behind a point that missed it",
    talk: () => {
      const other = asked()
        .send({ from: "client", flags: "FA", seq: 301, ack: 1 }, { from: "server", flags: "FA", seq: 1, ack: 302 })
        .background(3);
      const syn = { from: "client" as const, flags: "S", seq: 0, mss: FULL, until: "client", at: 1 };
      const refused = new Talk(POINTS, { client: 40001, server: 443 })
        .background(0)
        .send(syn)
        .refused(["router", "client"]);
      return other.beside(refused);
    },
    verdict: ["primary policy-drop client-to-server router>server -"],
  },
  {
    name: "a healthy request, seen where only the way to the server passes",
    talk: () => {
      const t = new Talk(["tap"]).background(0);
      t.send({ from: "client", flags: "S", seq: 0, mss: 1460 }, { from: "client", flags: "A", seq: 1, ack: 1 });
      t.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 });
      return t.send({ from: "client", flags: "A", seq: 301, ack: 9001 }).background(6);
    },
    verdict: [],
  },
];
