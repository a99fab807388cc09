import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
  { on: "server", kind: "udp", port: 514 },
];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: SERVERS,
});
const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);
const CHATTER = {
  on: "client",
  kind: "http",
  to: chainServer(8080),
  download: 200,
  requests: 20,
  pause: 150,
} as const;

/** Connections that break off, and others that only look as if they did. */
export const ends: Scenario[] = [
  {
    name: "dead-host",
    title: "The server's host dies in the middle of small requests: they arrive, nothing comes back, not even an ACK",
    kind: "look-alike",
    ...over(),
    steps: [
      {
        client: { ...CHATTER, expect: "timeout" },
        happens: {
          8: ["OUTPUT", "INPUT"].map((chain) => ({ on: "server", command: ["iptables", "-A", chain, "-j", "DROP"] })),
        },
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: { code: "policy-drop", direction: "client-to-server", lastSeenAt: "server", missingAt: null, flows: 1 },
      notes:
        "After eight answers the server's kernel takes and gives nothing. A small request like those before is repeated unacknowledged.",
    },
  },
  {
    name: "route-vanishes",
    title: "A router loses its route in the middle of small requests and says host unreachable",
    kind: "look-alike",
    ...over(),
    steps: [
      {
        client: { ...CHATTER, expect: "timeout" },
        happens: { 8: [{ on: "gw", command: ["ip", "route", "replace", "unreachable", "10.60.2.0/24"] }] },
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: {
        code: "policy-drop",
        direction: "client-to-server",
        lastSeenAt: "gw-left",
        missingAt: "gw-right",
        flows: 1,
      },
      notes: "gw answers with ICMP 3/1, which an established connection only remembers.",
    },
  },
  {
    name: "still-open",
    title: "The captures end in the middle of a connection that works",
    kind: "look-alike",
    ...over(),
    steps: [{ client: CHATTER, happens: { 8: [{ captures: "stop", at: POINTS.map(({ name }) => name) }] } }],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "Nothing is wrong; the captures stop after eight of twenty answers." },
  },
  {
    name: "syn-lost-once",
    title: "The first SYN is lost, its repeat is answered",
    kind: "healthy",
    ...over({
      hosts: {
        gw: {
          iptables: ["-A FORWARD -p tcp --syn --dport 8443 -m statistic --mode nth --every 100 --packet 0 -j DROP"],
        },
      },
    }),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), download: 5000 }],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "iptables drops one SYN: an isolated loss is no finding." },
  },
  {
    name: "datagrams-one-way",
    title: "Log messages over UDP, which nobody answers and nobody should",
    kind: "healthy",
    ...over(),
    steps: [{ on: "client", kind: "udp", to: chainServer(514), sizes: [80, 300, 1472, 900, 80, 1200], answers: 0 }],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "All datagrams reach the server." },
  },
  {
    name: "deep-queue",
    title: "A slow link behind a deep queue: round trips of half a second, nothing lost",
    kind: "healthy",
    ...over({ hosts: { gw: { tc: ["qdisc add dev left root tbf rate 3mbit burst 3000 limit 600000"] } } }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 500_000 }],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "tbf on gw's left, 3 Mbit/s with a queue of 600 kB." },
  },
  {
    name: "syn-proxy",
    title: "A firewall answers SYNs itself and translates sequence numbers afterwards",
    kind: "look-alike",
    ...over({
      hosts: {
        gw: {
          sysctls: {
            "net.netfilter.nf_conntrack_tcp_loose": 0,
            "net.ipv4.tcp_syncookies": 1,
            "net.ipv4.tcp_timestamps": 1,
          },
          iptables: [
            "-t raw -A PREROUTING -i left -p tcp --syn --dport 8443 -j CT --notrack",
            "-A FORWARD -i left -p tcp --dport 8443 -m state --state INVALID,UNTRACKED -j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1460",
            "-A FORWARD -m state --state INVALID -j DROP",
          ],
        },
      },
    }),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), download: 20_000 }],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      notes:
        "SYNPROXY on gw: the server's sequence numbers differ by a constant on its two sides, and its SYN-ACK is the proxy's own.",
    },
  },
  {
    name: "checksum-offload",
    title: "The client leaves its checksums to its NIC: they are wrong in its own capture",
    kind: "look-alike",
    ...over({ offloads: [true, false, false] }),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), upload: 500, download: 5000 }],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      notes: "tx offload on the client's link: partial checksums at client and gw-left, filled in where gw sends on.",
    },
  },
];
