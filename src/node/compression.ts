export type Compression = "gzip" | "zstd";

/** Bytes needed to tell. */
export const COMPRESSION_MAGIC = 4;

/** How a file that begins with `head` is compressed (RFC 1952 section 2.3.1, RFC 8878 section 3.1.1); null where it is not. */
export function compressionOf(head: Uint8Array): Compression | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return "zstd";
  return null;
}
