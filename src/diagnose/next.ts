import { isFresh } from "../correlate/ttl.js";
import type { Encapsulation, Endpoint } from "../flow/digest.js";
import type { Case, Court, Side } from "./case.js";
import { type Finding, type Phrase, phrase } from "./finding.js";
import type { LostHere } from "./lost-here.js";

/** Which capture would decide: beyond the outermost point on the side where the packets vanish. */
export function nextCapture(court: Court, c: Case, side: Side, place: LostHere): Phrase {
  const { digests } = court.correlation;
  const towardsSender = place.lastSeenAt === null;
  const known = towardsSender ? place.missingAt : place.lastSeenAt;
  const toServer = side.journey.direction === "client-to-server";
  const both = place.lastSeenAt !== null && place.missingAt !== null;
  const key = both
    ? "next-longer"
    : atReceiver(side, known)
      ? "next-at-receiver"
      : towardsSender === toServer
        ? "next-client-side"
        : "next-server-side";
  return phrase(key, { point: known === null ? "" : digests[known].name, command: captureCommand(c, known) });
}

/** Whether no router lies between a point and the receiver: what vanishes beyond it, the receiver itself drops, or its link. */
function atReceiver(side: Side, point: number | null): boolean {
  const { views } = side.journey;
  const last = views[views.length - 1];
  return last.point === point && isFresh(last.back.ttl) && !isFresh(last.sent.ttl);
}

/** A conversation of any protocol, as a capture filter names it. */
interface Watched {
  conversation: { views: readonly { point: number; flow: { server: Endpoint; encapsulations: Encapsulation[] } }[] };
}

/** Where a rule does not say it better: a capture beyond the outermost point on the side of the place that no point stands on. */
export function nextBeyond(court: Court, f: Omit<Finding, "category">): Phrase | null {
  if (f.certainty === "proven" || f.role === "context") return null;
  const { conversations, datagrams, digests } = court.correlation;
  const [flow] = f.flows;
  const conversation = conversations.find((c) => c.id === flow) ?? datagrams.find((c) => c.id === flow);
  if (conversation === undefined) return null;
  const known = f.lastSeenAt ?? f.missingAt;
  const towardsSender = f.lastSeenAt === null;
  const command = captureCommand({ conversation }, known);
  if (known === null) return phrase("next-at-server", { command });
  if (f.lastSeenAt !== null && f.missingAt !== null) return phrase("next-longer", { command });
  const key = towardsSender === (f.direction === "client-to-server") ? "next-client-side" : "next-server-side";
  return phrase(key, { point: digests[known].name, command });
}

/** Headers only: enough for every verdict, little of what people said; with the tunnels the flow was seen in. */
export function captureCommand(c: Watched, point: number | null): string {
  const { server } = (c.conversation.views.find((v) => v.point === point) ?? c.conversation.views[0]).flow;
  const stacks = new Set(c.conversation.views.flatMap((v) => v.flow.encapsulations.flatMap((e) => e.stack)));
  const tunnels = TUNNEL_FILTERS.filter(([name]) => stacks.has(name)).map(([, filter]) => filter);
  const filter = [`(host ${server.address} and port ${server.port})`, "icmp", "icmp6", ...new Set(tunnels)].join(
    " or ",
  );
  return `tcpdump -ni any -s ${tunnels.length > 0 || stacks.size > 0 ? 256 : 192} -w next.pcap '${filter}'`;
}

/** What tcpdump must be asked for to see a tunnel's packets: inside one, hosts and ports are not where it looks. */
const TUNNEL_FILTERS: readonly (readonly [string, string])[] = [
  ["vxlan", "udp port 4789 or udp port 8472"],
  ["vxlan-gpe", "udp port 4790"],
  ["geneve", "udp port 6081"],
  ["gre", "proto gre"],
  ["gretap", "proto gre"],
  ["ipip", "ip proto 4"],
  ["6in4", "ip proto 41"],
  ["gtp-u", "udp port 2152"],
  ["mpls", "mpls"],
  ["pppoe", "pppoes"],
  ["vlan", "vlan"],
];
