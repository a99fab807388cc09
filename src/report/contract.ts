import type { Category, Certainty, Code, FlowDirection, Role, Severity } from "../diagnose/codes.js";
import type { Comparison } from "../diagnose/compare.js";
import type { Phrase } from "../diagnose/finding.js";

/** The result of an analysis, schema `hopscope.report/1`. JSON is never translated; times are ISO 8601 with nanoseconds. */
export interface Report {
  schema: "hopscope.report/1";
  vantagePoints: ReportVantagePoint[];
  /** Vantage point ids, from the client's end to the server's end. */
  path: string[];
  flows: ReportFlow[];
  links: ReportLink[];
  journeys: Journey[];
  findings: ReportFinding[];
  /** A failing flow beside the working flow nearest to it: what differs, what can explain the finding first. */
  comparisons: Comparison[];
  /** What `hopscope probe` measured; other commands leave it out. */
  measurements?: Measurement[];
}

/** The path between one place and one address of a server, measured by sending. Sizes are IP bytes. */
export interface Measurement {
  /** As given: a URL or HOST[:PORT]. */
  target: string;
  address: string;
  family: 4 | 6;
  /** The namespace it was measured from, by its name; null for where the command ran. */
  from: string | null;
  towardsServer: PathSize;
  towardsUs: PathSize;
  connection: {
    /** How far an ordinary client got. */
    reached: "nothing" | "tcp" | "tls" | "answer";
    /** Milliseconds after which it had what it wanted; null where it never did. */
    completedAfter: number | null;
    roundTrip: number | null;
  };
  /** What this side knows of the path without sending: device, route, and the path MTU the kernel believes in, before and after. */
  local: {
    source: string | null;
    device: string | null;
    deviceMtu: number | null;
    gateway: string | null;
    pathMtuBefore: number | null;
    pathMtuAfter: number | null;
    /** Seconds a path MTU learnt earlier would still be kept. */
    learntFor: number | null;
  };
  hops: { hop: number; address: string; reached: number | null; isServer: boolean }[];
  ptbs: { mtu: number; source: string; hop: number | null }[];
  cost: { connections: number; datagrams: number; bytes: number; milliseconds: number };
}

export interface PathSize {
  /** The path MTU; null where it cannot be told: `how` says why. */
  mtu: number | null;
  how: string;
  /** The same as `how`, by key, for reports in other languages. */
  phrase: Phrase;
  certainty: Certainty;
  /** The largest size known to arrive, and the smallest known not to. */
  passes: number | null;
  fails: number | null;
  tried: { size: number; result: "passed" | "failed" | "unknown" }[];
}

export interface ReportVantagePoint {
  id: string;
  name: string;
  /** The files it was read from, joined by a comma, as given. */
  source: string;
  interface: string | null;
  /** tcpdump's name of the link type, such as EN10MB, or its number. */
  linkType: string;
  frames: number;
  /** Frames in which an IP packet was found. */
  packets: number;
  start: string | null;
  end: string | null;
  /** Seconds this point's clock is ahead of that of the first point in `path`; null where it cannot be told. */
  clockOffset: number | null;
  snaplen: number | null;
  dropped: number | null;
  damage: null | { frame: number; offset: number; what: string };
  /** Sound connections, which were so many that these are counted and not listed. */
  talliedFlows: number;
  /** True for a point given by `--baseline`: compared, never correlated. */
  baseline: boolean;
}

export type Outcome = "completed" | "open" | "stalled" | "reset" | "unanswered" | "refused" | "partial" | "datagrams";

export interface ReportFlow {
  id: string;
  protocol: string;
  /** `address:port` (IPv6 in brackets) as at the client's end. */
  client: string;
  server: string;
  endpoints: { at: string; client: string; server: string }[];
  encapsulation: { at: string; stack: string[]; overhead: number }[];
  outcome: Outcome;
  /** The MSS each side announced, nearest to itself; null where its SYN was not seen or carried none. */
  mss: { client: number | null; server: number | null };
  tls: string | null;
  sni: string | null;
  start: string | null;
  end: string | null;
  /** TCP payload, or UDP payload, bytes seen at the point that saw most. */
  bytes: { clientToServer: number; serverToClient: number };
  baseline: boolean;
}

export interface ReportLink {
  from: string;
  to: string;
  direction: FlowDirection;
  /** IP bytes of the inner packet. */
  largestDelivered: number | null;
  smallestLost: number | null;
  /** Bytes of encapsulation at the end of this link nearer the sender, and at the other. */
  overhead: number | null;
  overheadTo: number | null;
}

/** One segment's way through the vantage points: what the ladder and the ledger are drawn from. Bounded in number. */
export interface Journey {
  flow: string;
  direction: FlowDirection;
  /** Sequence numbers relative to the initial one (SYN = 0), `to` exclusive; null for datagrams. */
  sequence: { from: number; to: number } | null;
  /** IP bytes of the inner packet, as the wire carried it. */
  size: number;
  /** What it is, in a word: "data", "syn", "syn-ack", "ack", "fin", "rst", "ptb", "datagram". */
  kind: string;
  at: { vantagePoint: string; frame: number; time: string; size: number; superFrame: boolean; repeat: boolean }[];
  /** The link where it vanished; null when it did not. */
  lost: { lastSeenAt: string | null; missingAt: string | null } | null;
}

export interface ReportFinding {
  code: Code;
  category: Category;
  role: Role;
  severity: Severity;
  certainty: Certainty;
  flows: string[];
  direction: FlowDirection | null;
  location: { lastSeenAt: string | null; missingAt: string | null };
  sizes: {
    largestDelivered: number | null;
    smallestLost: number | null;
    largestPassed: number | null;
    overhead: number | null;
  } | null;
  cause: ReportTerm[];
  evidence: ReportEvidence[];
  ruledOut: { code: Code; because: string; phrase: Phrase }[];
  next: string | null;
  nextPhrase: Phrase | null;
  remedies: ReportRemedy[];
}

/** One line of the sum. `term` is a stable key (messages/ words it); `value` a number or a short string. */
export interface ReportTerm {
  term: string;
  value: number | string;
  evidence: string;
  /** The same as `evidence`, by key, for reports in other languages. */
  phrase: Phrase;
}

export interface ReportEvidence {
  vantagePoint: string;
  /** Frame number as Wireshark shows it; null for evidence about the capture as a whole. */
  frame: number | null;
  /** A Wireshark display filter that shows it. */
  filter: string | null;
  note: string;
  phrase: Phrase;
}

/** English text; `phrases` holds the same by key, for reports in other languages. Commands are never translated. */
export interface ReportRemedy {
  id: string;
  title: string;
  commands: string[];
  scope: string;
  needs: string;
  sufficient: boolean;
  nextWall: string | null;
  verify: string;
  rollback: string;
  phrases: Record<"title" | "scope" | "needs" | "nextWall" | "verify" | "rollback", Phrase | null>;
}
