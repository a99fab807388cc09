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
const MUTE = { core: { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] } };
/** Every frame that enters or leaves a device of gw is copied to a mirror port. */
const MIRROR = {
  nft: [
    "add table netdev mirror",
    ...["left", "right"].flatMap((device) => [
      `add chain netdev mirror in-${device} { type filter hook ingress device ${device} priority 0; }`,
      `add chain netdev mirror out-${device} { type filter hook egress device ${device} priority 0; }`,
      `add rule netdev mirror in-${device} dup to mirror`,
      `add rule netdev mirror out-${device} dup to mirror`,
    ]),
  ],
};
function mirrored(options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> {
  const { hosts, links } = chainNetwork({
    ...options,
    hosts: { ...options.hosts, gw: { ...options.hosts?.gw, ...MIRROR } },
  });
  return {
    network: { hosts: { ...hosts, probe: {} }, links: [...links, { a: "gw:mirror", b: "probe:eth0", mtu: 9000 }] },
    servers: SERVERS,
  };
}
const LONG = {
  on: "client",
  kind: "http",
  to: chainServer(8080),
  download: 3000,
  requests: 12,
  pause: 150,
} as const;

const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);

/** What the way of capturing does to a capture. */
export const captures: Scenario[] = [
  {
    name: "mid-flow",
    title: "Every capture starts in the middle of a connection",
    kind: "look-alike",
    ...over(),
    steps: [{ client: LONG, happens: { 4: [{ captures: "start", at: POINTS.map(({ name }) => name) }] } }],
    vantagePoints: POINTS.map((point) => ({ ...point, later: true })),
    truth: {
      primary: null,
      context: ["capture-incomplete"],
      notes: "No handshake is in any capture; the connection works.",
    },
  },
  {
    name: "staggered",
    title: "The captures start and end at different moments",
    kind: "look-alike",
    ...over(),
    steps: [
      {
        client: LONG,
        happens: {
          3: [{ captures: "start", at: ["gw-left"] }],
          6: [{ captures: "start", at: ["server"] }],
          9: [{ captures: "stop", at: ["gw-right"] }],
        },
      },
      { on: "client", kind: "tls", to: chainServer(8443), download: 10_000 },
    ],
    vantagePoints: POINTS.map((point) => ({ ...point, later: ["gw-left", "server"].includes(point.name) })),
    truth: {
      primary: null,
      context: ["capture-incomplete"],
      notes: "What a point lacks passed while it was not listening.",
    },
  },
  {
    name: "cooked-any",
    title:
      "A cooked capture of all devices of a masquerading router holds every packet twice, with different addresses",
    kind: "look-alike",
    ...over({ masquerade: ["gw"] }),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), download: 20_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
    ],
    vantagePoints: [
      { name: "client", host: "client", device: "eth0" },
      { name: "gw-any", host: "gw", device: "any", linkType: "LINUX_SLL2" },
      { name: "server", host: "server", device: "eth0" },
    ],
    truth: { primary: null, notes: "Nothing is lost or sent twice." },
  },
  {
    name: "cooked-any-v1",
    title: "The same with the older cooked link type, without translation",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), download: 20_000 }],
    vantagePoints: [
      { name: "client", host: "client", device: "eth0" },
      { name: "gw-any", host: "gw", device: "any", linkType: "LINUX_SLL" },
      { name: "server", host: "server", device: "eth0" },
    ],
    truth: { primary: null, notes: "Nothing is lost or sent twice." },
  },
  {
    name: "cooked-any-black-hole",
    title: "A mute router, captured on all of its devices at once",
    kind: "fault",
    ...over({ mtus: [1500, 1400, 1500], hosts: MUTE }),
    steps: [
      { on: "client", kind: "http", to: chainServer(8080), download: 20 },
      { on: "client", kind: "http", to: chainServer(8080), download: 8000, expect: "timeout" },
    ],
    vantagePoints: [
      { name: "client", host: "client", device: "eth0" },
      { name: "core-any", host: "core", device: "any" },
      { name: "server", host: "server", device: "eth0" },
    ],
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "core-any:3",
        missingAt: "core-any:2",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 900, largestPassed: 900 },
      },
      notes:
        "As mute-router. core-any has the large packets once (in by interface 3), the small ones twice (out by 2 too); each interface is a vantage point, by its index: 2 is left, which is made first.",
    },
  },
  {
    name: "mirror-copies",
    title: "A mirror port with every packet twice, before and after it was routed",
    kind: "look-alike",
    ...mirrored(),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), download: 20_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
    ],
    vantagePoints: [
      { name: "client", host: "client", device: "eth0" },
      { name: "mirror", host: "probe", device: "eth0" },
      { name: "server", host: "server", device: "eth0" },
    ],
    truth: {
      primary: null,
      notes: "nft dup at ingress and egress of both devices of gw: copies are no retransmissions.",
    },
  },
  {
    name: "mirror-alone",
    title: "The same mirror port as the only vantage point",
    kind: "look-alike",
    ...mirrored(),
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), download: 20_000 }],
    vantagePoints: [{ name: "mirror", host: "probe", device: "eth0" }],
    truth: { primary: null, notes: "As mirror-copies." },
  },
  {
    name: "short-snaplen",
    title: "Captures that keep 68 bytes of each frame",
    kind: "look-alike",
    ...over(),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), download: 20_000 },
      { on: "client", kind: "http", to: chainServer(8080), upload: 20_000 },
    ],
    vantagePoints: chainPoints(ROW, ["client", "gw-right", "server"]).map((point) => ({ ...point, snaplen: 68 })),
    truth: {
      primary: null,
      notes: "The options of a SYN and all payload are cut off; lengths are still in the headers.",
    },
  },
  {
    name: "filtered-capture",
    title: "One capture was taken with a filter that hides large packets",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 50_000 }],
    vantagePoints: [
      { name: "client", host: "client", device: "eth0" },
      { name: "gw-left", host: "gw", device: "left", filter: "less 600" },
      { name: "server", host: "server", device: "eth0" },
    ],
    truth: { primary: null, notes: "tcpdump less 600 on gw-left; what it lacks was received and acknowledged." },
  },
];
