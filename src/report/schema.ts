import { CODES } from "../diagnose/codes.js";
import type { Comparison, Difference } from "../diagnose/compare.js";
import type { Phrase } from "../diagnose/finding.js";
import type {
  Journey,
  Measurement,
  PathSize,
  Report,
  ReportEvidence,
  ReportFinding,
  ReportFlow,
  ReportLink,
  ReportRemedy,
  ReportTerm,
  ReportVantagePoint,
} from "./contract.js";

/** The JSON Schema (draft 2020-12) of `hopscope.report/1`: {@link ./contract.ts}, said for other programs. */

type Schema = Readonly<Record<string, unknown>>;

const string = { type: "string" } as const;
const boolean = { type: "boolean" } as const;
const count = { type: "integer", minimum: 0 } as const;
const bytes = { type: "integer", minimum: 0, description: "bytes" } as const;
const orNull = (schema: Schema) => ({ anyOf: [schema, { type: "null" }] });
const listOf = (items: Schema) => ({ type: "array", items });
const id = { type: "string", description: "id of a vantage point" } as const;
const time = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{9}Z$",
  description: "ISO 8601, UTC, nanoseconds",
} as const;
const direction = { enum: ["client-to-server", "server-to-client"] } as const;
const code = { enum: Object.keys(CODES) } as const;
const value = { anyOf: [{ type: "number" }, { type: "string" }] } as const;

/** Every property of the contract, each required; later versions may add more. A type error here is a schema that lags behind. */
function object<T extends object>(properties: Readonly<Record<keyof T & string, Schema>>, more: Schema = {}): Schema {
  return { type: "object", required: Object.keys(properties), properties, ...more };
}

const phrase = object<Phrase>(
  { key: string, params: { type: "object", additionalProperties: value } },
  { description: "the same words by key, for other languages" },
);

const vantagePoint = object<ReportVantagePoint>({
  id,
  name: string,
  source: { ...string, description: "the files it was read from, joined by a comma" },
  interface: orNull(string),
  linkType: string,
  frames: count,
  packets: { ...count, description: "frames in which an IP packet was found" },
  start: orNull(time),
  end: orNull(time),
  clockOffset: orNull({ type: "number", description: "seconds its clock is ahead of the first point's" }),
  snaplen: orNull(bytes),
  dropped: orNull({ ...count, description: "frames the capture says it lost" }),
  damage: orNull(object<NonNullable<ReportVantagePoint["damage"]>>({ frame: count, offset: count, what: string })),
  talliedFlows: { ...count, description: "sound connections, so many that these are counted and not listed" },
  baseline: { ...boolean, description: "taken at another time: compared, never correlated" },
});

const flow = object<ReportFlow>({
  id: string,
  protocol: string,
  client: { ...string, description: "address:port as at the client's end" },
  server: string,
  endpoints: listOf(object<ReportFlow["endpoints"][number]>({ at: id, client: string, server: string })),
  encapsulation: listOf(
    object<ReportFlow["encapsulation"][number]>({ at: id, stack: listOf(string), overhead: bytes }),
  ),
  outcome: {
    enum: ["completed", "open", "stalled", "reset", "unanswered", "refused", "partial", "datagrams"],
  },
  mss: object<ReportFlow["mss"]>({ client: orNull(bytes), server: orNull(bytes) }),
  tls: orNull({ ...string, description: "how far the TLS handshake came" }),
  sni: orNull(string),
  start: orNull(time),
  end: orNull(time),
  bytes: object<ReportFlow["bytes"]>({ clientToServer: bytes, serverToClient: bytes }),
  baseline: boolean,
});

const link = object<ReportLink>({
  from: id,
  to: id,
  direction,
  largestDelivered: orNull(bytes),
  smallestLost: orNull(bytes),
  overhead: orNull(bytes),
  overheadTo: orNull(bytes),
});

const journey = object<Journey>({
  flow: string,
  direction,
  sequence: orNull(object<NonNullable<Journey["sequence"]>>({ from: { type: "integer" }, to: { type: "integer" } })),
  size: bytes,
  kind: string,
  at: listOf(
    object<Journey["at"][number]>({
      vantagePoint: id,
      frame: count,
      time,
      size: bytes,
      superFrame: boolean,
      repeat: boolean,
    }),
  ),
  lost: orNull(object<NonNullable<Journey["lost"]>>({ lastSeenAt: orNull(id), missingAt: orNull(id) })),
});

