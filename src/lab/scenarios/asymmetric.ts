import type { Scenario } from "../scenario.js";
import { ringNetwork, ringPoints, ringServer } from "../topologies/ring.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
];
/** Every fourth packet towards the client takes the slow way a, so that it arrives after those that follow it. */
const SPRAY = {
  nft: [
    "add table ip spray",
    "add chain ip spray pre { type filter hook prerouting priority -150; }",
    "add rule ip spray pre iifname right numgen inc mod 4 == 0 meta mark set 1",
  ],
  ip: ["rule add fwmark 1 lookup 101", "route add 10.80.0.0/24 via 10.80.1.1 table 101"],
  tc: ["qdisc add dev a root tbf rate 20mbit burst 1600 latency 400ms"],
};

/** Two ways through the network: one direction missing at a point is no loss. */
export const asymmetric: Scenario[] = [
  {
    name: "asymmetric-routing",
    title: "The way back avoids one vantage point, the way there another",
    kind: "look-alike",
    network: ringNetwork(),
    servers: SERVERS,
    steps: [
      { on: "client", kind: "tls", to: ringServer(8443), download: 20_000 },
      { on: "client", kind: "http", to: ringServer(8080), upload: 20_000 },
    ],
    vantagePoints: ringPoints(["client", "gw-a", "gw-b", "server"]),
    truth: { primary: null, notes: "gw routes to the server by a, core routes to the client by b; nothing is lost." },
  },
  {
    name: "asymmetric-one-sided-tap",
    title: "The same, with a tap on the way there only",
    kind: "look-alike",
    network: ringNetwork(),
    servers: SERVERS,
    steps: [{ on: "client", kind: "tls", to: ringServer(8443), download: 20_000 }],
    vantagePoints: ringPoints(["client", "core-a", "server"]),
    truth: { primary: null, notes: "core-a sees nothing of what the server sends, which the client has." },
  },
  {
    name: "reverse-path-filter",
    title: "The way back enters by another interface, and a strict reverse path filter drops it",
    kind: "look-alike",
    network: ringNetwork({
      gw: {
        sysctls: {
          "net.ipv4.conf.all.rp_filter": 1,
          "net.ipv4.conf.default.rp_filter": 1,
          "net.ipv4.conf.b.rp_filter": 1,
        },
      },
    }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "tls", to: ringServer(8443), expect: "timeout" }],
    // Not gw-a: off the way back, nothing in the captures would say on which side of gw-left it lies there.
    vantagePoints: ringPoints(["client", "gw-left", "gw-b", "server"]),
    truth: {
      primary: {
        code: "one-way-traffic",
        direction: "server-to-client",
        lastSeenAt: "gw-b",
        missingAt: "gw-left",
        flows: 1,
      },
      notes:
        "rp_filter=1 on gw: its route to the server leaves by a, so what enters by b is dropped after b's taps (IPReversePathFilter).",
    },
  },
  {
    name: "out-of-order",
    title: "A router sprays packets over two ways of different speed: they arrive out of order",
    kind: "look-alike",
    network: ringNetwork({ core: SPRAY }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "http", to: ringServer(8080), download: 200_000 }],
    vantagePoints: ringPoints(["client", "gw-left", "core-right", "server"]),
    truth: { primary: null, notes: "core sends every fourth packet by the slow way a; nothing is lost." },
  },
  {
    name: "sprayed-tap",
    title: "The same, with a tap that sees only every fourth packet of a direction",
    kind: "look-alike",
    network: ringNetwork({ core: SPRAY }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "http", to: ringServer(8080), download: 100_000 }],
    vantagePoints: ringPoints(["client", "gw-a", "server"]),
    truth: { primary: null, notes: "gw-a sees what core sends by a, a quarter; the rest takes b and arrives." },
  },
];
