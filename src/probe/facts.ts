import type { QueuedError } from "../node/error-queue.js";
import type { Attempt, End } from "./attempt.js";
import { alertIn } from "./client-hello.js";
import { Conversation } from "./conversation.js";
import type { Forward } from "./forward.js";
import type { Hops } from "./hops.js";
import type { Reverse } from "./reverse.js";
import type { Route } from "./route.js";

/** One connection as a value: what was said, what came back, how it ended. Milliseconds count from its start. */
export interface ConnectionFacts {
  client: string | null;
  server: string;
  /** The largest packet our SYN allowed the server to send, in IP bytes. */
  offered: number | null;
  /** The largest packet the server's SYN-ACK, and our device, allow us. */
  sendable: number | null;
  connectedAfter: number | null;
  answeredAfter: number | null;
  completedAfter: number | null;
  /** How long it was looked at. */
  watchedFor: number;
  end: End | null;
  error: string | null;
  icmp: Pick<QueuedError, "origin" | "type" | "code" | "offender"> | null;
  tls: { secure: boolean; protocol: string | null } | null;
  alert: { description: number; from: "client" | "server" } | null;
  /** Payload bytes: what we said, what of it was acknowledged, what came in order. */
  said: number;
  acknowledged: number;
  received: number;
  /** The largest packet that came, in IP bytes. */
  largest: number;
  /** Packets that came beyond a hole. */
  outOfOrder: number;
  retransmitted: number;
  /** Milliseconds. */
  roundTrip: number;
}

/** Everything measured of one address from one place: a plain value, so that another process can measure. */
export interface AddressFacts {
  family: 4 | 6;
  address: string;
  /** Measured without sockets of our own: sizes are unknown. */
  blind: boolean;
  route: Route;
  /** The path MTU the kernel believes in after the probe. */
  learntAfter: number | null;
  ordinary: ConnectionFacts;
  small: ConnectionFacts;
  /** With another server name, and with none. */
  others: ConnectionFacts[];
  towardsUs: Reverse;
  towardsServer: Forward | null;
  hops: Hops | null;
  cost: { connections: number; datagrams: number; bytes: number };
  milliseconds: number;
}

export function factsOf(a: Attempt): ConnectionFacts {
  const since = (time: number | null) => (time === null ? null : Math.max(0, time - a.startedAt));
  const conversation = a instanceof Conversation ? a : null;
  const first = alertIn(a.head);
  const connected = a.connectedAt !== null;
  return {
    client: a.local === null ? null : endpoint(a.local.address, a.local.port),
    server: endpoint(a.to.address, a.to.port),
    offered: a.offered,
    sendable: connected ? a.sendable : null,
    connectedAfter: since(a.connectedAt),
    answeredAfter: since(a.answeredAt),
    completedAfter: since(conversation?.completedAt ?? null),
    watchedFor: performance.now() - a.startedAt,
    end: a.end,
    error: a.error,
    icmp:
      a.icmp === null
        ? null
        : { origin: a.icmp.origin, type: a.icmp.type, code: a.icmp.code, offender: a.icmp.offender },
    tls:
      conversation?.target.protocol === "tls" && connected
        ? { secure: conversation.secure, protocol: conversation.tlsProtocol }
        : null,
    alert: conversation?.alert ?? (first === null ? null : { description: first, from: "server" }),
    said: a.sent,
    acknowledged: a.acknowledged,
    received: a.info.bytesReceived,
    largest: a.largest,
    outOfOrder: a.info.outOfOrder,
    retransmitted: a.info.retransmitted,
    roundTrip: a.info.rtt / 1000,
  };
}

/** `address:port`, IPv6 in brackets. */
export function endpoint(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
