import type { Digest } from "../flow/digest.js";
import { blocksOf, type Compress, ContainerWriter, type Inflate } from "./container.js";
import { datagramFlow } from "./datagram-shape.js";
import { damaged } from "./errors.js";
import { point } from "./point-shape.js";
import { section } from "./section.js";
import { tcpFlow } from "./tcp-shape.js";

/** A digest, and what its name begins with: the NAME of its source, before the name of an interface. */
export interface StoredDigest {
  group: string;
  digest: Digest;
}

const END = 0;
/** A vantage point; the flows in the blocks that follow are its own. docs/digest-format.md lists the columns. */
export const POINT = section(1, point);
export const TCP = section(2, tcpFlow);
export const DATAGRAMS = section(3, datagramFlow);

/** A digest file, piece by piece. `compress` gives raw deflate (RFC 1951). */
export function* encodeDigests(stored: Iterable<StoredDigest>, compress: Compress): Generator<Uint8Array> {
  const file = new ContainerWriter(compress);
  yield file.header();
  for (const { group, digest } of stored) {
    for (const body of POINT.write([{ group, ...digest }])) yield file.block(POINT.kind, body);
    for (const body of TCP.write(digest.tcp)) yield file.block(TCP.kind, body);
    for (const body of DATAGRAMS.write(digest.datagrams)) yield file.block(DATAGRAMS.kind, body);
  }
  yield file.block(END, new Uint8Array(0));
}

/**
 * The digests of a file, whole: nothing is given of a file that is damaged anywhere. Takes memory in proportion to the file, whatever it
 * claims. Throws BadDigest.
 */
export async function decodeDigests(file: Uint8Array, inflate: Inflate): Promise<StoredDigest[]> {
  const out: StoredDigest[] = [];
  for await (const { kind, body } of blocksOf(file, END, inflate)) {
    if (kind === POINT.kind) {
      for (const { group, ...own } of POINT.read(body)) out.push({ group, digest: { ...own, tcp: [], datagrams: [] } });
      continue;
    }
    const last = out.at(-1)?.digest;
    if (last === undefined) throw damaged("flows without a vantage point");
    if (kind === TCP.kind) for (const flow of TCP.read(body)) last.tcp.push(flow);
    else if (kind === DATAGRAMS.kind) for (const flow of DATAGRAMS.read(body)) last.datagrams.push(flow);
    else throw damaged(`a block of kind ${kind}`);
  }
  return out;
}
