import type { Scenario, TrueFinding } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { ClientStep, Server } from "../traffic/plan.js";

const HTTP: Server = { on: "server", kind: "http", port: 8080 };
const NARROW = 1400;
const FIREWALLED = ["client", "gw", "core", "fw", "server"];
const DROP_PTB_4 = "-p icmp --icmp-type fragmentation-needed -j DROP";
const DROP_PTB_6 = "-p icmpv6 --icmpv6-type packet-too-big -j DROP";

/** A small answer, then one of `download` bytes (or an upload), over a link of 1400 bytes between gw and core. */
function narrow(
  options: ChainOptions,
  large: Partial<ClientStep & { kind: "http" }>,
): Pick<Scenario, "network" | "servers" | "steps"> {
  const to = chainServer(8080, options);
  const mtus = (options.row ?? ROW).slice(1).map((_, n) => (n === 1 ? NARROW : 1500));
  return {
    network: chainNetwork({ mtus, ...options }),
    servers: [HTTP],
    steps: [
      { on: "client", kind: "http", to, download: 20 },
      { on: "client", kind: "http", to, ...large },
    ],
  };
}

/** Routes ICMP by a table of its own, to the second host with the server's address. */
const TO_THE_OTHER = ["rule add ipproto icmp lookup 200", "route add 10.60.3.2/32 dev other table 200"];

function shared(scenario: ReturnType<typeof narrow>): ReturnType<typeof narrow> {
  const { hosts, links } = scenario.network;
  const other = { addresses: { eth0: ["10.60.3.2/24"] } };
  return {
    ...scenario,
    network: { hosts: { ...hosts, other }, links: [...links, { a: "fw:other", b: "other:eth0" }] },
  };
}

const stops = (
  code: TrueFinding["code"],
  direction: TrueFinding["direction"],
  lastSeenAt: string | null,
  missingAt: string | null,
  sizes: TrueFinding["sizes"],
): TrueFinding => ({ code, direction, lastSeenAt, missingAt, flows: 1, ...(sizes ? { sizes } : {}) });

const DOWN = { download: 8000, expect: "timeout" } as const;
const UP = { upload: 8000, expect: "timeout" } as const;

