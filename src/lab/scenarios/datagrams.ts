import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import { switchedNetwork, switchedPoints, switchedServer } from "../topologies/switched.js";
import type { Server } from "../traffic/plan.js";

const UDP: Server[] = [
  { on: "server", kind: "udp", port: 5000 },
  { on: "server", kind: "udp", port: 53 },
  { on: "server", kind: "udp", port: 443 },
];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: UDP,
});
const POINTS = chainPoints(ROW, ["client", "gw-left", "core-left", "core-right", "server"]);
const POINTS_OF_GW = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);
const MUTE = { core: { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] } };
const small = (count: number): number[] => Array.from({ length: count }, () => 60);

/** UDP by size: nothing is sent again, so a size that never arrives stays away. */
export const datagrams: Scenario[] = [
  {
    name: "datagrams-black-hole",
    title: "Answers with DF over a path that is too small, past a mute router",
    kind: "fault",
    ...over({ mtus: [1500, 1400, 1500], hosts: MUTE }),
    steps: [
      {
        on: "client",
        kind: "udp",
        to: chainServer(5000),
        sizes: small(12),
        answer: [200, 1372, 1400, 1472, 1372, 1400, 1472, 200, 1372, 1400, 1472, 1200],
        interval: 60,
        expect: "timeout",
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "core-right",
        missingAt: "core-left",
        flows: 1,
        sizes: { smallestLost: 1428, largestDelivered: 1400, largestPassed: 1400 },
      },
      notes:
        "Linux sets DF on UDP. Answers of 1428 and 1500 bytes meet core's link of 1400; its PTB is dropped in OUTPUT.",
    },
  },
  {
    name: "datagrams-black-hole-upload",
    title: "Requests that are too large for a bridge port, small ones are answered",
    kind: "fault",
    network: switchedNetwork({ clientPortMtu: 1400 }),
    servers: UDP,
    steps: [
      {
        on: "client",
        kind: "udp",
        to: switchedServer(5000),
        sizes: [100, 1300, 1472, 1450, 100, 1300, 1472, 1450, 100, 1300],
        interval: 60,
        expect: "timeout",
      },
    ],
    vantagePoints: switchedPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "client",
        missingAt: "sw-p1",
        flows: 1,
        sizes: { smallestLost: 1478, largestDelivered: 1328, largestPassed: 1328 },
      },
      notes:
        "p1 has MTU 1400: its veth refuses 1478 and 1500 (rx.dropped), and the client's socket gets ENOBUFS at most.",
    },
  },
  {
    name: "quic-black-hole",
    title: "QUIC-like: the handshake's 1200-byte datagrams pass, the larger ones after it vanish",
    kind: "fault",
    network: switchedNetwork({ clientPortMtu: 1400 }),
    servers: UDP,
    steps: [
      {
        on: "client",
        kind: "udp",
        shape: "quic",
        to: switchedServer(443),
        sizes: [1200, 1200, 80, 80, 80, 80, 80, 80, 80, 80],
        answer: [1200, 1252, 1452, 1452, 60, 1452, 1452, 60, 1452, 60],
        interval: 60,
        expect: "timeout",
      },
    ],
    vantagePoints: switchedPoints(["client", "sw-p2", "server"]),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "sw-p2",
        missingAt: "client",
        flows: 1,
        sizes: { smallestLost: 1480, largestDelivered: 1280, largestPassed: 1280 },
      },
      notes: "The bridge drops 1480 towards p1 (1400). Every datagram is different, none is sent again.",
    },
  },
  {
    name: "quic-healthy",
    title: "QUIC-like traffic of every size, all of it delivered",
    kind: "healthy",
    ...over(),
    steps: [
      {
        on: "client",
        kind: "udp",
        shape: "quic",
        to: chainServer(443),
        sizes: [1200, 1200, 1300, 80, 1400, 80, 60, 60],
        answer: [1200, 1252, 1452, 1452, 60, 1452, 1400, 60],
        answers: 3,
        interval: 40,
      },
    ],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "1500 everywhere." },
  },
  {
    name: "datagrams-port-closed",
    title: "Nobody listens on the UDP port: ICMP port unreachable",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "udp", to: chainServer(5999), sizes: [60, 900, 60], expect: "timeout" }],
    vantagePoints: POINTS,
    truth: {
      primary: { code: "policy-drop", direction: "client-to-server", lastSeenAt: "server", missingAt: null, flows: 1 },
      notes: "The server's kernel answers each datagram with ICMP 3/3.",
    },
  },
  {
    name: "datagrams-policer",
    title: "A policer drops datagrams of every size",
    kind: "look-alike",
    ...over({
      hosts: {
        gw: { iptables: ["-A FORWARD -p udp --sport 5000 -m statistic --mode nth --every 4 --packet 2 -j DROP"] },
      },
    }),
    steps: [
      {
        on: "client",
        kind: "udp",
        to: chainServer(5000),
        sizes: small(25),
        answer: Array.from({ length: 25 }, (_, n) => [1472, 200, 1000, 1472, 600][n % 5]!),
        interval: 30,
        expect: "timeout",
      },
    ],
    vantagePoints: chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]),
    truth: {
      primary: null,
      costs: [{ code: "random-loss", direction: "server-to-client", lastSeenAt: "gw-right", missingAt: "gw-left" }],
      notes:
        "iptables statistic on gw drops every fourth answer, of 228, 628, 1028 and 1500 bytes; others of each size pass.",
    },
  },
  {
    name: "quic-path-probes",
    title: "QUIC-like: the client looks for a larger path MTU, one probe at a time, while the connection goes on",
    kind: "healthy",
    ...over({ mtus: [1500, 1400, 1500], hosts: { gw: MUTE.core } }),
    steps: [
      {
        on: "client",
        kind: "udp",
        to: chainServer(443),
        shape: "quic",
        sizes: [1200, 1200, 80, 80, 1450, 80, 80, 80, 1450, 80, 80, 80, 1450, 80, 80, 80],
        answer: 1200,
        interval: 60,
        expect: "timeout",
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      notes:
        "gw drops the probes of 1478 bytes and says nothing. RFC 9000 section 14.3: nothing but the probe is lost, and the connection needs none.",
    },
  },
  {
    name: "dns-own-ports",
    title: "Questions each from a port of its own: the large answers never arrive, each lost once",
    kind: "fault",
    ...over({ mtus: [1500, 1400, 1500], hosts: MUTE }),
    steps: [120, 1440, 300, 1440, 90, 1430, 200, 1440].map((answer) => ({
      on: "client",
      kind: "udp" as const,
      to: chainServer(53),
      shape: "dns" as const,
      sizes: [50],
      answer,
      interval: 60,
      timeout: 500,
      expect: "any" as const,
    })),
    vantagePoints: POINTS,
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "core-right",
        missingAt: "core-left",
        flows: 4,
        sizes: { smallestLost: 1458, largestDelivered: 328 },
      },
      notes: "As datagrams-black-hole; no socket sees more than one loss.",
    },
  },
  {
    name: "udp-port-filtered",
    title: "A firewall drops QUIC's port; everything else of the same hosts passes",
    kind: "look-alike",
    ...over({ hosts: { gw: { iptables: ["-A FORWARD -p udp --dport 443 -j DROP"] } } }),
    steps: [
      { on: "client", kind: "udp", to: chainServer(53), shape: "dns", sizes: [50, 50], interval: 60 },
      {
        on: "client",
        kind: "udp",
        to: chainServer(443),
        shape: "quic",
        sizes: [1200, 1200, 1200, 1200],
        interval: 200,
        expect: "timeout",
      },
      { on: "client", kind: "udp", to: chainServer(53), shape: "dns", sizes: [50, 50], interval: 60 },
    ],
    vantagePoints: POINTS_OF_GW,
    truth: {
      primary: {
        code: "one-way-traffic",
        direction: "client-to-server",
        lastSeenAt: "gw-left",
        missingAt: "gw-right",
        flows: 1,
      },
      notes: "gw's FORWARD drops UDP to port 443, whatever its size.",
    },
  },
];
