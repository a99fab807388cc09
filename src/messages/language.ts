import { en } from "./en.js";
import type { Catalogue } from "./say.js";

export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of findings and reports; only the language asked for is loaded. */
export async function wordsOf(language: Language): Promise<Catalogue> {
  return language === "zh-CN" ? (await import("./zh-CN.js")).zhCN : en;
}

/** The same, with what `hopscope explain` says. */
export async function explanationsOf(language: Language): Promise<Catalogue> {
  const { explain } = language === "zh-CN" ? await import("./zh-CN/explain.js") : await import("./en/explain.js");
  return { ...(await wordsOf(language)), ...explain };
}

/** The same as of findings, with what `hopscope demo` tells. */
export async function demoWordsOf(language: Language): Promise<Catalogue> {
  const { demo } = language === "zh-CN" ? await import("./zh-CN/demo.js") : await import("./en/demo.js");
  return { ...(await wordsOf(language)), ...demo };
}
