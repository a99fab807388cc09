import { deflateRawSync, inflateRawSync } from "node:zlib";
import { decodeDigests, encodeDigests, type StoredDigest } from "../digest-file/digest-file.js";
import { BadDigest } from "../digest-file/errors.js";
import { UserError } from "./errors.js";

/** The digests of a file whose bytes are these chunks. Throws {@link UserError}. */
export async function readDigests(chunks: readonly Uint8Array[], source: string): Promise<StoredDigest[]> {
  try {
    return await decodeDigests(Buffer.concat(chunks), (stored, length) =>
      inflateRawSync(stored, { maxOutputLength: Math.max(1, length) }),
    );
  } catch (error) {
    if (!(error instanceof BadDigest)) throw error;
    const next = error.code === "newer-version" ? "npm install -g hopscope" : "hopscope digest FILE -o OUT";
    throw new UserError("bad-digest", `${source === "-" ? "standard input" : source}: ${error.message}`, next);
  }
}

/** A digest file, piece by piece. */
export function digestFile(stored: Iterable<StoredDigest>): Iterable<Uint8Array> {
  return encodeDigests(stored, (bytes) => deflateRawSync(bytes));
}
