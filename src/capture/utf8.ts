/** UTF-8 (RFC 3629) without TextEncoder and TextDecoder, which are no part of the language itself. */

/** Bytes to text, up to a zero byte; bad bytes become U+FFFD. */
export function decodeUtf8(b: Uint8Array, start: number, length: number): string {
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

/** Text to bytes, at most `longest`: a character that does not fit whole is left out, with what follows it. */
export function encodeUtf8(text: string, longest: number): Uint8Array {
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // Half a surrogate pair is no character.
    const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
    const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (out.length + size > longest) break;
    if (size === 1) out.push(point);
    else if (size === 2) out.push(0xc0 | (point >> 6), trail(point, 0));
    else if (size === 3) out.push(0xe0 | (point >> 12), trail(point, 6), trail(point, 0));
    else out.push(0xf0 | (point >> 18), trail(point, 12), trail(point, 6), trail(point, 0));
  }
  return Uint8Array.from(out);
}

function trail(point: number, shift: number): number {
  return 0x80 | ((point >> shift) & 0x3f);
}
