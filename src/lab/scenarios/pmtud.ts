import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";

const TWO = ["client", "gw", "mid", "core", "server"];
const NARROW = 1400;
const MTUS = [1500, NARROW, 1500];

const over = (options: ChainOptions): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork({ mtus: MTUS, ...options }),
  servers: [{ on: "server", kind: "http", port: 8080 }],
});

/** Path MTU discovery that works, at once or late. */
export const pmtud: Scenario[] = [
  {
    name: "pmtud-download",
    title: "The server obeys the PTB at once",
    kind: "healthy",
    ...over({}),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 60_000 }],
    vantagePoints: chainPoints(),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "server-to-client",
          lastSeenAt: "core-right",
          missingAt: "core-left",
          sizes: { smallestLost: 1500, largestDelivered: 1400 },
        },
      ],
      notes:
        "core drops the first flight and sends 3/4 with 1400; the server cuts it again (ip route get: mtu 1400) and goes on.",
    },
  },
  {
    name: "pmtud-upload",
    title: "One upload draws many PTBs, as everything in flight bounces; the client obeys",
    kind: "healthy",
    ...over({}),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), upload: 100_000 }],
    vantagePoints: chainPoints(),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "client-to-server",
          lastSeenAt: "gw-left",
          missingAt: "gw-right",
          sizes: { smallestLost: 1500, largestDelivered: 1400 },
        },
      ],
      notes: "Ten segments of 1500 are in flight when the first PTB comes, so ten PTBs come; none was ignored.",
    },
  },
  {
    name: "pmtud-two-walls",
    title: "A link of 1450 with one of 1400 behind it: the server obeys one PTB after the other",
    kind: "healthy",
    network: chainNetwork({ row: TWO, mtus: [1500, 1400, 1450, 1500], family: 6 }),
    servers: [{ on: "server", kind: "http", port: 8080 }],
    steps: [{ on: "client", kind: "http", to: chainServer(8080, { row: TWO, family: 6 }), download: 60_000 }],
    vantagePoints: chainPoints(TWO),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          direction: "server-to-client",
          lastSeenAt: "core-right",
          missingAt: "core-left",
          sizes: { smallestLost: 1500, largestDelivered: 1450 },
        },
        {
          code: "pmtud-recovery",
          direction: "server-to-client",
          lastSeenAt: "mid-right",
          missingAt: "mid-left",
          sizes: { smallestLost: 1450, largestDelivered: 1400 },
        },
      ],
      notes: "core sends Packet Too Big with 1450, then mid with 1400.",
    },
  },
  {
    name: "pmtud-ipv6",
    title: "The server obeys an ICMPv6 Packet Too Big at once",
    kind: "healthy",
    ...over({ family: 6 }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080, { family: 6 }), download: 60_000 }],
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
          sizes: { smallestLost: 1500, largestDelivered: 1400 },
        },
      ],
      notes: "As pmtud-download, with ICMPv6 type 2.",
    },
  },
  {
    name: "pmtud-through-nat",
    title: "The PTB quotes the translated packet and is translated back by the NAT",
    kind: "healthy",
    ...over({ masquerade: ["gw"], mtus: [1500, 1500, NARROW, 1500], row: ["client", "gw", "mid", "core", "server"] }),
    steps: [
      {
        on: "client",
        kind: "http",
        to: chainServer(8080, { row: ["client", "gw", "mid", "core", "server"] }),
        upload: 40_000,
      },
    ],
    vantagePoints: chainPoints(
      ["client", "gw", "mid", "core", "server"],
      ["client", "gw-right", "mid-left", "mid-right", "server"],
    ),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "client-to-server",
          lastSeenAt: "mid-left",
          missingAt: "mid-right",
          sizes: { smallestLost: 1500, largestDelivered: 1400 },
        },
      ],
      notes: "mid's 3/4 quotes the NAT's address; conntrack rewrites it to the client's, who obeys.",
    },
  },
  {
    name: "pmtud-learned-before",
    title: "A second flow after the first has learned the path: nothing is lost, its MSS is smaller",
    kind: "healthy",
    ...over({}),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
    ],
    vantagePoints: chainPoints(),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "client-to-server",
          lastSeenAt: "gw-left",
          missingAt: "gw-right",
        },
      ],
      notes:
        "The client's route cache holds 1400 from the first flow; the second flow's SYN announces less, which is no fault.",
    },
  },
  {
    name: "probing-recovers",
    title: "No PTB comes, but the server's packetization-layer probing finds a size that passes after seconds",
    kind: "healthy",
    ...over({
      hosts: {
        core: { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] },
        server: { sysctls: { "net.ipv4.tcp_mtu_probing": 1, "net.ipv4.tcp_retries1": 2 } },
      },
    }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 30_000 }],
    vantagePoints: chainPoints(),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "warning",
          direction: "server-to-client",
          lastSeenAt: "core-right",
          missingAt: "core-left",
          sizes: { smallestLost: 1500, largestDelivered: 1076 },
        },
      ],
      notes:
        "core is mute. After a few time-outs (tcp_retries1=2) tcp_mtu_probing=1 falls back to tcp_base_mss 1024 and the answer arrives.",
    },
  },
];
