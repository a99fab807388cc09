import { type Case, type Court, type Side, sideOf } from "../diagnose/case.js";
import type { FlowDirection } from "../diagnose/codes.js";
import type { Finding } from "../diagnose/finding.js";
import { type Announced, announcedOnPath, INITIAL_TTL } from "./announced.js";
import { type FittingMtu, fittingMtu } from "./fitting-mtu.js";

/** What remedies are chosen by: the little of a finding, and of the flows around it, that tells what would mend it. */
export interface Situation {
  direction: FlowDirection;
  family: 4 | 6;
  /** A clamp, and an MSS, exist for TCP only. */
  protocol: "tcp" | "datagrams";
  /** IP bytes of inner packets: the smallest that was lost, the largest that passed the same place. */
  lost: number | null;
  passed: number | null;
  /** The MTU at which the packets would fit. */
  fits: FittingMtu;
  /** Names of vantage points. */
  lastSeenAt: string | null;
  missingAt: string | null;
  tunnel: Tunnel;
  client: { address: string; mss: number | null };
  server: { address: string; port: number; mss: number | null };
  /** A host the flow crosses that announced a smaller MSS of its own in a flow that works. */
  announced: Announced | null;
  /** Whether that host lies behind the place, as the lost packets travel. */
  announcedBehind: boolean;
  /** Beyond `missingAt` there is only the receiver itself: its own packets come there with their initial TTL. */
  lastHop: boolean;
  /** A router may lie between client and server: false where no point saw the TTL fall. */
  routed: boolean;
  /** Type and code of the ICMP error that refuses the packets, as in "3/13"; null where none does. */
  refusal: string | null;
  ptb: { mtu: number; source: string; lastSeenAt: string } | null;
}

export interface Tunnel {
  /** Names of layers, outermost first; empty where the flow was seen in no tunnel. */
  stack: string[];
  /** Bytes it adds where the packets stop; 0 outside it. */
  overhead: number;
  /** Bytes it adds where the flow was seen in it. */
  adds: number;
  /** Whether both points of the place lie in the tunnel, one of them, or none. */
  place: "inside" | "edge" | "outside";
  /** The lost packets were seen beyond the tunnel: the underlay carried them. */
  crossed: boolean;
}

/** `findings` are all of the diagnosis: what a flow of a baseline announced is known from them alone. */
export function situationOf(court: Court, finding: Finding, findings: readonly Finding[]): Situation | null {
  const { correlation } = court;
  const { direction } = finding;
  if (direction === null) return null;
  const flows = new Set(finding.flows);
  const c = court.cases.find((k) => flows.has(k.conversation.id));
  const conversation = c?.conversation ?? correlation.datagrams.find((d) => flows.has(d.id));
  if (conversation === undefined) return null;
  const name = (point: number | null) => (point === null ? null : correlation.digests[point].name);
  const first = conversation.views[0].flow;
  const last = conversation.views[conversation.views.length - 1].flow;
  const announced = c === undefined ? null : announcedOnPath(court, c, finding.code === "mtu-black-hole");
  const ptb = ptbOf(court, c === undefined ? null : sideOf(c, direction));
  const tunnel = tunnelAt(conversation, finding, direction);
  const lost = finding.sizes?.smallestLost ?? beforeFragmentation(finding, tunnel);
  const passed = finding.sizes?.largestPassed ?? null;
  return {
    direction,
    family: conversation.family,
    protocol: c === undefined ? "datagrams" : "tcp",
    lost,
    passed,
    fits: fittingMtu({
      lost,
      passed,
      told: ptb?.mtu ?? null,
      announced: announced?.mtu ?? comparedMtu(finding, findings, conversation.family),
      overhead: tunnel.overhead,
    }),
    lastSeenAt: name(finding.lastSeenAt),
    missingAt: name(finding.missingAt),
    tunnel,
    client: { address: first.client.address, mss: c?.toServer.syn?.mss ?? null },
    server: { ...last.server, mss: c?.toClient.syn?.mss ?? null },
    announced,
    announcedBehind: c !== undefined && announced !== null && liesBehind(c, finding, announced),
    lastHop: c !== undefined && isLastHop(sideOf(c, direction), finding.missingAt),
    routed: c === undefined || isRouted(sideOf(c, direction)),
    refusal: refusalOf(finding),
    ptb,
  };
}

