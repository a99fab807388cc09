import { en } from "./en.js";
import type { Catalogue } from "./say.js";

export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of a language; only those asked for are loaded. */
export async function wordsOf(language: Language): Promise<Catalogue> {
  return language === "zh-CN" ? (await import("./zh-CN.js")).zhCN : en;
}
