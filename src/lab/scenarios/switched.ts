import type { Scenario } from "../scenario.js";
import { type SwitchedOptions, switchedNetwork, switchedPoints, switchedServer } from "../topologies/switched.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
];
const over = (options: SwitchedOptions): Pick<Scenario, "network" | "servers"> => ({
  network: switchedNetwork(options),
  servers: SERVERS,
});

/** No tunnel and no router: a bridge whose port is too small, where no PTB can exist. */
export const switched: Scenario[] = [
  {
    name: "bridge-port-download",
    title: "A bridge port towards the client is smaller than its hosts",
    kind: "fault",
    ...over({ clientPortMtu: 1400 }),
    steps: [
      { on: "client", kind: "http", to: switchedServer(8080), download: 1000 },
      { on: "client", kind: "http", to: switchedServer(8080), download: 5000, expect: "timeout" },
    ],
    vantagePoints: switchedPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "sw-p2",
        missingAt: "sw-p1",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 796, largestPassed: 1140 },
      },
      notes:
        "br_dev_queue_push_xmit drops 1500 towards p1 (MTU 1400, so up to 1404 pass), before p1's taps and without a counter.",
    },
  },
  {
    name: "bridge-port-upload",
    title: "The same port on the way in",
    kind: "fault",
    ...over({ clientPortMtu: 1400 }),
    steps: [
      { on: "client", kind: "http", to: switchedServer(8080), upload: 1000 },
      { on: "client", kind: "http", to: switchedServer(8080), upload: 5000, expect: "timeout" },
    ],
    vantagePoints: switchedPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "client",
        missingAt: "sw-p1",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 766, largestPassed: 1110 },
      },
      notes: "The port's veth (MTU 1400) refuses what is larger than 1404 before its taps: rx.dropped at p1.",
    },
  },
  {
    name: "bridge-port-tls-ipv6",
    title: "The same for TLS over IPv6",
    kind: "fault",
    ...over({ clientPortMtu: 1420, family: 6 }),
    steps: [
      { on: "client", kind: "tls", to: switchedServer(8443, 6), expect: "timeout" },
      { on: "client", kind: "http", to: switchedServer(8080, 6), download: 1200 },
    ],
    vantagePoints: switchedPoints(["client", "sw-p2", "server"]),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "sw-p2",
        missingAt: "client",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 1397, largestPassed: 1397 },
      },
      notes: "As bridge-port-download with a port of 1420, and nobody looking at p1.",
    },
  },
  {
    name: "jumbo-hosts-standard-switch",
    title: "Two hosts with jumbo frames behind a switch without: of the answer only the rest of a window arrives",
    kind: "fault",
    ...over({ clientMtu: 9000, serverMtu: 9000 }),
    steps: [
      { on: "client", kind: "http", to: switchedServer(8080), download: 20 },
      { on: "client", kind: "http", to: switchedServer(8080), download: 1_000_000, expect: "timeout" },
    ],
    vantagePoints: switchedPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "server",
        missingAt: "sw-p2",
        flows: 1,
        sizes: { smallestLost: 9000, largestDelivered: 904, largestPassed: 904 },
      },
      notes:
        "The switch's ports have 1500: p2's veth refuses 9000 before its taps (rx.dropped). Initial window: ten segments, all of 9000.",
    },
  },
  {
    name: "bridge-port-within-four",
    title: "Packets four bytes above the port's MTU pass, as Linux leaves room for a tag",
    kind: "look-alike",
    ...over({ clientPortMtu: 1400, clientMtu: 1404, serverMtu: 1404, serverPortMtu: 1404 }),
    steps: [
      { on: "client", kind: "http", to: switchedServer(8080), download: 50_000 },
      { on: "client", kind: "http", to: switchedServer(8080), upload: 50_000 },
    ],
    vantagePoints: switchedPoints(),
    truth: { primary: null, notes: "1404 <= 1400 + 4 (is_skb_forwardable adds VLAN_HLEN): nothing is lost." },
  },
];
