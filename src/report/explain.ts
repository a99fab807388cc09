import { CODES, type Code } from "../diagnose/codes.js";
import type { Catalogue } from "../messages/say.js";
import { Page, type TextOptions } from "./text/page.js";
import { padEnd } from "./text/width.js";

const PARTS = ["means", "proof", "not", "do"] as const;
const EVERY = Object.keys(CODES) as Code[];

/** `words` holds the explanations too. */
export function explanation(code: Code, options: TextOptions): string {
  const page = new Page(options);
  const { severity } = CODES[code];
  page.line(`${page.paint.strong(page.say(`title.${code}`))} · ${code} · ${page.say(`severity.${severity}`)}`);
  for (const part of PARTS) {
    page.heading(page.say(`explain.${part}`));
    page.paragraph(page.say(`${code}.${part}`), "  ");
  }
  return page.toString();
}

/** One line for each code. */
export function codeList(options: TextOptions): string {
  const page = new Page(options);
  page.line(page.say("explain.all"));
  page.gap();
  const width = Math.max(...EVERY.map((code) => code.length));
  for (const code of EVERY) page.line(`  ${padEnd(code, width)}  ${page.say(`title.${code}`)}`);
  return page.toString();
}

export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}

/** The codes as programs read them. */
export function explanationsAsJson(words: Catalogue, codes: readonly Code[] = EVERY): string {
  const rows = codes.map((code) => ({
    code,
    ...CODES[code],
    title: words[`title.${code}`],
    ...Object.fromEntries(PARTS.map((part) => [part, words[`${code}.${part}`]])),
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** The codes most like a text that is none: those that hold it, and those a few letters away. */
export function nearestCodes(text: string): Code[] {
  const wanted = text.toLowerCase().replaceAll(/[\s_-]+/g, "");
  return EVERY.map((code) => ({ code, bare: code.replaceAll("-", "") }))
    .map(({ code, bare }) => ({
      code,
      holds: wanted.length > 2 && bare.includes(wanted),
      edits: distance(wanted, bare),
    }))
    .filter(({ holds, edits }) => holds || edits <= Math.max(2, wanted.length / 3))
    .sort((a, b) => Number(b.holds) - Number(a.holds) || a.edits - b.edits)
    .slice(0, 3)
    .map(({ code }) => code);
}

/** Levenshtein: insertions, deletions and replacements that make `b` of `a`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
