import { widthOf } from "./width.js";

/** No line begins with these, or ends with those (W3C, Requirements for Chinese Text Layout, section 3.1.4). */
const NOT_FIRST = "，。；：、）】」』！？％";
const NOT_LAST = "（【「『";

/**
 * Lines of at most `width` columns: broken at spaces, and between Chinese characters. A word that is longer than a line stays whole: it
 * may be an address or a command that somebody copies.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { text: piece, spaced } of pieces(text)) {
    const columns = widthOf(piece);
    const gap = spaced && line !== "" ? 1 : 0;
    if (line !== "" && used + gap + columns > width) {
      lines.push(line);
      line = "";
      used = 0;
    }
    const joined = line === "" ? piece : (gap ? " " : "") + piece;
    line += joined;
    used += widthOf(joined);
  }
  lines.push(line);
  return lines;
}

/** What must stay together, and whether a space stood before it. */
function pieces(text: string): { text: string; spaced: boolean }[] {
  const out: { text: string; spaced: boolean }[] = [];
  for (const word of text.split(" ")) {
    let first = true;
    for (const part of breakable(word)) {
      out.push({ text: part, spaced: first });
      first = false;
    }
  }
  return out;
}

function breakable(word: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    const before = part.at(-1) ?? "";
    const here =
      part !== "" &&
      (widthOf(character) === 2 || widthOf(before) === 2) &&
      !NOT_FIRST.includes(character) &&
      !NOT_LAST.includes(before);
    if (here) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  parts.push(part);
  return parts;
}
