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

/** UTF-8 to text without TextDecoder, which is no part of the language itself; bad bytes become U+FFFD. */
export function utf8(b: Uint8Array, start: number, length: number): string {
  let text = "";
  const end = start + length;
  let at = start;
  while (at < end) {
    const first = b[at++];
    if (first === 0) break;
    const more = first < 0x80 ? 0 : first >> 5 === 6 ? 1 : first >> 4 === 14 ? 2 : first >> 3 === 30 ? 3 : -1;
    let point = more <= 0 ? first : first & (0x3f >> more);
    let good = more >= 0 && at + more <= end;
    for (let i = 0; good && i < more; i++) {
      if ((b[at + i] & 0xc0) !== 0x80) good = false;
      else point = (point << 6) | (b[at + i] & 0x3f);
    }
    if (good && point <= 0x10ffff) {
      text += String.fromCodePoint(point);
      at += more;
    } else text += "\ufffd";
  }
  return text;
}
