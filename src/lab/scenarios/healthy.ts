import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: SERVERS,
});
const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);

/** Traffic that works. */
export const healthy: Scenario[] = [
  {
    name: "plain-tls",
    title: "TLS with a small and a large answer",
    kind: "healthy",
    ...over(),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), download: 100 },
      { on: "client", kind: "tls", to: chainServer(8443), download: 200_000 },
    ],
    vantagePoints: chainPoints(),
    truth: { primary: null, notes: "1500 everywhere." },
  },
  {
    name: "plain-http-ipv6",
    title: "Large downloads and uploads over IPv6",
    kind: "healthy",
    ...over({ family: 6 }),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080, { family: 6 }), download: 200_000 },
      { on: "client", kind: "http", to: chainServer(8080, { family: 6 }), upload: 200_000 },
    ],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "1500 everywhere." },
  },
  {
    name: "plain-no-timestamps",
    title: "No TCP timestamps and no selective acknowledgement",
    kind: "healthy",
    ...over({ hosts: { client: { sysctls: { "net.ipv4.tcp_timestamps": 0, "net.ipv4.tcp_sack": 0 } } } }),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), download: 50_000 }],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "1500 everywhere." },
  },
  {
    name: "small-mss-client",
    title: "A client with MTU 1400 announces MSS 1360, its server 1460: no clamp, no fault",
    kind: "healthy",
    ...over({ mtus: [[1400, 1400], 1500, 1500] }),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 50_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      notes: "SYN and SYN-ACK differ in MSS, as the hosts' MTUs do; each is the same at every point.",
    },
  },
  {
    name: "curl-reset-after-fin",
    title: "curl over TLS, whose server's last words meet a closed socket: a reset after FIN",
    kind: "healthy",
    ...over(),
    steps: [{ on: "client", kind: "curl", arguments: ["-k", `https://${chainServer(8443)}/3000`] }],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "The transfer is complete before the reset." },
  },
  {
    name: "mss-over-clamped",
    title: "A clamp to 1000 on a path that carries 1500",
    kind: "healthy",
    ...over({
      hosts: {
        gw: { iptables: ["-t mangle -A FORWARD -p tcp --dport 8443 --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1000"] },
      },
    }),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 50_000 },
      { on: "client", kind: "tls", to: chainServer(8443), download: 50_000 },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      costs: [
        {
          code: "mss-over-clamped",
          direction: "server-to-client",
          sizes: { largestPassed: 1500, largestDelivered: 1040 },
        },
      ],
      context: ["mss-clamped"],
      notes: "TCPMSS on gw for port 8443 only; port 8080 shows that 1500 passes.",
    },
  },
  {
    name: "keep-alive",
    title: "A connection that is idle for seconds, with keep-alives, between two requests",
    kind: "healthy",
    ...over({ hosts: { client: { sysctls: { "net.ipv4.tcp_keepalive_intvl": 1 } } } }),
    steps: [
      {
        on: "client",
        kind: "http",
        to: chainServer(8080),
        download: 3000,
        requests: 2,
        pause: 3600,
        keepAlive: 1000,
      },
    ],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "Keep-alives repeat an old sequence number and are answered." },
  },
  {
    name: "jumbo-path",
    title: "9000 bytes everywhere",
    kind: "healthy",
    ...over({ mtus: [9000, 9000, 9000] }),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 300_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 100_000 },
    ],
    vantagePoints: POINTS,
    truth: { primary: null, notes: "MSS 8960 at both ends and 9000-byte packets on every link." },
  },
  {
    name: "nat-twice",
    title: "Two address translations in a row",
    kind: "healthy",
    ...over({ masquerade: ["gw", "core"] }),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), download: 20_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
    ],
    vantagePoints: chainPoints(),
    truth: { primary: null, notes: "gw and core masquerade." },
  },
  {
    name: "mss-clamped",
    title: "A working clamp to the path's MTU at a router before a narrow link",
    kind: "healthy",
    ...over({
      mtus: [1500, 1400, 1500],
      hosts: {
        gw: { iptables: ["-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu"] },
      },
    }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 50_000 }],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      context: ["mss-clamped"],
      notes: "TCPMSS on gw rewrites the client's SYN to 1360 for its link of 1400.",
    },
  },
];