export const ptb: Scenario[] = [
  {
    name: "ptb-dropped-on-the-way",
    title: "A firewall between the narrow link and the server drops the PTB",
    kind: "fault",
    ...narrow({ row: FIREWALLED, hosts: { fw: { iptables: [`-A FORWARD ${DROP_PTB_4}`] } } }, DOWN),
    vantagePoints: chainPoints(FIREWALLED),
    truth: {
      primary: stops("ptb-not-delivered", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 900,
        largestPassed: 900,
      }),
      notes:
        "core's ip_forward drops 1500 towards its link of 1400 (FragFails) and sends 3/4 with 1400; fw's FORWARD drops them.",
    },
  },
  {
    name: "ptb-dropped-on-the-way-upload",
    title: "The same for an upload: the PTB is dropped between the narrow link and the client",
    kind: "fault",
    ...narrow(
      {
        row: ["client", "fw", "gw", "core", "server"],
        mtus: [1500, 1500, NARROW, 1500],
        hosts: { fw: { iptables: [`-A FORWARD ${DROP_PTB_4}`] } },
      },
      UP,
    ),
    vantagePoints: chainPoints(
      ["client", "fw", "gw", "core", "server"],
      ["client", "fw-right", "gw-left", "gw-right", "server"],
    ),
    truth: {
      primary: stops("ptb-not-delivered", "client-to-server", "gw-left", "gw-right", {
        smallestLost: 1500,
        largestDelivered: 870,
        largestPassed: 870,
      }),
      notes:
        "gw drops 1500 towards its link of 1400 and sends 3/4; fw's FORWARD drops them, so the client keeps its size.",
    },
  },
  {
    name: "ptb-dropped-on-the-way-ipv6",
    title: "The same with ICMPv6 Packet Too Big",
    kind: "fault",
    ...narrow({ row: FIREWALLED, family: 6, hosts: { fw: { ip6tables: [`-A FORWARD ${DROP_PTB_6}`] } } }, DOWN),
    vantagePoints: chainPoints(FIREWALLED, ["client", "core-left", "core-right", "fw-left", "server"]),
    truth: {
      primary: stops("ptb-not-delivered", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 1020,
        largestPassed: 1020,
      }),
      notes: "core counts Ip6InTooBigErrors and sends type 2; fw's FORWARD drops them.",
    },
  },
  {
    name: "ptb-lost-in-nat",
    title: "A NAT that does not track ICMP keeps the PTB for itself",
    kind: "fault",
    ...narrow(
      {
        row: ["client", "nat", "gw", "core", "server"],
        mtus: [1500, 1500, NARROW, 1500],
        masquerade: ["nat"],
        hosts: { nat: { iptables: ["-t raw -A PREROUTING -p icmp -j NOTRACK"] } },
      },
      UP,
    ),
    vantagePoints: chainPoints(
      ["client", "nat", "gw", "core", "server"],
      ["client", "nat-left", "nat-right", "gw-left", "gw-right", "server"],
    ),
    truth: {
      primary: stops("ptb-not-delivered", "client-to-server", "gw-left", "gw-right", {
        smallestLost: 1500,
        largestDelivered: 870,
        largestPassed: 870,
      }),
      notes:
        "gw sends 3/4 to the NAT's own address; untracked, it is not translated and ends there, so the client never hears.",
    },
  },
  {
    name: "ptb-to-another-host",
    title: "Two servers share an address, and the PTB is routed to the other one",
    kind: "fault",
    ...shared(narrow({ row: FIREWALLED, hosts: { fw: { ip: TO_THE_OTHER } } }, DOWN)),
    vantagePoints: chainPoints(FIREWALLED, ["client", "core-left", "core-right", "fw-left", "server"]),
    truth: {
      primary: stops("ptb-not-delivered", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 900,
        largestPassed: 900,
      }),
      notes:
        "fw has a rule that sends ICMP for 10.60.3.2 to the second host with that address, as ECMP by another hash does.",
    },
  },
  {
    name: "ptb-ignored",
    title: "The server's own filter drops the PTB",
    kind: "fault",
    ...narrow({ hosts: { server: { iptables: [`-A INPUT ${DROP_PTB_4}`] } } }, DOWN),
    vantagePoints: chainPoints(),
    truth: {
      primary: stops("ptb-ignored", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 900,
        largestPassed: 900,
      }),
      notes:
        "core sends 3/4 with 1400, they arrive on the server's interface; INPUT drops them there, so the size stays.",
    },
  },
  {
    name: "ptb-ignored-ipv6",
    title: "The server's own filter drops the ICMPv6 PTB",
    kind: "fault",
    ...narrow({ family: 6, hosts: { server: { ip6tables: [`-A INPUT ${DROP_PTB_6}`] } } }, DOWN),
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right", "server"]),
    truth: {
      primary: stops("ptb-ignored", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 1020,
        largestPassed: 1020,
      }),
      notes: "As ptb-ignored, with ICMPv6 type 2.",
    },
  },
  {
    name: "ptb-ignored-upload",
    title: "The client's own filter drops the PTB for its upload",
    kind: "fault",
    ...narrow({ hosts: { client: { iptables: [`-A INPUT ${DROP_PTB_4}`] } } }, UP),
    vantagePoints: chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]),
    truth: {
      primary: stops("ptb-ignored", "client-to-server", "gw-left", "gw-right", {
        smallestLost: 1500,
        largestDelivered: 870,
        largestPassed: 870,
      }),
      notes: "gw sends 3/4 with 1400 to the client, whose INPUT drops them.",
    },
  },
  {
    name: "mute-router",
    title: "A router drops what is too large and says nothing",
    kind: "fault",
    ...narrow({ hosts: { core: { iptables: [`-A OUTPUT ${DROP_PTB_4}`] } } }, DOWN),
    vantagePoints: chainPoints(),
    truth: {
      primary: stops("mtu-black-hole", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 900,
        largestPassed: 900,
      }),
      notes: "core's ip_forward drops 1500 (FragFails); its OUTPUT drops the PTB, so none is on any link.",
    },
  },
  {
    name: "mute-router-ipv6",
    title: "A router drops IPv6 packets that are too large and says nothing",
    kind: "fault",
    ...narrow({ family: 6, hosts: { core: { ip6tables: [`-A OUTPUT ${DROP_PTB_6}`] } } }, DOWN),
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right", "server"]),
    truth: {
      primary: stops("mtu-black-hole", "server-to-client", "core-right", "core-left", {
        smallestLost: 1500,
        largestDelivered: 1020,
        largestPassed: 1020,
      }),
      notes: "As mute-router, with ICMPv6.",
    },
  },
];
