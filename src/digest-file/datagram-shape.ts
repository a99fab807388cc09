import type { Datagram, DatagramDirection, DatagramFlow } from "../flow/digest.js";
import { checksums, dontFragment, encapsulations, endpoint, sizes, ttl } from "./flow-shapes.js";
import { count, list, nullable, record, type Shape, text, word } from "./shape.js";
import { seen, sighting } from "./sighting.js";

const direction = record<DatagramDirection>({
  packets: count,
  bytes: count,
  first: nullable(sighting),
  last: nullable(sighting),
  sizes,
  datagrams: list(seen<Datagram>(record({ hash: word, size: count, count, last: sighting })), 512),
  dropped: count,
  ttl,
  df: dontFragment,
  checksums,
  outerFragments: count,
});

export const datagramFlow: Shape<DatagramFlow> = record<DatagramFlow>({
  protocol: text,
  client: endpoint,
  server: endpoint,
  encapsulations,
  copies: count,
  quicVersion: nullable(word),
  toServer: direction,
  toClient: direction,
});
