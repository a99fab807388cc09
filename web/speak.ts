import { computed, effect, signal } from "@preact/signals";
import type { Phrase } from "../src/diagnose/finding.js";
import { en } from "../src/messages/en.js";
import { type Catalogue, say } from "../src/messages/say.js";
import { zhCN } from "../src/messages/zh-CN.js";
import { en as pageEn } from "./words/en.js";
import { zhCN as pageZhCN } from "./words/zh-CN.js";

export type Language = "en" | "zh-CN";
type PageKey = keyof typeof pageEn;

const CATALOGUES: Record<Language, Catalogue> = { en: { ...en, ...pageEn }, "zh-CN": { ...zhCN, ...pageZhCN } };

export const language = signal<Language>(/^zh(?:$|-(?:CN|SG|Hans))/i.test(navigator.language) ? "zh-CN" : "en");
export const words = computed(() => CATALOGUES[language.value]);

effect(() => {
  document.documentElement.lang = language.value;
});

/** The page's own words. */
export function t(key: PageKey, params: Phrase["params"] = {}): string {
  return say(words.value, { key, params });
}

/** Words by a key that is put together: names of codes, outcomes, terms. The key's last part where there are none. */
export function named(group: string, name: string, params: Phrase["params"] = {}): string {
  const key = `${group}.${name}`;
  return words.value[key] === undefined ? name : say(words.value, { key, params });
}

/** A sentence of the report. A newer Hopscope's may have no words here: then the English that came with it. */
export function tell(phrase: Phrase | null, english: string | null): string {
  const text = uncapitalised(phrase, english);
  // What begins with a name, an address or a command keeps their case.
  return /^\{[^@}]*\}/.test(words.value[phrase?.key ?? ""] ?? "") ? text : capital(text);
}

/** The same as part of another sentence. */
export function uncapitalised(phrase: Phrase | null, english: string | null): string {
  return phrase !== null && words.value[phrase.key] !== undefined ? say(words.value, phrase) : (english ?? "");
}

/** A capital letter where a sentence begins with a plain word: names and addresses keep their case. */
export function capital(text: string): string {
  return text.replace(/^[a-z]+(?= |$)/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

export function number(value: number): string {
  return value < 10_000 ? String(value) : value.toLocaleString(language.value);
}

/** Bytes in a unit people read; for files and flows, never for packets. */
export function bytes(value: number): string {
  if (value < 10_000) return `${value} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let scaled = value;
  let unit = -1;
  while (scaled >= 1000 && unit + 1 < units.length) {
    scaled /= 1000;
    unit++;
  }
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${units[unit]}`;
}
