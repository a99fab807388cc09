import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
  { on: "server", kind: "silent", port: 7000 },
  { on: "server", kind: "hung", port: 7001 },
];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: SERVERS,
});
const ENDS = ["client", "gw-left", "gw-right", "server"];

/** Connections that hang, or never start, for reasons that have nothing to do with size. */
export const silence: Scenario[] = [
  {
    name: "server-silent",
    title: "The server accepts, acknowledges the request and sends nothing",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(7000), expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: { code: "server-silent", direction: "server-to-client", lastSeenAt: null, missingAt: null, flows: 1 },
      notes: "The program reads and never writes; the ClientHello is acknowledged by its kernel.",
    },
  },
  {
    name: "server-silent-large-hello",
    title: "The same after a ClientHello of two full segments, all of it acknowledged",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(7000), helloPadding: 1500, expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: { code: "server-silent", direction: "server-to-client", lastSeenAt: null, missingAt: null, flows: 1 },
      notes: "As server-silent; the 1500-byte segment of the hello is seen at the server and acknowledged.",
    },
  },
  {
    name: "slow-server",
    title: "The server takes two seconds to answer",
    kind: "healthy",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), delay: 2000, download: 5000 }],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: { primary: null, notes: "The program waits 2 s before it answers." },
  },
  {
    name: "zero-window",
    title: "The server's program stops reading during an upload",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "http", to: chainServer(7001), upload: 4_000_000, expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: { code: "zero-window", direction: "client-to-server", lastSeenAt: null, missingAt: null, flows: 1 },
      notes: "The program never reads: the server's kernel advertises window 0, the client probes it.",
    },
  },
  {
    name: "slow-reader",
    title: "The client reads slowly: its window closes for moments, the download completes",
    kind: "healthy",
    ...over({ hosts: { client: { sysctls: { "net.ipv4.tcp_rmem": "4096 16384 16384" } } } }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 150_000, slowReader: 60 }],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: null,
      notes: "tcp_rmem of 16 kB and a reader that pauses; nothing is lost and everything arrives.",
    },
  },
  {
    name: "syn-dropped",
    title: "A firewall drops the SYN",
    kind: "look-alike",
    ...over({ hosts: { gw: { iptables: ["-A FORWARD -p tcp --dport 8443 -j DROP"] } } }),
    // Before and after: only then does a point's silence about a flow say anything.
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 3000 },
      { on: "client", kind: "tls", to: chainServer(8443), expect: "timeout" },
      { on: "client", kind: "http", to: chainServer(8080), download: 3000 },
    ],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: {
        code: "syn-unanswered",
        direction: "client-to-server",
        lastSeenAt: "gw-left",
        missingAt: "gw-right",
        flows: 1,
      },
      notes: "gw's FORWARD drops port 8443; port 8080 passes.",
    },
  },
  {
    name: "syn-dropped-at-server",
    title: "The SYN reaches the server's interface and is dropped behind it",
    kind: "look-alike",
    ...over({ hosts: { server: { iptables: ["-A INPUT -p tcp --dport 8443 -j DROP"] } } }),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: {
        code: "syn-unanswered",
        direction: "client-to-server",
        lastSeenAt: "server",
        missingAt: null,
        flows: 1,
      },
      notes: "The server's INPUT drops port 8443: beyond the outermost vantage point.",
    },
  },
  {
    name: "syn-ack-dropped",
    title: "The SYN-ACK is dropped on its way back",
    kind: "look-alike",
    ...over({ hosts: { gw: { iptables: ["-A FORWARD -p tcp --sport 8443 -j DROP"] } } }),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 3000 },
      { on: "client", kind: "tls", to: chainServer(8443), expect: "timeout" },
    ],
    vantagePoints: chainPoints(ROW, ENDS),
    truth: {
      primary: {
        code: "one-way-traffic",
        direction: "server-to-client",
        lastSeenAt: "gw-right",
        missingAt: "gw-left",
        flows: 1,
      },
      notes: "gw's FORWARD drops what comes from port 8443; the server repeats its SYN-ACK.",
    },
  },
  {
    name: "host-unreachable",
    title: "Nobody has the server's address: the last router says host unreachable",
    kind: "look-alike",
    ...over(),
    servers: [],
    steps: [{ on: "client", kind: "http", to: "10.60.2.77:8080", expect: "failed" }],
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right"]),
    truth: {
      primary: {
        code: "policy-drop",
        direction: "client-to-server",
        lastSeenAt: "core-left",
        missingAt: "core-right",
        flows: 1,
      },
      notes: "core's ARP for 10.60.2.77 goes unanswered for three seconds; it then sends ICMP 3/1 to the client.",
    },
  },
];
