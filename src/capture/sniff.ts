/** Files people hand over by mistake or in another format, by how they begin. */
const STRANGERS: [begins: number[], what: string][] = [
  [[0x1f, 0x8b], "a gzip archive"],
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd-compressed"],
  [[0xfd, 0x37, 0x7a, 0x58], "xz-compressed"],
  [[0x42, 0x5a, 0x68], "bzip2-compressed"],
  [[0x04, 0x22, 0x4d, 0x18], "lz4-compressed"],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive"],
  [[0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00], "a snoop capture"],
  [[0x47, 0x4d, 0x42, 0x55], "a Microsoft Network Monitor capture"],
  [[0x52, 0x54, 0x53, 0x53], "a Microsoft Network Monitor capture"],
  [[0x7f, 0x45, 0x4c, 0x46], "a program"],
  [[0x89, 0x48, 0x50, 0x44, 0x0d, 0x0a, 0x1a, 0x0a], "a digest of hopscope"],
];

/** What a file that is no capture seems to be, in words that follow "it is"; null when that cannot be told. */
export function looksLike(b: Uint8Array): string | null {
  for (const [begins, what] of STRANGERS) {
    if (b.length >= begins.length && begins.every((byte, i) => b[i] === byte)) return what;
  }
  if (b.length > 0 && b.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127)))
    return "text";
  return null;
}
