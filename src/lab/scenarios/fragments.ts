import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import { switchedNetwork, switchedPoints, switchedServer } from "../topologies/switched.js";
import type { Expected, Server } from "../traffic/plan.js";
import { incidentVariant } from "./incident.js";

const UDP: Server[] = [
  { on: "server", kind: "udp", port: 5000 },
  { on: "server", kind: "udp", port: 53 },
];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: UDP,
});
const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "core-left", "core-right", "server"]);
const NO_DF = { server: { sysctls: { "net.ipv4.ip_no_pmtu_disc": 1 } } };
const DROP_FRAGMENTS = { gw: { iptables: ["-A FORWARD -f -j DROP"] } };
const asks = (answer: number[], port = 5000) =>
  ({ on: "client", kind: "udp", to: chainServer(port), sizes: answer.map(() => 60), answer, interval: 60 }) as const;
const download = (options: ChainOptions, expect: Expected = "ok"): Pick<Scenario, "network" | "servers" | "steps"> => ({
  network: chainNetwork(options),
  servers: [{ on: "server", kind: "http", port: 8080 }],
  steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 8000, expect }],
});
const BIG = [200, 1200, 3000, 200, 3000, 3000, 1200];

/** Datagrams in pieces. */
export const fragments: Scenario[] = [
  {
    name: "fragments-lost",
    title: "A filter drops all but the first fragment of large answers",
    kind: "fault",
    ...over({ hosts: DROP_FRAGMENTS }),
    steps: [{ ...asks(BIG), expect: "timeout" }],
    vantagePoints: POINTS,
    truth: {
      primary: {
        code: "fragments-lost",
        direction: "server-to-client",
        lastSeenAt: "gw-right",
        missingAt: "gw-left",
        flows: 1,
      },
      notes: "The server cuts 3028 bytes into 1500, 1500 and 68; gw's `-f` drops the second and the third.",
    },
  },
  {
    name: "fragments-lost-dns",
    title: "DNS answers up to 1232 bytes arrive, those in fragments do not",
    kind: "fault",
    ...over({ hosts: DROP_FRAGMENTS }),
    steps: [{ ...asks([300, 512, 1232, 4000, 300, 4000, 2000], 53), shape: "dns", expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]),
    truth: {
      primary: {
        code: "fragments-lost",
        direction: "server-to-client",
        lastSeenAt: "gw-right",
        missingAt: "gw-left",
        flows: 1,
      },
      notes: "As fragments-lost.",
    },
  },
  {
    name: "fragments-lost-ipv6",
    title: "A filter drops IPv6 packets with a fragment header",
    kind: "fault",
    ...over({ family: 6, hosts: { gw: { ip6tables: ["-A FORWARD -m ipv6header --header frag --soft -j DROP"] } } }),
    servers: [{ on: "server", kind: "udp", port: 5000, address: "fd00:60:2::2" }],
    steps: [{ ...asks(BIG), to: chainServer(5000, { family: 6 }), expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]),
    truth: {
      primary: {
        code: "fragments-lost",
        direction: "server-to-client",
        lastSeenAt: "gw-right",
        missingAt: "gw-left",
        flows: 1,
      },
      notes: "All fragments are dropped, the first one too (RFC 8200 section 4.5).",
    },
  },
  {
    name: "fragmented-by-router-lost",
    title: "A router cuts answers without DF, and a filter behind it drops the pieces",
    kind: "fault",
    ...over({ mtus: [1500, 1400, 1500], hosts: { ...NO_DF, ...DROP_FRAGMENTS } }),
    steps: [{ ...asks([200, 1300, 1472, 1472, 200, 1472]), expect: "timeout" }],
    vantagePoints: POINTS,
    truth: {
      primary: {
        code: "fragments-lost",
        direction: "server-to-client",
        lastSeenAt: "gw-right",
        missingAt: "gw-left",
        flows: 1,
      },
      notes: "core cuts 1500 into 1396 and 124 (FragCreates); gw drops the second piece.",
    },
  },
  {
    name: "fragmented-by-sender",
    title: "Answers larger than the server's own MTU: it cuts them itself, all pieces arrive",
    kind: "healthy",
    ...over(),
    steps: [asks(BIG)],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      costs: [{ code: "fragmentation", direction: "server-to-client", lastSeenAt: null, missingAt: "server" }],
      notes: "No point has the whole datagram: the server's kernel cut it before its own taps.",
    },
  },
  {
    name: "fragmented-by-router",
    title: "A router cuts answers without DF for a narrow link, all pieces arrive",
    kind: "healthy",
    ...over({ mtus: [1500, 1400, 1500], hosts: NO_DF }),
    steps: [asks([200, 1300, 1472, 1472, 200, 1472])],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      costs: [
        { code: "fragmentation", direction: "server-to-client", lastSeenAt: "core-right", missingAt: "core-left" },
      ],
      notes: "core's FragOKs and FragCreates rise; the client reassembles.",
    },
  },
  {
    name: "fragmented-by-bridge",
    title: "A bridge with netfilter on cuts answers without DF for its small port",
    kind: "healthy",
    network: switchedNetwork({
      clientPortMtu: 1400,
      hosts: {
        ...NO_DF,
        sw: {
          sysctls: { "net.bridge.bridge-nf-call-iptables": 1 },
          iptables: ["-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT"],
        },
      },
    }),
    servers: UDP,
    steps: [{ ...asks([200, 1300, 1472, 1472, 200, 1472]), to: switchedServer(5000) }],
    vantagePoints: switchedPoints(),
    truth: {
      primary: null,
      costs: [{ code: "fragmentation", direction: "server-to-client", lastSeenAt: "sw-p2", missingAt: "sw-p1" }],
      notes: "br_nf_dev_queue_xmit: non-DF packets above the port's MTU are fragmented by the bridge (FragOKs).",
    },
  },
  {
    name: "tcp-fragmented-by-router",
    title: "A server that sends TCP without DF: a router cuts its segments for a narrow link",
    kind: "healthy",
    ...download({ mtus: [1500, 1400, 1500], hosts: NO_DF }),
    vantagePoints: POINTS,
    truth: {
      primary: null,
      costs: [
        { code: "fragmentation", direction: "server-to-client", lastSeenAt: "core-right", missingAt: "core-left" },
      ],
      notes: "ip_no_pmtu_disc clears DF on the server; core's FragOKs rise, the client reassembles (ReasmOKs).",
    },
  },
  {
    name: "tcp-fragments-lost",
    title: "The same with a filter behind it that drops the pieces",
    kind: "fault",
    ...download({ mtus: [1500, 1400, 1500], hosts: { ...NO_DF, ...DROP_FRAGMENTS } }, "timeout"),
    vantagePoints: POINTS,
    truth: {
      primary: {
        code: "fragments-lost",
        direction: "server-to-client",
        lastSeenAt: "gw-right",
        missingAt: "gw-left",
        flows: 1,
      },
      notes: "core cuts 1500 into 1396 and 124; gw's `-f` drops the second piece.",
    },
  },
  incidentVariant(
    "fragmented-tunnel",
    "The border's tunnel device is as large as its NIC: outer packets are fragmented and arrive",
    {
      primary: null,
      costs: [
        { code: "fragmentation", direction: "server-to-client", lastSeenAt: "border-lan", missingAt: "border-nic" },
      ],
      notes:
        "vx0 is bound to no device and has 1500 over a NIC of 1500, DF of the outer packet is unset: 1550 becomes two fragments, the hypervisor reassembles.",
    },
    { options: { vmMtu: 1500, borderNicMtu: 1500, borderVxlanUnbound: true } },
  ),
  incidentVariant(
    "fragments-of-tunnel-lost",
    "The same with a fabric that drops fragments: the container's full segments never arrive",
    {
      primary: {
        code: "fragments-lost",
        direction: "server-to-client",
        lastSeenAt: "border-nic",
        missingAt: "hypervisor-nic",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 1337, largestPassed: 1450, overhead: 50 },
      },
      context: ["mss-mismatch"],
      notes:
        "The fabric drops packets with a fragment offset, so 1550 (inner 1500) never becomes whole; the VM's 1450 + 50 needs no fragments.",
    },
    {
      options: {
        borderNicMtu: 1500,
        borderVxlanUnbound: true,
        hosts: {
          sw: {
            nft: [
              "add table netdev fabric",
              "add chain netdev fabric in { type filter hook ingress device p2 priority 0; }",
              "add rule netdev fabric in ip frag-off & 0x1fff != 0 drop",
            ],
          },
        },
      },
    },
  ),
];
