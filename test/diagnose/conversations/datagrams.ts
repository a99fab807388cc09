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
];
