import type { Digest, TcpDirection } from "../../src/flow/digest.js";
import { PackedDirection } from "../../src/flow/packed/direction.js";

const FIELDS = Object.entries(Object.getOwnPropertyDescriptors(PackedDirection.prototype)).flatMap(([name, { get }]) =>
  get === undefined ? [] : [name as keyof TcpDirection],
);

/** The digest with all of its flows spread out, so that it can be compared with another. */
export function spread(digest: Digest): Digest {
  const plain = (d: TcpDirection) =>
    Object.fromEntries(FIELDS.map((name) => [name, d[name]])) as unknown as TcpDirection;
  return {
    ...digest,
    tcp: digest.tcp.map((flow) => ({ ...flow, toServer: plain(flow.toServer), toClient: plain(flow.toClient) })),
  };
}
