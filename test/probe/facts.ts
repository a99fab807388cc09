import type { AddressFacts, ConnectionFacts } from "../../src/probe/facts.js";
import type { Place } from "../../src/probe/judge/place.js";
import type { Reverse } from "../../src/probe/reverse.js";
import { parseTarget } from "../../src/probe/target.js";

/** A connection that works with packets of full size. */
export const working: ConnectionFacts = {
  client: "192.0.2.1:40000",
  server: "198.51.100.1:443",
  offered: 1500,
  sendable: 1500,
  connectedAfter: 10,
  answeredAfter: 20,
  completedAfter: 30,
  watchedFor: 40,
  end: "closed",
  error: null,
  icmp: null,
  tls: { secure: true, protocol: "TLSv1.3" },
  alert: null,
  said: 500,
  acknowledged: 500,
  received: 9000,
  largest: 1500,
  outOfOrder: 0,
  retransmitted: 0,
  roundTrip: 10,
};

/** The same connection in packets of 576 bytes at most. */
export const small: ConnectionFacts = {
  ...working,
  offered: 576,
  largest: 575,
  received: 4000,
  tls: null,
  completedAfter: null,
};
/** One that stands, and gets nothing. */
export const hanging: ConnectionFacts = {
  ...working,
  answeredAfter: null,
  completedAfter: null,
  end: null,
  received: 0,
  largest: 0,
  tls: { secure: false, protocol: null },
};
/** One that never stood. */
export const unanswered: ConnectionFacts = {
  ...hanging,
  client: null,
  connectedAfter: null,
  offered: null,
  sendable: null,
  said: 0,
  acknowledged: 0,
};

const healthy: AddressFacts = {
  family: 4,
  address: "198.51.100.1",
  blind: false,
  route: {
    source: "192.0.2.1",
    device: "eth0",
    deviceMtu: 1500,
    gateway: "192.0.2.254",
    pathMtu: 1500,
    learntFor: null,
  },
  learntAfter: 1500,
  ordinary: working,
  small,
  others: [],
  towardsUs: { mtu: 1500, how: "full-size", passes: 1500, fails: null, tried: [], odd: [] },
  towardsServer: {
    mtu: 1500,
    how: "full-size",
    passes: 1500,
    fails: null,
    allowed: 1500,
    told: null,
    tried: [],
    odd: [],
  },
  hops: { hops: [], ptbs: [], delivered: null, echoed: null, heard: false },
  cost: { connections: 3, datagrams: 6, bytes: 25_000 },
  milliseconds: 50,
};

export function place(facts: Partial<AddressFacts> = {}, from: string | null = null): Place {
  return { id: from ?? "here1", from, target: parseTarget("https://example.org/"), facts: { ...healthy, ...facts } };
}

const tried = [576, 1454, 1455, 1500].map((size) => ({
  size,
  result: size < 1455 ? ("passed" as const) : ("failed" as const),
}));
/** Packets of 1454 bytes arrive, of 1455 do not. */
export const LIMIT: Reverse = { mtu: 1454, how: "bisected", passes: 1454, fails: 1455, tried, odd: [] };