function isRouted({ journey }: Side): boolean {
  const ttls = journey.views.flatMap((v) => (v.sent.ttl === null ? [] : [v.sent.ttl.low, v.sent.ttl.high]));
  return journey.views.length < 2 || ttls.some((ttl) => ttl !== ttls[0] || !INITIAL_TTL.has(ttl));
}

function refusalOf(finding: Finding): string | null {
  const icmp = finding.cause.find((t) => t.term === "icmp")?.value;
  return icmp === undefined ? null : String(icmp);
}

function isLastHop(side: Side, missingAt: number | null): boolean {
  const end = side.journey.views[side.journey.views.length - 1];
  const ttl = end.back.ttl;
  return end.point === missingAt && ttl !== null && INITIAL_TTL.has(ttl.low) && INITIAL_TTL.has(ttl.high);
}

/** The MTU of a flow to the same server that works, wherever and whenever it was taken. */
function comparedMtu(finding: Finding, findings: readonly Finding[], family: 4 | 6): number | null {
  const mismatch = findings.find((f) => f.code === "mss-mismatch" && f.flows.some((id) => finding.flows.includes(id)));
  const mss = mismatch?.cause.find((t) => t.term === "mss-working")?.value;
  return typeof mss === "number" ? mss + headersOf(family) : null;
}

/** Whether the lost packets would have come to the announcing host only after the place where they stop. */
function liesBehind(c: Case, finding: Finding, announced: Announced): boolean {
  if (finding.direction !== "server-to-client") return false;
  const views = c.toClient.journey.views.map((v) => v.point);
  const missing = finding.missingAt === null ? views.length : views.indexOf(finding.missingAt);
  return views.indexOf(announced.at) >= missing;
}

/** Nothing is lost where packets are only cut up: what would have to fit is the whole packet, inside the tunnel if there is one. */
function beforeFragmentation(finding: Finding, tunnel: Tunnel): number | null {
  const size = finding.cause.find((t) => t.evidence.key === "cut-up")?.evidence.params.size;
  return typeof size === "number" ? size - tunnel.overhead : null;
}

function ptbOf(court: Court, side: Side | null): Situation["ptb"] {
  const told = side?.quotes.filter((q) => q.mtu !== null && q.mtu > 0) ?? [];
  if (side === null || told.length === 0) return null;
  const smallest = told.reduce((a, b) => ((b.mtu ?? 0) < (a.mtu ?? 0) ? b : a));
  // The point nearest the sender that saw one: from there on it was lost, or beyond there it was ignored.
  const towardsSender = side.journey.views.map((v) => v.point);
  const rank = (point: number) => (towardsSender.includes(point) ? towardsSender.indexOf(point) : towardsSender.length);
  const nearest = told.reduce((a, b) => (rank(b.point) < rank(a.point) ? b : a));
  return {
    mtu: smallest.mtu ?? 0,
    source: smallest.error.source,
    lastSeenAt: court.correlation.digests[nearest.point].name,
  };
}

/** A conversation, of segments or of datagrams, as far as tunnels go. */
interface Views {
  views: { point: number; flow: { encapsulations: { stack: string[]; overhead: number }[] } }[];
}

function tunnelAt(conversation: Views, finding: Finding, direction: FlowDirection): Tunnel {
  const at = (point: number | null) => {
    const found = conversation.views.find((v) => v.point === point)?.flow.encapsulations[0];
    return found !== undefined && found.overhead > 0 ? found : null;
  };
  const before = at(finding.lastSeenAt);
  const after = at(finding.missingAt);
  const inWay = direction === "client-to-server" ? conversation.views : [...conversation.views].reverse();
  const end = inWay.findIndex((v) => v.point === finding.lastSeenAt);
  const upstream = inWay.slice(0, end + 1).some((v) => at(v.point) !== null);
  const any = before ?? after ?? inWay.map((v) => at(v.point)).find((e) => e !== null) ?? null;
  return {
    stack: any?.stack ?? [],
    adds: any?.overhead ?? 0,
    overhead: Math.max(before?.overhead ?? 0, after?.overhead ?? 0),
    place: before !== null && after !== null ? "inside" : before !== null || after !== null ? "edge" : "outside",
    crossed: upstream && before === null,
  };
}

/** IP and TCP headers without options. */
export function headersOf(family: 4 | 6): number {
  return family === 4 ? 40 : 60;
}
