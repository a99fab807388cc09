/** As PNG's: not text, and what a transfer in text mode breaks (line ends, the eighth bit) is broken at once. */
export const MAGIC: readonly number[] = [0x89, 0x48, 0x50, 0x44, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as a digest file does. */
export function isDigestFile(head: Uint8Array): boolean {
  return head.length >= MAGIC.length && MAGIC.every((byte, i) => head[i] === byte);
}
