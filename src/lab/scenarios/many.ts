import type { Scenario } from "../scenario.js";
import { chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import { incidentServer } from "../topologies/incident.js";
import { incidentVariant } from "./incident.js";

/** Many flows, of which a few fail. */
export const many: Scenario[] = [
  incidentVariant(
    "many-flows-three-fail",
    "300 flows through the incident's network: the container's three large ones fail",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "border-nic",
        missingAt: "hypervisor-nic",
        flows: 3,
        sizes: { smallestLost: 1500, largestDelivered: 1337, largestPassed: 1450, overhead: 50 },
      },
      context: ["mss-mismatch"],
      notes: "As incident-v1; 297 flows of the VM complete, three TLS flows of the container hang.",
    },
    {
      points: ["container", "vm", "hypervisor-nic", "border-nic", "border-lan"],
      steps: [
        [
          { on: "ctr", kind: "tls", to: incidentServer(8443), connections: 3, parallel: 3, expect: "timeout" },
          { on: "vm", kind: "http", to: incidentServer(8080), download: 4000, connections: 277, parallel: 8 },
          { on: "vm", kind: "tls", to: incidentServer(8443), download: 500, connections: 20, parallel: 2 },
        ],
      ],
    },
  ),
  {
    name: "many-flows-healthy",
    title: "200 flows that work",
    kind: "healthy",
    network: chainNetwork({ masquerade: ["gw"] }),
    servers: [{ on: "server", kind: "http", port: 8080 }],
    steps: [
      {
        on: "client",
        kind: "http",
        to: chainServer(8080),
        download: 4000,
        upload: 3000,
        connections: 200,
        parallel: 8,
      },
    ],
    vantagePoints: chainPoints(ROW, ["client", "gw-right", "server"]),
    truth: { primary: null, notes: "1500 everywhere, one address translation." },
  },
  {
    name: "two-causes",
    title: "One flow meets a black hole, another a silent server, a third a closed port",
    kind: "fault",
    network: chainNetwork({
      mtus: [1500, 1400, 1500],
      hosts: { core: { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] } },
    }),
    servers: [
      { on: "server", kind: "http", port: 8080 },
      { on: "server", kind: "silent", port: 7000 },
    ],
    steps: [
      [
        { on: "client", kind: "http", to: chainServer(8080), download: 8000, expect: "timeout" },
        { on: "client", kind: "tls", to: chainServer(7000), expect: "timeout" },
        { on: "client", kind: "http", to: chainServer(7999), expect: "refused" },
      ],
    ],
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right", "server"]),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "core-right",
        missingAt: "core-left",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 900, largestPassed: 900 },
      },
      others: [
        { code: "server-silent", direction: "server-to-client", lastSeenAt: null, missingAt: null, flows: 1 },
        { code: "connection-reset", direction: "server-to-client", lastSeenAt: null, missingAt: null, flows: 1 },
      ],
      notes: "Three flows, three causes: each failed flow has exactly one primary finding.",
    },
  },
];
