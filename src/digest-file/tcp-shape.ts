import type { Late, Segment, Sighting, Syn, TcpDirection, TcpFlow, TlsProgress } from "../flow/digest.js";
import { checksums, dontFragment, encapsulations, endpoint, sizes, ttl } from "./flow-shapes.js";
import { ranges } from "./ranges.js";
import { samples } from "./samples.js";
import { boolean, count, integer, list, nullable, oneOf, record, type Shape, text, word } from "./shape.js";
import { seen, sighting } from "./sighting.js";

const syn = nullable(
  seen<Syn>(
    record({
      sequence: word,
      mss: nullable(count),
      windowScale: nullable(count),
      sackPermitted: boolean,
      timestamps: boolean,
      window: count,
      size: count,
      ttl: count,
      count,
      last: sighting,
      otherMss: list(seen<{ mss: number } & Sighting>(record({ mss: count })), 8),
    }),
  ),
);

const segment = record<Segment>({
  from: integer,
  to: integer,
  size: count,
  packets: count,
  count,
  first: sighting,
  last: sighting,
});

const late = record<TcpDirection["late"]>({
  count,
  kept: list(
    seen<Late>(record({ size: count, from: integer, to: integer, delay: integer, again: nullable(boolean) })),
    64,
  ),
});

const tls = nullable(
  record<TlsProgress>({
    clientHello: nullable(seen(record({ length: count, sni: nullable(text) }))),
    serverHello: nullable(sighting),
    certificate: nullable(sighting),
    alert: nullable(seen(record({ level: count, description: count }))),
    changeCipherSpec: nullable(sighting),
    applicationData: nullable(sighting),
  }),
);

const direction = record<TcpDirection>({
  packets: count,
  bytes: count,
  first: nullable(sighting),
  last: nullable(sighting),
  base: nullable(word),
  syn,
  covered: ranges,
  settled: ranges,
  segments: list(segment, 1024),
  sizes,
  ack: nullable(integer),
  ackProgress: nullable(sighting),
  sacked: ranges,
  duplicated: ranges,
  duplicateAcks: count,
  newData: nullable(sighting),
  beforePause: nullable(sighting),
  firstRepeat: nullable(sighting),
  lastRepeat: nullable(sighting),
  repeats: count,
  late,
  keepAlives: count,
  zeroWindow: list(record({ from: sighting, until: nullable(sighting) }), 32),
  window: integer,
  fin: nullable(seen(record({ at: integer, count }))),
  rst: nullable(seen(record({ at: integer, ttl: count, count, withAck: boolean }))),
  ttl,
  df: dontFragment,
  checksums,
  tls,
  samples,
  firstData: nullable(sighting),
  bare: count,
  largestBare: count,
  lastBare: nullable(sighting),
  outerFragments: count,
});

export const tcpFlow: Shape<TcpFlow> = record<TcpFlow>({
  client: endpoint,
  server: endpoint,
  clientBy: oneOf("syn", "syn-ack", "guess"),
  encapsulations,
  copies: count,
  toServer: direction,
  toClient: direction,
});
