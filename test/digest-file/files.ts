import { deflateRawSync, inflateRawSync } from "node:zlib";
import { decodeDigests, encodeDigests, type StoredDigest } from "../../src/digest-file/digest-file.js";
import type { Digest } from "../../src/flow/digest.js";

/** A digest file of digests that are called after themselves. */
export function fileOf(digests: readonly Digest[]): Uint8Array {
  const stored = digests.map((digest) => ({ group: digest.name, digest }));
  return new Uint8Array(Buffer.concat([...encodeDigests(stored, (bytes) => deflateRawSync(bytes))]));
}

/** `asked` is told every length that is to be inflated. */
export function read(file: Uint8Array, asked: (stored: number, length: number) => void = () => {}) {
  return decodeDigests(file, (stored, length) => {
    asked(stored.length, length);
    return inflateRawSync(stored, { maxOutputLength: Math.max(1, length) });
  });
}

export async function back(digests: readonly Digest[]): Promise<Digest[]> {
  return (await read(fileOf(digests))).map((s: StoredDigest) => s.digest);
}
