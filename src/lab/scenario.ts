import type { Code, FlowDirection, Severity } from "../diagnose/codes.js";
import type { ClientStep, HttpStep, Server } from "./traffic/plan.js";

/** A network that breaks (or does not) in one known way, the traffic that shows it, and what is true about it. */
export interface Scenario {
  name: string;
  title: string;
  kind: "fault" | "look-alike" | "healthy";
  network: Network;
  servers: Server[];
  steps: Step[];
  vantagePoints: VantagePoint[];
  truth: Truth;
}

export interface Network {
  hosts: Record<string, Host>;
  links: Link[];
}

/** One network namespace. Device names are unique within it; bridges and tunnels are made after the links. */
export interface Host {
  bridges?: { name: string; ports: string[]; mtu?: number; addresses?: string[] }[];
  vxlans?: Vxlan[];
  openVswitch?: OpenVswitch;
  docker?: DockerEngine;
  /** `address/prefix` by device. */
  addresses?: Record<string, string[]>;
  /** Arguments of `ip route add`, one string each. */
  routes?: string[];
  /** Routes packets between its devices. */
  forward?: boolean;
  sysctls?: Record<string, string | number>;
  /** Arguments of `iptables`, one rule each, split at spaces. */
  iptables?: string[];
  ip6tables?: string[];
  /** nft commands, one line each. */
  nft?: string[];
  /** Arguments of `tc`, one command each. */
  tc?: string[];
  /** Arguments of `ip`, run last. */
  ip?: string[];
}

export interface Vxlan {
  name: string;
  id: number;
  local: string;
  remote: string;
  /** Underlay device; the kernel then derives the MTU from it. */
  dev?: string;
  /** Makes the tunnel a port of this bridge. */
  bridge?: string;
  mtu?: number;
  /** UDP port, 4789 unless told. */
  port?: number;
  df?: "set" | "unset" | "inherit";
  /** Merges what it takes out of the tunnel (GRO); off unless told. */
  offloads?: boolean;
  addresses?: string[];
}

/** Open vSwitch with the userspace datapath. */
export interface OpenVswitch {
  /** Devices of the host that become ports. */
  ports: string[];
  tunnels: { name: string; type: "geneve" | "gre" | "vxlan"; remote: string; key?: number }[];
  /** The device the tunnels leave by, and its `address/prefix`. */
  uplink: string;
  underlay: string;
}

/** A real Docker Engine with one container. */
export interface DockerEngine {
  /** The container as a host of the scenario; its device is eth0. */
  container: string;
  /** What daemon.json holds. */
  daemon?: Record<string, unknown>;
  /** A network made for the container; the default bridge unless told. */
  network?: string;
}

/** A veth pair; `a` and `b` are `host:device`. */
export interface Link {
  a: string;
  b: string;
  /** IP bytes, of both ends or of a and b. 1500 unless told. */
  mtu?: number | [number, number];
  /** TSO, GSO, GRO and checksum offload: off unless told, so that the link behaves like a wire. */
  offloads?: boolean;
}

export type Step = ClientStep | InterruptedStep | Step[];

/**
 * A client, and what happens between two of its requests: by how many answers it has had, while it waits with the next one. The
 * traffic decides the moment and no clock, so that a busy machine changes nothing.
 */
export interface InterruptedStep {
  client: HttpStep;
  happens: Record<number, Happening[]>;
}

/** A command on a host, or the start or the end of the captures at vantage points. */
export type Happening = { on: string; command: string[] } | { captures: "start" | "stop"; at: string[] };

export interface VantagePoint {
  name: string;
  host: string;
  /** A device, or `any` for a cooked capture. */
  device: string;
  /** Bytes kept of a frame, 256 unless told. */
  snaplen?: number;
  filter?: string;
  /** Link type as tcpdump's -y names it. */
  linkType?: string;
  /** Starts when a step says so; before the traffic unless told. */
  later?: boolean;
}

/** Meanings as in the report contract; sizes are IP bytes of the innermost packet. */
export interface Truth {
  primary: TrueFinding | null;
  /** Further causes, each with flows of its own. */
  others?: TrueFinding[];
  costs?: (Partial<TrueFinding> & { code: Code })[];
  /** Codes of category info that must be present. */
  context?: Code[];
  /** Why this is the truth, from configuration and counters. */
  notes: string;
}

/** What is left out is not judged. */
export interface TrueFinding {
  code: Code;
  direction?: FlowDirection | null;
  lastSeenAt?: string | null;
  missingAt?: string | null;
  severity?: Severity;
  /** How many flows fail for it. */
  flows?: number;
  sizes?: Partial<Record<"largestDelivered" | "smallestLost" | "largestPassed" | "overhead", number | null>>;
}