const remedy = object<ReportRemedy>({
  id: string,
  title: string,
  commands: listOf(string),
  scope: { ...string, description: "who is affected" },
  needs: string,
  sufficient: { ...boolean, description: "the evidence says that it alone lets the packets through" },
  nextWall: orNull(string),
  verify: string,
  rollback: string,
  phrases: object<ReportRemedy["phrases"]>({
    title: orNull(phrase),
    scope: orNull(phrase),
    needs: orNull(phrase),
    nextWall: orNull(phrase),
    verify: orNull(phrase),
    rollback: orNull(phrase),
  }),
});

const finding = object<ReportFinding>({
  code,
  category: { enum: ["mtu", "other", "info"] },
  role: { enum: ["primary", "cost", "context"] },
  severity: { enum: ["critical", "warning", "info"] },
  certainty: { enum: ["proven", "likely", "possible"] },
  flows: listOf(string),
  direction: orNull(direction),
  location: object<ReportFinding["location"]>({ lastSeenAt: orNull(id), missingAt: orNull(id) }),
  sizes: orNull(
    object<NonNullable<ReportFinding["sizes"]>>(
      {
        largestDelivered: orNull(bytes),
        smallestLost: orNull(bytes),
        largestPassed: orNull(bytes),
        overhead: orNull(bytes),
      },
      { description: "IP bytes of the inner packet" },
    ),
  ),
  cause: listOf(object<ReportTerm>({ term: string, value, evidence: string, phrase })),
  evidence: listOf(
    object<ReportEvidence>({
      vantagePoint: id,
      frame: orNull({ ...count, description: "frame number as Wireshark shows it" }),
      filter: orNull({ ...string, description: "Wireshark display filter" }),
      note: string,
      phrase,
    }),
  ),
  ruledOut: listOf(object<ReportFinding["ruledOut"][number]>({ code, because: string, phrase })),
  next: orNull(string),
  nextPhrase: orNull(phrase),
  remedies: listOf(remedy),
});

const comparison = object<Comparison>({
  failing: string,
  working: string,
  differences: listOf(
    object<Difference>({
      what: string,
      failing: orNull(value),
      working: orNull(value),
      explains: { ...boolean, description: "whether a difference of this kind can explain the finding" },
    }),
  ),
});

const certainty = { enum: ["proven", "likely", "possible"] } as const;

const pathSize = object<PathSize>({
  mtu: orNull(bytes),
  how: { ...string, description: "how it is known, or why it cannot be told" },
  phrase,
  certainty,
  passes: orNull(bytes),
  fails: orNull(bytes),
  tried: listOf(object<PathSize["tried"][number]>({ size: bytes, result: { enum: ["passed", "failed", "unknown"] } })),
});

const measurement = object<Measurement>({
  target: string,
  address: string,
  family: { enum: [4, 6] },
  from: orNull({ ...string, description: "the namespace it was measured from; null for where the command ran" }),
  towardsServer: pathSize,
  towardsUs: pathSize,
  connection: object<Measurement["connection"]>({
    reached: { enum: ["nothing", "tcp", "tls", "answer"] },
    completedAfter: orNull({ type: "number", description: "milliseconds" }),
    roundTrip: orNull({ type: "number", description: "milliseconds" }),
  }),
  local: object<Measurement["local"]>({
    source: orNull(string),
    device: orNull(string),
    deviceMtu: orNull(bytes),
    gateway: orNull(string),
    pathMtuBefore: orNull(bytes),
    pathMtuAfter: orNull(bytes),
    learntFor: orNull({ ...count, description: "seconds" }),
  }),
  hops: listOf(
    object<Measurement["hops"][number]>({ hop: count, address: string, reached: orNull(bytes), isServer: boolean }),
  ),
  ptbs: listOf(object<Measurement["ptbs"][number]>({ mtu: bytes, source: string, hop: orNull(count) })),
  cost: object<Measurement["cost"]>({
    connections: count,
    datagrams: count,
    bytes,
    milliseconds: { type: "number", minimum: 0 },
  }),
});

const sections = object<Omit<Report, "measurements">>({
  schema: { const: "hopscope.report/1" },
  vantagePoints: listOf(vantagePoint),
  path: listOf(id),
  flows: listOf(flow),
  links: listOf(link),
  journeys: listOf(journey),
  findings: listOf(finding),
  comparisons: listOf(comparison),
});

export const reportSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:hopscope:report:1",
  title: "hopscope.report/1",
  ...sections,
  properties: {
    ...(sections.properties as Schema),
    measurements: { ...listOf(measurement), description: "by hopscope probe alone" },
  },
};
