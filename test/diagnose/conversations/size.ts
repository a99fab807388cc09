import { Talk } from "../../support/talk.js";
import { acked, asked, type Conversation, FULL, full, POINTS } from "./conversation.js";

/** An answer of which the full segments stop behind the router, and the rest arrives. */
function blackHole(ports = { client: 40000, server: 443 }, tunnel: readonly string[] = []): Talk {
  const t = new Talk(POINTS, ports, tunnel).background(0).handshake();
  t.send(
    { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
    { from: "server", flags: "A", seq: 1, ack: 301 },
  );
  return t.send({ ...full(0), until: "router" });
}

const rest = (t: Talk, from: number) =>
  t.send(
    { from: "server", flags: "PA", seq: from, ack: 301, length: 100 },
    { from: "client", flags: "A", seq: 301, ack: 1, sack: [[from, from + 100]] },
  );

/** An answer of which full segments stop behind the router, whose capture began after some of it. */
function joinedLate(ports: { client: number; server: number }): Talk {
  const unseenAt = ["router"];
  const t = new Talk(POINTS, ports)
    .background(0)
    .send(
      { from: "client", flags: "S", seq: 0, mss: FULL, unseenAt },
      { from: "server", flags: "SA", seq: 0, ack: 1, mss: FULL, unseenAt },
      { from: "client", flags: "PA", seq: 1, ack: 1, length: 300, unseenAt },
    );
  for (const seq of [1, 1401, 2801]) {
    t.send({ from: "server", flags: "A", seq, ack: 301, length: 1400, unseenAt });
    t.send({ from: "client", flags: "A", seq: 301, ack: seq + 1400, unseenAt });
  }
  t.send({ from: "server", flags: "A", seq: 4201, ack: 301, length: 700 });
  t.send({ from: "client", flags: "A", seq: 301, ack: 4901 });
  const lost = { from: "server" as const, flags: "A", seq: 4901, ack: 301, length: FULL, until: "router" };
  t.send(lost, { from: "server", flags: "PA", seq: 4901 + FULL, ack: 301, length: 100 });
  t.send({ from: "client", flags: "A", seq: 301, ack: 4901, sack: [[4901 + FULL, 5001 + FULL]] });
  for (const at of [0.5, 1.1, 2.3]) t.send({ ...lost, at });
  return t.background(5);
}

/** Packets that stop for their size, and those that stop for another reason. */
export const size: Conversation[] = [
  {
    name: "a filter that drops the packet with a name, of a size that no MTU has",
    talk: () => {
      const t = new Talk(POINTS).background(0).handshake();
      for (const at of [0.1, 0.4, 1, 2])
        t.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 400, until: "router", at });
      t.send({ from: "client", flags: "FA", seq: 401, ack: 1, at: 2.5 });
      return t.send({ from: "server", flags: "A", seq: 1, ack: 1 }).background(4);
    },
    verdict: ["primary policy-drop client-to-server router>server 440"],
  },
  {
    name: "a filter that drops full segments, and all acknowledgments after them",
    talk: () => {
      const t = asked();
      for (const at of [0.2, 0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", at });
      for (const at of [2.5, 3, 4]) {
        t.send({ from: "client", flags: "FA", seq: 301, ack: 1, at });
        t.send({ from: "server", flags: "A", seq: 1, ack: 302, until: "router" });
      }
      return t.background(6);
    },
    verdict: ["primary policy-drop server-to-client router>client 1500"],
  },
  {
    name: "a filter that was watched for less than a second",
    talk: () => {
      const t = asked().send(full(0), acked(1), full(1), acked(2));
      for (const at of [0.2, 0.4, 0.6, 0.9]) t.send({ ...full(2), until: "router", at });
      return t.background(1.15);
    },
    verdict: ["primary policy-drop server-to-client router>client 1500"],
  },
  {
    name: "a sender that obeys a PTB, and meets a second limit below it",
    talk: () => {
      const t = blackHole().told(1400, ["router", "server"]);
      for (const at of [0.2, 0.5, 1.1, 2.3])
        t.send({ from: "server", flags: "A", seq: 1, ack: 301, length: 1360, until: "router", at });
      return rest(t, 1361).background(5);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1400"],
  },
  {
    name: "a PTB to a tunnel's end, about the tunnel's packet around a segment",
    talk: () => {
      const t = blackHole(undefined, ["router"]).told(1500, ["router"], true);
      rest(t, 1461);
      for (const at of [0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", at });
      return t.background(5);
    },
    verdict: ["primary ptb-not-delivered server-to-client router>client 1500"],
  },
  {
    name: "segments that stop in a tunnel, beside others that pass without one",
    talk: () => {
      const t = rest(blackHole(undefined, ["router"]), 1461);
      for (const at of [0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", at });
      const bare = new Talk(POINTS, { client: 40001, server: 443 }).background(0).handshake();
      bare.send({ from: "client", flags: "PA", seq: 1, ack: 1, length: 300 }, full(0), acked(1));
      bare.send({ from: "server", flags: "FA", seq: 1 + FULL, ack: 301 });
      bare.send({ from: "client", flags: "FA", seq: 301, ack: 2 + FULL });
      return t.background(5).beside(bare);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "segments that stop for their size, and a smaller one that was lost once",
    talk: () => {
      const t = blackHole().send({ from: "server", flags: "A", seq: 1461, ack: 301, length: 700, until: "router" });
      rest(t, 2161);
      t.send({ from: "server", flags: "A", seq: 2261, ack: 301, length: 800 });
      t.send({ from: "client", flags: "A", seq: 301, ack: 1, sack: [[2161, 3061]] });
      for (const at of [0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", at });
      return t.background(5);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "segments that stop behind a tap on the way there only",
    talk: () => {
      const unseenAt = ["tap"];
      const t = new Talk(["client", "tap", "router", "server"])
        .background(0)
        .send(
          { from: "client", flags: "S", seq: 0, mss: FULL },
          { from: "server", flags: "SA", seq: 0, ack: 1, mss: FULL, unseenAt },
          { from: "client", flags: "A", seq: 1, ack: 1 },
          { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
          { from: "server", flags: "A", seq: 1, ack: 301, unseenAt },
          { ...full(0), until: "router" },
          { from: "server", flags: "PA", seq: 1461, ack: 301, length: 100, unseenAt },
          { from: "client", flags: "A", seq: 301, ack: 1, sack: [[1461, 1561]] },
        );
      for (const at of [0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", at });
      return t.background(5);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "segments that stop behind a point whose capture had ended",
    talk: () => {
      const t = asked().background(0.5);
      const unseenAt = ["router"];
      t.send({ ...full(0), until: "router", unseenAt, at: 2 });
      t.send({ from: "server", flags: "PA", seq: 1461, ack: 301, length: 100, unseenAt });
      t.send({ from: "client", flags: "A", seq: 301, ack: 1, sack: [[1461, 1561]], unseenAt });
      for (const at of [2.5, 3.1, 4.3]) t.send({ ...full(0), until: "router", unseenAt, at });
      return t.background(6, ["client", "server"]);
    },
    verdict: ["primary mtu-black-hole server-to-client server>client 1500"],
  },
  {
    name: "segments that stop behind a point that joined in the middle of an answer",
    talk: () => joinedLate({ client: 40000, server: 443 }),
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "the same with a client on a well-known port, which the late point takes for the server",
    talk: () => joinedLate({ client: 443, server: 40000 }),
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
  {
    name: "segments that stop, of a sender that writes no IP identification",
    talk: () => {
      const t = rest(asked().send({ ...full(0), until: "router", identification: 0 }), 1461);
      for (const at of [0.5, 1.1, 2.3]) t.send({ ...full(0), until: "router", identification: 0, at });
      return t.background(5);
    },
    verdict: ["primary mtu-black-hole server-to-client router>client 1500"],
  },
];
