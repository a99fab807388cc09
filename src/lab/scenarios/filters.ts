import type { Scenario, Step, TrueFinding } from "../scenario.js";
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
const NAME = "-m string --algo bm --string blocked.test";
/** From the packet that names the server on, everything of the flow, in both directions. */
const NAME_FILTER = [
  `-t mangle -A FORWARD -p tcp ${NAME} -j CONNMARK --set-mark 1`,
  "-A FORWARD -m connmark --mark 1 -j DROP",
];

/** Other traffic before and after: only then does a point's silence about a flow say anything. */
const between = (step: Step, family: 4 | 6 = 4): Step[] => {
  const other: Step = { on: "client", kind: "http", to: chainServer(8080, { family }), download: 20 };
  return [other, step, other];
};

const dropped = (direction: TrueFinding["direction"], lastSeenAt: string, missingAt: string): TrueFinding => ({
  code: "policy-drop",
  direction,
  lastSeenAt,
  missingAt,
  flows: 1,
});

/** Filters that act on what a packet says, or on how long a flow lasts. */
export const filters: Scenario[] = [
  {
    name: "name-filter",
    title: "A filter drops a flow from its ClientHello on, for the server name in it",
    kind: "look-alike",
    ...over({ hosts: { gw: { iptables: NAME_FILTER } } }),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), sni: "allowed.test", download: 3000 },
      { on: "client", kind: "tls", to: chainServer(8443), sni: "blocked.test", expect: "timeout" },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: dropped("client-to-server", "gw-left", "gw-right"),
      notes:
        "gw's CONNMARK follows the name. A hello of the same 419 bytes with another name passes, so size is not the reason.",
    },
  },
  {
    name: "name-filter-large-hello",
    title: "The same with a ClientHello of two segments: the full one and the rest are dropped alike",
    kind: "look-alike",
    ...over({ hosts: { gw: { iptables: NAME_FILTER } } }),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), sni: "allowed.test", helloPadding: 1500, download: 3000 },
      { on: "client", kind: "tls", to: chainServer(8443), sni: "blocked.test", helloPadding: 1500, expect: "timeout" },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: dropped("client-to-server", "gw-left", "gw-right"),
      notes:
        "As name-filter. The rest of the hello (579 bytes, also sent again) is dropped too, and with another name both pass.",
    },
  },
  {
    name: "name-filter-one-packet",
    title: "A filter that drops only the packet with the name: the same size with another name passes",
    kind: "look-alike",
    ...over({ hosts: { gw: { iptables: [`-A FORWARD -p tcp ${NAME} -j DROP`] } } }),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), sni: "allowed.test", download: 3000 },
      { on: "client", kind: "tls", to: chainServer(8443), sni: "blocked.test", expect: "timeout" },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: dropped("client-to-server", "gw-left", "gw-right"),
      notes:
        "Only packets that hold the name are dropped: the hello and its repeats. Its size passes with another name, so size is not the reason.",
    },
  },
  {
    name: "policy-mid-flow",
    title: "From one moment on a firewall drops the flow, in the middle of small requests",
    kind: "look-alike",
    ...over(),
    steps: [
      {
        client: {
          on: "client",
          kind: "http",
          to: chainServer(8080),
          download: 200,
          requests: 20,
          pause: 150,
          expect: "timeout",
        },
        happens: { 8: [{ on: "gw", command: ["iptables", "-A", "FORWARD", "-p", "tcp", "-j", "DROP"] }] },
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: dropped("client-to-server", "gw-left", "gw-right"),
      notes:
        "After eight answers gw's FORWARD drops everything; the next request is as small as those that were answered before.",
    },
  },
  {
    name: "policy-mid-download",
    title: "A firewall loses its state in the middle of a download and drops the rest of it",
    kind: "look-alike",
    ...over({
      hosts: {
        gw: {
          iptables: [
            "-A FORWARD -p tcp --sport 8080 -m connbytes --connbytes 100000: --connbytes-dir reply --connbytes-mode bytes -j DROP",
          ],
          sysctls: { "net.netfilter.nf_conntrack_acct": 1 },
        },
      },
    }),
    steps: [{ on: "client", kind: "http", to: chainServer(8080), download: 400_000, expect: "timeout" }],
    vantagePoints: POINTS,
    truth: {
      primary: dropped("server-to-client", "gw-right", "gw-left"),
      notes:
        "connbytes: after 100 kB every packet from the server is dropped, full segments that passed before and the small ACK of the client's FIN alike.",
    },
  },
  {
    name: "admin-prohibited",
    title: "A firewall refuses the SYN with ICMP administratively prohibited",
    kind: "look-alike",
    ...over({
      hosts: { gw: { iptables: ["-A FORWARD -p tcp --dport 8443 -j REJECT --reject-with icmp-admin-prohibited"] } },
    }),
    steps: between({ on: "client", kind: "tls", to: chainServer(8443), expect: "failed" }),
    vantagePoints: POINTS,
    truth: { primary: dropped("client-to-server", "gw-left", "gw-right"), notes: "gw answers the SYN with ICMP 3/13." },
  },
  {
    name: "admin-prohibited-ipv6",
    title: "The same with ICMPv6",
    kind: "look-alike",
    ...over({
      family: 6,
      hosts: { gw: { ip6tables: ["-A FORWARD -p tcp --dport 8443 -j REJECT --reject-with icmp6-adm-prohibited"] } },
    }),
    steps: between({ on: "client", kind: "tls", to: chainServer(8443, { family: 6 }), expect: "failed" }, 6),
    vantagePoints: POINTS,
    truth: {
      primary: dropped("client-to-server", "gw-left", "gw-right"),
      notes: "gw answers the SYN with ICMPv6 type 1 code 1.",
    },
  },
];
