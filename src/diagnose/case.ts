import type { Conversation, Correlation, FlowDirection, Journeying } from "../correlate/conversation.js";
import type { IcmpError, Sighting, Syn } from "../flow/digest.js";
import type { DirectionFates } from "./datagrams/direction.js";
import type { FragmentSets } from "./fragment-sets.js";
import type { LinkTraffic } from "./link-traffic.js";
import type { LostHere } from "./lost-here.js";

/** A PTB or another ICMP error that quotes a packet of a flow, and where it was seen. */
export interface Quote {
  point: number;
  error: IcmpError;
  direction: FlowDirection;
  /** IP bytes of the flow's own packet that it quotes. */
  size: number;
  /** What the MTU it tells leaves for the flow's own packet, a tunnel's overhead taken off; null for other errors. */
  mtu: number | null;
}

/** One direction of a flow, with what the rules ask of it. */
export interface Side {
  journey: Journeying;
  /** Packets never delivered although it mattered, by where they stop; the heaviest first. */
  stops: LostHere[];
  /** Packets lost on the way whose bytes came through later. */
  recovered: LostHere[];
  /** Payload bytes at the point that saw most. */
  bytes: number;
  syn: (Sighting & { point: number; mss: number | null }) | null;
  fin: (Sighting & { point: number }) | null;
  rst: (Sighting & { point: number; ttl: number; withAck: boolean }) | null;
  quotes: Quote[];
}

/** Everything the rules know of one flow. */
export interface Case {
  /** From its SYNs on every byte came once, in order, wherever it was seen: nothing was lost, late, refused or out of sight. */
  plain: boolean;
  conversation: Conversation;
  toServer: Side;
  toClient: Side;
  handshake: "complete" | "syn-ack" | "syn" | "mid-flow";
  /** Nanoseconds from the last packet that brought something new to the end of watching, at the point that watched longest. */
  silence: number;
  /** Nanoseconds from the client's last request to its giving up, or to the end of watching; 0 where it waited for nothing. */
  waited: number;
  outcome: "completed" | "open" | "stalled" | "reset" | "unanswered" | "refused" | "partial";
  failed: boolean;
}

/** What every rule is given. */
export interface Court {
  correlation: Correlation;
  cases: Case[];
  traffic: LinkTraffic;
  fragments: FragmentSets;
  /** Both directions of every datagram conversation, followed once. */
  fates: () => readonly DirectionFates[];
}

/** The SYN of a direction, at the first point from its sender's end that saw it. Looks at no more than that. */
export function synOf({ conversation: { views } }: Case, direction: FlowDirection): { point: number; syn: Syn } | null {
  const toServer = direction === "client-to-server";
  for (let i = 0; i < views.length; i++) {
    const { point, flow } = views[toServer ? i : views.length - 1 - i];
    const { syn } = toServer ? flow.toServer : flow.toClient;
    if (syn !== null) return { point, syn };
  }
  return null;
}

export function sideOf(c: Case, direction: FlowDirection): Side {
  return direction === "client-to-server" ? c.toServer : c.toClient;
}

export function opposite(direction: FlowDirection): FlowDirection {
  return direction === "client-to-server" ? "server-to-client" : "client-to-server";
}

/** The smallest MTU that PTBs told the sender of a side, null where none did. */
export function toldBy(side: Side): number | null {
  const told = side.quotes.flatMap((q) => (q.mtu !== null && q.mtu > 0 ? [q.mtu] : []));
  return told.length === 0 ? null : Math.min(...told);
}
