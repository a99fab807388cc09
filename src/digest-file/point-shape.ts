import type {
  Digest,
  FragmentedPacket,
  IcmpError,
  Quoted,
  Retired,
  RetiredHosts,
  RetiredStretch,
} from "../flow/digest.js";
import { endpoint } from "./flow-shapes.js";
import { ranges } from "./ranges.js";
import { boolean, constant, count, integer, list, nullable, oneOf, record, type Shape, text, word } from "./shape.js";
import { seen, sighting } from "./sighting.js";

/** A digest without its flows, which follow in blocks of their own. */
export interface Point extends Omit<Digest, "tcp" | "datagrams"> {
  /** What its name begins with: the NAME of its source, before the name of an interface. */
  group: string;
}

const quoted = {
  protocol: count,
  source: endpoint,
  destination: endpoint,
  sequence: nullable(word),
  size: count,
  identification: nullable(count),
} as const;

const icmpError = seen<IcmpError>(
  record({
    family: oneOf(4, 6),
    type: count,
    code: count,
    source: text,
    destination: text,
    ttl: count,
    mtu: nullable(count),
    quoted: nullable(record<Quoted>(quoted)),
    inner: nullable(record<Quoted & { overhead: number }>({ ...quoted, overhead: integer })),
    count,
    last: sighting,
  }),
);

const fragmentedPacket = record<FragmentedPacket>({
  family: oneOf(4, 6),
  source: text,
  destination: text,
  identification: count,
  protocol: count,
  ports: nullable(record({ source: count, destination: count })),
  outer: boolean,
  ranges,
  total: nullable(integer),
  fragments: count,
  largest: count,
  smallest: count,
  sizes: list(record({ from: integer, size: count, frame: count }), 128),
  first: sighting,
  last: sighting,
  header: integer,
  overhead: integer,
});

const stretches = list(
  record<RetiredStretch>({ from: integer, until: integer, packets: count, size: count, frame: count }),
  16,
);

export const point: Shape<Point> = record<Point>({
  schema: constant("hopscope.digest/1"),
  name: text,
  group: text,
  source: text,
  interface: nullable(text),
  linkType: count,
  linkTypeName: text,
  epoch: integer,
  frames: count,
  packets: count,
  start: nullable(integer),
  end: nullable(integer),
  snaplen: nullable(count),
  dropped: nullable(integer),
  damage: nullable(record({ frame: count, offset: count, what: text })),
  headersCut: nullable(record({ count, frame: count })),
  longestGap: nullable(record({ from: integer, to: integer })),
  unreadable: list(record({ linkType: count, frames: count }), 1 << 17),
  icmpErrors: list(icmpError, 4096),
  fragments: list(fragmentedPacket, 2048),
  retired: nullable(
    record<Retired>({
      flows: count,
      packets: count,
      bytes: count,
      hosts: list(
        record<RetiredHosts>({ client: text, server: text, overhead: count, toServer: stretches, toClient: stretches }),
        1 << 20,
      ),
    }),
  ),
  coarsened: list(text, 64),
});
