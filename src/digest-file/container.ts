import { crc32 } from "./crc32.js";
import { BadDigest, damaged } from "./errors.js";
import { isDigestFile, MAGIC } from "./magic.js";

/**
 * The outside of a digest file: a header, then blocks, the last of which says that it is the last. Integers are little-endian.
 *
 *     header   0  magic, 8 bytes          block   0  kind, 1 byte
 *              8  version, 2 bytes                1  method, 1 byte: 0 as it is, 1 deflate (RFC 1951)
 *             10  zero, 2 bytes                   2  zero, 2 bytes
 *             12  CRC-32 of the above             4  number, 4 bytes: 0 for the first block
 *                                                 8  bytes stored
 *                                                12  bytes when inflated
 *                                                16  CRC-32 of the above and of what is stored
 *                                                20  what is stored
 */
const VERSION = 2;
const HEADER = 16;
const BLOCK_HEADER = 20;
const METHOD = { stored: 0, deflated: 1 } as const;
/** A block never claims more than so many times its stored bytes when inflated, and never more than this in all. */
const MAX_RATIO = 64;
const MAX_INFLATED = 32 * 1024 * 1024;

export type Compress = (bytes: Uint8Array) => Uint8Array;
/** Raw deflate to bytes: exactly `length` of them. Throws where it is none, or where it is more. */
export type Inflate = (stored: Uint8Array, length: number) => Uint8Array | Promise<Uint8Array>;

/** Writes the blocks of one file in order. */
export class ContainerWriter {
  private number = 0;
  private readonly compress: Compress;

  constructor(compress: Compress) {
    this.compress = compress;
  }

  header(): Uint8Array {
    const out = new Uint8Array(HEADER);
    const view = new DataView(out.buffer);
    out.set(MAGIC);
    view.setUint16(8, VERSION, true);
    view.setUint32(12, crc32(out, 0, 12), true);
    return out;
  }

  block(kind: number, body: Uint8Array): Uint8Array {
    const deflated = this.compress(body);
    const worth = deflated.length < body.length && body.length <= MAX_RATIO * deflated.length;
    const stored = worth ? deflated : body;
    const out = new Uint8Array(BLOCK_HEADER + stored.length);
    const view = new DataView(out.buffer);
    out[0] = kind;
    out[1] = worth ? METHOD.deflated : METHOD.stored;
    view.setUint32(4, this.number++, true);
    view.setUint32(8, stored.length, true);
    view.setUint32(12, body.length, true);
    view.setUint32(16, crc32(stored, 0, stored.length, crc32(out, 0, 16)), true);
    out.set(stored, BLOCK_HEADER);
    return out;
  }
}

/** The blocks of a whole file, checked and inflated one at a time. Throws {@link BadDigest}. */
export async function* blocksOf(
  file: Uint8Array,
  lastKind: number,
  inflate: Inflate,
): AsyncGenerator<{ kind: number; body: Uint8Array }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  checkHeader(file, view);
  let at = HEADER;
  for (let number = 0; ; number++) {
    const start = at;
    if (start + BLOCK_HEADER > file.length) throw cut(file);
    const kind = file[start];
    const method = file[start + 1];
    const length = view.getUint32(start + 8, true);
    const inflated = view.getUint32(start + 12, true);
    at = start + BLOCK_HEADER + length;
    if (at > file.length) throw cut(file);
    const check = crc32(file, start + BLOCK_HEADER, at, crc32(file, start, start + 16));
    if (check !== view.getUint32(start + 16, true)) throw damaged(`the checksum of block ${number} is wrong`);
    if (view.getUint32(start + 4, true) !== number) throw damaged(`block ${number} is missing`);
    const stored = file.subarray(start + BLOCK_HEADER, at);
    if (method === METHOD.stored ? inflated !== length : method !== METHOD.deflated || inflated > MAX_RATIO * length)
      throw damaged(`block ${number} claims a length that cannot be`);
    if (inflated > MAX_INFLATED) throw damaged(`block ${number} claims ${inflated} bytes`);
    const body = method === METHOD.stored ? stored : await inflateBlock(inflate, stored, inflated, number);
    if (kind === lastKind) {
      if (body.length > 0 || at !== file.length) throw damaged(`${file.length - at} bytes follow its end`);
      return;
    }
    yield { kind, body };
  }
}

function checkHeader(file: Uint8Array, view: DataView): void {
  if (file.length < HEADER) throw cut(file);
  if (!isDigestFile(file) || crc32(file, 0, 12) !== view.getUint32(12, true))
    throw damaged("the checksum of its header is wrong");
  const version = view.getUint16(8, true);
  if (version > VERSION)
    throw new BadDigest(
      "newer-version",
      `a digest of version ${version}, from a newer hopscope; this one reads version ${VERSION}`,
    );
  if (version < 1) throw damaged("it has no version");
  if (version < VERSION)
    throw new BadDigest(
      "older-version",
      `a digest of version ${version}, from an older hopscope; this one reads version ${VERSION}: make it again`,
    );
}

function cut(file: Uint8Array): BadDigest {
  return new BadDigest("truncated", `a digest that is cut off: its end is missing after byte ${file.length}`);
}

async function inflateBlock(inflate: Inflate, stored: Uint8Array, length: number, number: number): Promise<Uint8Array> {
  const body = await Promise.resolve()
    .then(() => inflate(stored, length))
    .catch(() => null);
  if (body?.length !== length) throw damaged(`block ${number} does not inflate`);
  return body;
}
