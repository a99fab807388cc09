import { Talk } from "../../support/talk.js";
import { type Conversation, POINTS } from "./conversation.js";

const PORTS = { client: 40000, server: 5000 };
const begun = () => new Talk(POINTS, PORTS).background(0);
const asks = { from: "client" as const, size: 100 };
const answers = { from: "server" as const };

/** Conversations that nobody acknowledges. */
export const datagrams: Conversation[] = [
  {
    name: "datagrams of one direction, of which none arrives",
    talk: () => {
      const t = begun();
      for (let i = 0; i < 4; i++) t.datagrams(asks, { ...answers, size: 1200, until: "router" });
      return t.background(3);
    },
    verdict: ["primary one-way-traffic server-to-client router>client -"],
  },
  {
    name: "datagrams above a size, and one small one that a capture missed",
    talk: () => {
      const t = begun();
      for (let i = 0; i < 24; i++) t.datagrams(asks, { ...answers, size: 300 });
      t.datagrams({ ...answers, size: 300, until: "router" });
      for (let i = 0; i < 4; i++) t.datagrams(asks, { ...answers, size: 1400, until: "router" });
      return t.background(3);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1400"],
  },
  {
    name: "six datagrams that nobody answers, of which a capture missed two, the largest",
    talk: () => {
      const t = begun();
      for (let i = 0; i < 4; i++) t.datagrams({ ...answers, size: 300 });
      t.datagrams({ ...answers, size: 1200, unseenAt: ["client"] }, { ...answers, size: 1400, unseenAt: ["client"] });
      return t.background(3);
    },
    verdict: [],
  },
  {
    name: "datagrams above a size, and as many small ones that a capture missed as it saw",
    talk: () => {
      const t = begun();
      for (let i = 0; i < 4; i++) {
        t.datagrams(asks, { ...answers, size: 1400, until: "router" });
        t.datagrams({ ...answers, size: 100, ...(i % 2 ? { unseenAt: ["client"] } : {}) });
        t.datagrams({ ...answers, size: 1400, until: "router" });
      }
      return t.background(3);
    },
    verdict: ["primary undetermined server-to-client router>client 100"],
  },
  {
    name: "datagrams above a size, most of which a capture nearer the sender missed",
    talk: () => {
      const t = begun();
      for (let i = 0; i < 5; i++) {
        const unseenAt = i < 3 ? ["router"] : [];
        t.datagrams(asks, { ...answers, size: 300 }, { ...answers, size: 1400, until: "router", unseenAt });
      }
      return t.background(3);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1400"],
  },
  {
    name: "a program that obeys a PTB with its next datagram",
    talk: () => {
      const t = begun().datagrams(asks, { ...answers, size: 300 });
      t.datagrams({ ...answers, size: 1500, until: "router", at: 0.2 });
      t.datagrams({ ...answers, size: 1500, until: "router", at: 0.201 }).told(1400, ["router", "server"]);
      for (let i = 0; i < 4; i++) t.datagrams(asks, { ...answers, size: 1300 });
      return t.background(3);
    },
    verdict: [],
  },
  {
    name: "datagrams after the capture at the receiver had ended",
    talk: () => {
      const t = begun();
      for (let i = 0; i < 4; i++) t.datagrams(asks, { ...answers, size: 300 });
      for (const at of [3, 3.1, 3.2, 3.3]) t.datagrams({ ...answers, size: 300, unseenAt: ["client"], at });
      return t.background(4, ["router", "server"]);
    },
    verdict: [],
  },
  {
    name: "QUIC that looks for its path's MTU, and goes on as before",
    talk: () => {
      const t = new Talk(POINTS, { client: 40000, server: 443 }).background(0);
      for (let i = 0; i < 11; i++) {
        t.datagrams({ ...asks, size: 1228 }, { ...answers, size: 1228 }, { ...answers, size: 1228 });
        if (i % 3 === 1 && i < 8) t.datagrams({ ...answers, size: 1480, until: "router" });
      }
      return t.background(3);
    },
    verdict: [],
  },
  {
    name: "questions, each on a port of its own, whose large answers never come",
    talk: () => {
      const question = (port: number, size: number, until?: string) =>
        new Talk(POINTS, { client: port, server: 53 })
          .background(0)
          .datagrams({ ...asks, at: port / 1e4 - 4 }, { ...answers, size, ...(until === undefined ? {} : { until }) })
          .background(3);
      const t = question(40001, 300);
      for (const [i, size] of [300, 1400, 300, 1400, 300, 1400, 1400].entries())
        t.beside(question(40500 + i * 1000, size, size > 300 ? "router" : undefined));
      return t;
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1400"],
  },
  {
    name: "the same, where the client's capture missed two of the questions",
    talk: () => {
      const question = (port: number, size: number, missed = false) =>
        new Talk(POINTS, { client: port, server: 53 })
          .background(0)
          .datagrams(
            { ...asks, at: port / 1e4 - 4, ...(missed ? { unseenAt: ["client"] } : {}) },
            { ...answers, size, ...(size > 300 ? { until: "router" } : {}) },
          )
          .background(3);
      const t = question(40001, 300);
      for (const [i, size] of [300, 1400, 300, 1400, 300, 1400, 1400].entries())
        t.beside(question(40500 + i * 1000, size, i > 4));
      return t;
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1400"],
  },
  {
    name: "questions that a filter takes, of which the last point that saw any missed some",
    talk: () => {
      const t = begun();
      for (const at of [1, 1.5, 2, 2.5])
        t.datagrams({ ...asks, until: "router", at, ...(at < 2 ? { unseenAt: ["router"] } : {}) });
      const other = new Talk(POINTS).background(0).handshake();
      other.send({ from: "client", flags: "FA", seq: 1, ack: 1 }, { from: "server", flags: "FA", seq: 1, ack: 2 });
      return t.background(3).beside(other.background(3));
    },
    verdict: ["primary one-way-traffic client-to-server router>server -"],
  },
  {
    name: "questions that a filter takes, beside a connection of the same hosts",
    talk: () => {
      const t = begun();
      for (const at of [1, 1.5, 2, 2.5]) t.datagrams({ ...asks, until: "router", at });
      const other = new Talk(POINTS).background(0).handshake();
      other.send({ from: "client", flags: "FA", seq: 1, ack: 1 }, { from: "server", flags: "FA", seq: 1, ack: 2 });
      return t.background(3).beside(other.background(3));
    },
    verdict: ["primary one-way-traffic client-to-server router>server -"],
  },
];
