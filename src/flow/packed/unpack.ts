import type { Digest, Encapsulation, Endpoint, TcpFlow } from "../digest.js";
import { PackedDirection } from "./direction.js";
import { CLIENT_BY, type PackedDigest, type PackedFlows } from "./layout.js";
import { PackedReader } from "./reader.js";

/** The digest, with its flows. */
export function unpackDigest({ digest, flows }: PackedDigest): Digest {
  return { ...digest, tcp: unpackFlows(flows) };
}

/** The flows, whose directions are read from the packed numbers as they are asked for. */
export function unpackFlows(packed: PackedFlows): TcpFlow[] {
  const from = new PackedReader(packed, 0);
  const flows: TcpFlow[] = [];
  for (let i = 0; i < packed.count; i++) {
    flows.push({
      client: endpoint(from),
      server: endpoint(from),
      clientBy: CLIENT_BY[from.next()],
      encapsulations: from.list<Encapsulation>(() => ({
        stack: from.list(() => from.text()),
        overhead: from.next(),
        packets: from.next(),
      })),
      copies: from.next(),
      toServer: direction(packed, from),
      toClient: direction(packed, from),
    });
  }
  return flows;
}

function endpoint(from: PackedReader): Endpoint {
  return { address: from.text(), port: from.next() };
}

function direction(packed: PackedFlows, from: PackedReader): PackedDirection {
  const length = from.next();
  const { at } = from;
  from.at += length;
  return new PackedDirection(packed, at);
}
