import type { Scenario } from "../scenario.js";
import { chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import { SEVEN } from "../topologies/incident.js";
import type { Server } from "../traffic/plan.js";
import { incidentVariant } from "./incident.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
];
const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);

/** Super-frames and unfinished checksums: what offloads make of a capture. */
export const offloads: Scenario[] = [
  {
    name: "super-frames",
    title: "Offloads on everywhere: frames of up to 64 kB on links of 1500, checksums nobody filled in",
    kind: "look-alike",
    network: chainNetwork({ offloads: true }),
    servers: SERVERS,
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), download: 200_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 200_000 },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      context: ["super-frames"],
      notes:
        "TSO keeps segments together over every veth; checksums stay partial, also where they are received, and everything is acknowledged.",
    },
  },
  {
    name: "super-frames-at-server",
    title: "The server's link keeps segments together, the router behind it splits them",
    kind: "look-alike",
    network: chainNetwork({ offloads: [false, false, true] }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 200_000 }],
    vantagePoints: chainPoints(ROW, ["client", "gw-left", "core-left", "core-right", "server"]),
    truth: {
      primary: null,
      context: ["super-frames"],
      notes:
        "core's left device has no TSO, so the kernel cuts super-frames into 1500-byte packets there: a sequence range, differently cut.",
    },
  },
  {
    name: "super-frames-pmtud",
    title: "Super-frames meet a narrow link; the server obeys the PTB",
    kind: "look-alike",
    network: chainNetwork({ offloads: [false, false, true], mtus: [1500, 1400, 1500] }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 100_000 }],
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right", "server"]),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "server-to-client",
          lastSeenAt: "core-right",
          missingAt: "core-left",
          sizes: { largestDelivered: 1400 },
        },
      ],
      context: ["super-frames"],
      notes: "ip_forward checks each segment of a super-frame (1500) against 1400 and drops the whole with one PTB.",
    },
  },
  {
    name: "super-frames-mute-router",
    title: "Super-frames meet a narrow link behind a mute router",
    kind: "fault",
    network: chainNetwork({
      offloads: [false, false, true],
      mtus: [1500, 1400, 1500],
      hosts: { core: { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] } },
    }),
    servers: SERVERS,
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 20 },
      { on: "client", kind: "http", to: chainServer(8080), download: 8000, expect: "timeout" },
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
      notes:
        "As mute-router. The first flight is one super-frame at the server; its repeats are single segments of 1500.",
    },
  },
  incidentVariant(
    "incident-v1-super-frames",
    "The founding incident with a server whose segments only the border splits",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "border-nic",
        missingAt: "hypervisor-nic",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 1337, largestPassed: 1450, overhead: 50 },
      },
      context: ["mss-mismatch", "super-frames"],
      notes: "At border-lan and server the flights are super-frames; the border's tunnel device cuts them.",
    },
    { options: { serverOffloads: true }, points: [...SEVEN, "server"] },
  ),
];
