import type { Scenario } from "../scenario.js";
import { chainNetwork, chainPoints, chainServer } from "../topologies/chain.js";
import { type NestedOptions, nestedNetwork, nestedPoints, nestedServer } from "../topologies/nested.js";
import type { Server } from "../traffic/plan.js";
import { incidentVariant } from "./incident.js";

const SERVERS: Server[] = [
  { on: "server", kind: "tls", port: 8443 },
  { on: "server", kind: "http", port: 8080 },
];
const over = (options: NestedOptions): Pick<Scenario, "network" | "servers"> => ({
  network: nestedNetwork(options),
  servers: SERVERS,
});
const NAT_ROW = ["client", "gw", "edge", "core", "server"];

/** Tunnels in tunnels, translations of translations. */
export const nesting: Scenario[] = [
  {
    name: "vxlan-in-vxlan",
    title: "Pods that count one tunnel where there are two",
    kind: "fault",
    ...over({ podMtu: 1450, nodeMtu: 1500, nicMtus: [1500, 9000] }),
    steps: [
      { on: "pod", kind: "http", to: nestedServer(8080), download: 1000 },
      { on: "pod", kind: "tls", to: nestedServer(8443), expect: "timeout" },
    ],
    vantagePoints: nestedPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "far-nic",
        missingAt: "hypervisor-nic",
        flows: 1,
        sizes: { smallestLost: 1437, largestDelivered: 60, largestPassed: 1140, overhead: 100 },
      },
      notes:
        "1450 + 50 + 50 = 1550 on the underlay; h1's NIC of 1500 refuses it (rx.dropped). The nodes' 1500 should have been 1450. The flight is 1450, 1450 and 1437, so nothing of it arrives.",
    },
  },
  {
    name: "vxlan-in-vxlan-ends",
    title: "The same, seen from the two nodes",
    kind: "fault",
    ...over({ podMtu: 1450, nodeMtu: 1500, nicMtus: [1500, 9000] }),
    steps: [
      { on: "pod", kind: "http", to: nestedServer(8080), download: 1000 },
      { on: "pod", kind: "tls", to: nestedServer(8443), expect: "timeout" },
    ],
    vantagePoints: nestedPoints(["node", "far-node"]),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "far-node",
        missingAt: "node",
        flows: 1,
        sizes: { smallestLost: 1437, largestDelivered: 60, largestPassed: 1140, overhead: 50 },
      },
      notes: "As vxlan-in-vxlan; both points are inside the outer tunnel and see the inner one.",
    },
  },
  {
    name: "vxlan-in-vxlan-healthy",
    title: "Pods that count both tunnels",
    kind: "healthy",
    ...over({ podMtu: 1400, nodeMtu: 1450, nicMtus: [1500, 1500] }),
    steps: [
      { on: "pod", kind: "tls", to: nestedServer(8443), download: 20_000 },
      { on: "pod", kind: "http", to: nestedServer(8080), upload: 20_000 },
    ],
    vantagePoints: nestedPoints(),
    truth: { primary: null, notes: "1400 + 50 + 50 = 1500." },
  },
  incidentVariant(
    "incident-v1-linux-port",
    "The founding incident with Linux's own UDP port for VXLAN, 8472",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "border-nic",
        missingAt: "hypervisor-nic",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 1337, largestPassed: 1450, overhead: 50 },
      },
      context: ["mss-mismatch"],
      notes: "As incident-v1; 8472 is what the kernel takes where no dstport is given, and flannel's default.",
    },
    { options: { tunnelPort: 8472 } },
  ),
  {
    name: "nat-twice-black-hole",
    title: "An upload through two translations to a mute router",
    kind: "fault",
    network: chainNetwork({
      row: NAT_ROW,
      mtus: [1500, 1500, 1500, [1400, 1500]],
      masquerade: ["gw", "edge"],
      hosts: { core: { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] } },
    }),
    servers: [{ on: "server", kind: "http", port: 8080 }],
    steps: [
      { on: "client", kind: "http", to: chainServer(8080, { row: NAT_ROW }), download: 800 },
      { on: "client", kind: "http", to: chainServer(8080, { row: NAT_ROW }), upload: 8000, expect: "timeout" },
    ],
    vantagePoints: chainPoints(NAT_ROW, ["client", "gw-right", "edge-right", "core-left", "core-right", "server"]),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "core-left",
        missingAt: "core-right",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 870, largestPassed: 870 },
      },
      notes: "core's link to the server has 1400, its PTB is dropped in OUTPUT; the client's address is hidden twice.",
    },
  },
];
