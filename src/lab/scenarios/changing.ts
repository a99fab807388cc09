import type { Host, Scenario, TrueFinding } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer } from "../topologies/chain.js";
import type { HttpStep } from "../traffic/plan.js";

const FIREWALLED = ["client", "gw", "core", "fw", "server"];
const MUTE: Partial<Host> = { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] };
const LOWER = { on: "core", command: ["ip", "link", "set", "left", "mtu", "1400"] };

const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: [{ on: "server", kind: "http", port: 8080 }],
});
const http = (more: Partial<HttpStep>, options: ChainOptions = {}): HttpStep => ({
  on: "client",
  kind: "http",
  to: chainServer(8080, options),
  ...more,
});
const downloads = (more: Partial<HttpStep>, options: ChainOptions = {}): HttpStep =>
  http({ download: 8000, requests: 3, pause: 300, ...more }, options);

const stops = (code: TrueFinding["code"], sizes: TrueFinding["sizes"] = {}): TrueFinding => ({
  code,
  direction: "server-to-client",
  lastSeenAt: "core-right",
  missingAt: "core-left",
  flows: 1,
  sizes: { smallestLost: 1500, ...sizes },
});

/** Limits that come or go while the captures run, or that hold on one way of several. */
export const changing: Scenario[] = [
  {
    name: "limit-lowered",
    title: "A mute router's link becomes smaller in the middle of a connection",
    kind: "fault",
    ...over({ hosts: { core: MUTE } }),
    steps: [{ client: downloads({ expect: "timeout" }), happens: { 1: [LOWER] } }],
    vantagePoints: chainPoints(),
    truth: {
      primary: stops("mtu-black-hole"),
      notes:
        "Before the change the same connection got 1500 across; after it core drops them (FragFails) and its OUTPUT the PTB.",
    },
  },
  {
    name: "limit-lowered-ptb-dropped",
    title: "The same with a router that tells, and a firewall that drops the PTB",
    kind: "fault",
    ...over({ row: FIREWALLED, hosts: { fw: { iptables: ["-A FORWARD -p icmp -j DROP"] } } }),
    steps: [{ client: downloads({ expect: "timeout" }, { row: FIREWALLED }), happens: { 1: [LOWER] } }],
    vantagePoints: chainPoints(FIREWALLED),
    truth: {
      primary: stops("ptb-not-delivered"),
      notes: "core sends 3/4 with 1400 from the change on; fw's FORWARD drops them.",
    },
  },
  {
    name: "limit-lowered-ptb",
    title: "The same with a PTB that arrives, and a server that obeys",
    kind: "healthy",
    ...over(),
    steps: [{ client: downloads({}), happens: { 1: [LOWER] } }],
    vantagePoints: chainPoints(),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          direction: "server-to-client",
          lastSeenAt: "core-right",
          missingAt: "core-left",
          sizes: { smallestLost: 1500, largestDelivered: 1400 },
        },
      ],
      notes:
        "One flight of 1500 is lost; the server cuts it again to 1400 and stays there. What passed before passed another limit.",
    },
  },
  {
    name: "limit-mended",
    title: "A download fails, somebody mends the link, and the next one works",
    kind: "fault",
    ...over({ mtus: [1500, 1400, 1500], hosts: { core: MUTE } }),
    steps: [
      http({ download: 8000, expect: "timeout" }),
      {
        client: http({ download: 20, requests: 2, pause: 300 }),
        happens: {
          1: [
            { on: "core", command: ["ip", "link", "set", "left", "mtu", "1500"] },
            { on: "gw", command: ["ip", "link", "set", "right", "mtu", "1500"] },
          ],
        },
      },
      http({ download: 20_000 }),
    ],
    vantagePoints: chainPoints(),
    truth: {
      primary: stops("mtu-black-hole"),
      notes: "1500 passes after the change only: the download before it met the limit.",
    },
  },
  {
    name: "one-way-of-two",
    title: "Of two ways between two routers one is smaller and mute: connections on the other work",
    kind: "fault",
    ...twoWays(),
    steps: [
      http({ download: 20, localPort: 41_000 }),
      http({ download: 8000, localPort: 41_001, expect: "timeout" }),
      http({ download: 20_000, localPort: 43_000 }),
    ],
    vantagePoints: chainPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "core-right",
        flows: 1,
        sizes: { smallestLost: 1500 },
      },
      notes:
        "core sends what goes to ports 41000 to 42000 by a link of 1400, as ECMP by a hash of the ports does; its OUTPUT drops the PTB.",
    },
  },
  {
    name: "clamp-of-one-direction",
    title: "A clamp that changes only the client's SYN: downloads fit, uploads do not",
    kind: "fault",
    ...over({
      mtus: [1500, 1400, 1500],
      hosts: {
        gw: {
          iptables: [
            ...(MUTE.iptables ?? []),
            "-t mangle -A FORWARD -i left -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1360",
          ],
        },
      },
    }),
    steps: [http({ download: 30_000 }), http({ upload: 30_000, expect: "timeout" })],
    vantagePoints: chainPoints(),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "gw-left",
        missingAt: "gw-right",
        flows: 1,
        sizes: { smallestLost: 1500 },
      },
      context: ["mss-clamped"],
      notes:
        "The server learns 1360 and sends 1400; the client still hears 1460 and sends 1500, which gw drops (FragFails).",
    },
  },
  {
    name: "two-walls",
    title: "Two mute routers with links of 1450 and 1400: connections stop at the first wall that is too low for them",
    kind: "fault",
    ...over({
      row: ["client", "gw", "mid", "core", "server"],
      mtus: [1500, 1400, 1450, 1500],
      hosts: { gw: MUTE, mid: MUTE, core: MUTE },
    }),
    steps: [
      http({ download: 20 }, { row: FIREWALLED }),
      http({ download: 8000, expect: "timeout" }, { row: FIREWALLED }),
      http({ upload: 8000, expect: "timeout" }, { row: FIREWALLED }),
    ],
    vantagePoints: chainPoints(["client", "gw", "mid", "core", "server"]),
    truth: {
      primary: stops("mtu-black-hole"),
      others: [
        {
          code: "mtu-black-hole",
          direction: "client-to-server",
          lastSeenAt: "gw-left",
          missingAt: "gw-right",
          flows: 1,
          sizes: { smallestLost: 1500 },
        },
      ],
      notes: "The download meets core's 1450 first, the upload gw's 1400.",
    },
  },
  {
    name: "jumbo-ends-pmtud",
    title: "Jumbo frames at both ends and 1500 between: the server obeys the PTB",
    kind: "healthy",
    ...over({ mtus: [9000, 1500, 9000] }),
    steps: [http({ download: 100_000 })],
    vantagePoints: chainPoints(),
    truth: {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          direction: "server-to-client",
          lastSeenAt: "core-right",
          missingAt: "core-left",
          sizes: { largestDelivered: 1500 },
        },
      ],
      notes: "core sends 3/4 with 1500 for packets of 9000.",
    },
  },
];

/** A second link between gw and core, by which core sends what goes to some ports of the client. */
function twoWays(): Pick<Scenario, "network" | "servers"> {
  const { network, servers } = over({
    hosts: {
      gw: { addresses: { right2: ["10.61.0.1/24"] } },
      core: {
        ...MUTE,
        addresses: { left2: ["10.61.0.2/24"] },
        ip: ["route add default via 10.61.0.1 table 99", "rule add ipproto tcp dport 41000-42000 lookup 99"],
      },
    },
  });
  return {
    network: { ...network, links: [...network.links, { a: "gw:right2", b: "core:left2", mtu: 1400 }] },
    servers,
  };
}
