import { readU16 } from "./integers.js";

/**
 * Walks the options of a pcapng block, draft-ietf-opsawg-pcapng section 3.5; `visit` gets code, offset and length.
 * A list that overruns its block ends where the block does.
 *
 *     | code (2) | length (2) | value, padded to 4 bytes |
 */
export function eachOption(
  b: Uint8Array,
  start: number,
  end: number,
  little: boolean,
  visit: (code: number, at: number, length: number) => void,
): void {
  let at = start;
  while (at + 4 <= end) {
    const code = readU16(b, at, little);
    const length = readU16(b, at + 2, little);
    if (code === 0 || at + 4 + length > end) return;
    visit(code, at + 4, length);
    at += 4 + ((length + 3) & ~3);
  }
}
