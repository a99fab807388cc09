import type { Scenario } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [{ on: "server", kind: "http", port: 8080 }];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: SERVERS,
});
const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);
const DOWN = {
  code: "random-loss",
  direction: "server-to-client",
  lastSeenAt: "gw-right",
  missingAt: "gw-left",
} as const;
const UP = {
  code: "random-loss",
  direction: "client-to-server",
  lastSeenAt: "gw-left",
  missingAt: "gw-right",
} as const;
const everyNth = (side: "--sport" | "--dport", every: number, packet: number): Partial<ChainOptions> => ({
  hosts: {
    gw: {
      iptables: [`-A FORWARD -p tcp ${side} 8080 -m statistic --mode nth --every ${every} --packet ${packet} -j DROP`],
    },
  },
});

/** Packets lost whatever their size; the flows complete. */
export const loss: Scenario[] = [
  {
    name: "loss-download",
    title: "One packet in twenty towards the client is lost",
    kind: "look-alike",
    ...over(everyNth("--sport", 20, 9)),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 300_000 }],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      costs: [DOWN],
      notes: "iptables statistic on gw; full segments before, between and after the lost ones pass.",
    },
  },
  {
    name: "loss-upload",
    title: "One packet in fifteen towards the server is lost",
    kind: "look-alike",
    ...over(everyNth("--dport", 15, 8)),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), upload: 200_000 }],
    vantagePoints: POINTS,
    truth: { primary: null, costs: [UP], notes: "iptables statistic on gw." },
  },
  {
    name: "loss-heavy",
    title: "One packet in five is lost towards the client",
    kind: "look-alike",
    ...over(everyNth("--sport", 5, 3)),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 60_000 }],
    vantagePoints: POINTS,
    truth: { primary: null, costs: [DOWN], notes: "iptables statistic on gw; several repeats are lost once more." },
  },
  {
    name: "loss-once",
    title: "A single packet is lost and repaired",
    kind: "healthy",
    ...over(everyNth("--sport", 10_000, 40)),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 200_000 }],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      notes: "iptables statistic drops one full segment of 140: an isolated loss is no finding.",
    },
  },
  {
    name: "policer",
    title: "A policer drops what exceeds a rate: mostly full segments, others of the same size pass",
    kind: "look-alike",
    ...over({
      hosts: {
        gw: {
          nft: [
            "add table ip police",
            "add chain ip police passing { type filter hook forward priority 0; }",
            "add rule ip police passing tcp sport 8080 limit rate over 300 kbytes/second burst 20 kbytes drop",
          ],
        },
      },
    }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 500_000 }],
    vantagePoints: POINTS,
    truth: { primary: null, costs: [DOWN], notes: "nft limit on gw, 300 kB/s with a burst of 20 kB." },
  },
  {
    name: "tail-drop",
    title: "A short queue in front of a slow link drops the tail of every burst",
    kind: "look-alike",
    ...over({ hosts: { gw: { tc: ["qdisc add dev left root tbf rate 8mbit burst 3000 limit 12000"] } } }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 500_000 }],
    vantagePoints: POINTS,
    truth: {
      primary: null,
      costs: [DOWN],
      notes: "tbf on gw's left: 8 Mbit/s with a queue of 12 kB; drops are before the device's taps.",
    },
  },
];
