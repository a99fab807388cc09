import type { Scenario } from "../scenario.js";
import { chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import { incidentServer } from "../topologies/incident.js";
import type { Server } from "../traffic/plan.js";
import { incidentVariant } from "./incident.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "silent", port: 7000 },
];
const DROP_PTB = "-p icmp --icmp-type fragmentation-needed -j DROP";
const NARROW: [number, number, number] = [1500, 1400, 1500];
const LARGE = [
  { on: "client", kind: "http", to: chainServer(8080), download: 20 },
  { on: "client", kind: "http", to: chainServer(8080), download: 8000, expect: "timeout" },
] as const;

/** One vantage point: what it can tell, and what it cannot. */
export const alone: Scenario[] = [
  {
    name: "mute-router-server-only",
    title: "The mute router's black hole, seen from the server alone",
    kind: "fault",
    network: chainNetwork({ mtus: NARROW, hosts: { core: { iptables: [`-A OUTPUT ${DROP_PTB}`] } } }),
    servers: SERVERS,
    steps: [...LARGE],
    vantagePoints: chainPoints(ROW, ["server"]),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "server",
        missingAt: null,
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 900 },
      },
      notes: "As mute-router. The client's SACK names the 900-byte tail, and the full segments before it never.",
    },
  },
  {
    name: "ptb-ignored-server-only",
    title: "A server that ignores PTBs, seen from itself alone",
    kind: "fault",
    network: chainNetwork({ mtus: NARROW, hosts: { server: { iptables: [`-A INPUT ${DROP_PTB}`] } } }),
    servers: SERVERS,
    steps: [...LARGE],
    vantagePoints: chainPoints(ROW, ["server"]),
    truth: {
      primary: {
        code: "ptb-ignored",
        direction: "server-to-client",
        lastSeenAt: "server",
        missingAt: null,
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 900 },
      },
      notes: "As ptb-ignored: the PTBs are on the server's interface, its segments keep 1500.",
    },
  },
  incidentVariant(
    "incident-forward-container-only",
    "The forward black hole of a short upload, seen from the container alone",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "container",
        missingAt: null,
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 1423 },
      },
      notes: "As incident-forward-short-upload; the server's SACK names the 1423-byte tail.",
    },
    {
      options: { hosts: { vm: { iptables: [`-A OUTPUT ${DROP_PTB}`] } } },
      steps: [
        { on: "ctr", kind: "http", to: incidentServer(8080), download: 20 },
        { on: "ctr", kind: "http", to: incidentServer(8080), upload: 10_000, expect: "timeout" },
      ],
      points: ["container"],
    },
  ),
  {
    name: "silence-at-client-only",
    title: "Silence after an acknowledged ClientHello, seen from the client alone: nobody can tell why",
    kind: "look-alike",
    network: chainNetwork(),
    servers: SERVERS,
    steps: [{ on: "client", kind: "tls", to: chainServer(7000), expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ["client"]),
    truth: {
      primary: { code: "undetermined", flows: 1 },
      notes:
        "The server is silent, but from the client a black hole that takes the whole answer looks the same: only a point at the server decides.",
    },
  },
  {
    name: "pmtud-ipv6-least",
    title: "A PTB of 1280, the least IPv6 allows, obeyed at once",
    kind: "healthy",
    network: chainNetwork({ family: 6, mtus: [1500, 1280, 1500] }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "http", to: chainServer(8080, { family: 6 }), upload: 30_000 }],
    vantagePoints: chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "client-to-server",
          lastSeenAt: "gw-left",
          missingAt: "gw-right",
          sizes: { smallestLost: 1500, largestDelivered: 1280 },
        },
      ],
      notes: "gw's link has 1280 (RFC 8200 section 5); it sends type 2 with 1280.",
    },
  },
];
