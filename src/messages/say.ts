import type { Phrase } from "../diagnose/finding.js";

/** Words by key; a value is text with {name} places. */
export type Catalogue = Readonly<Record<string, string>>;

/** The words of a phrase. A key without words is said as it is, so that nothing is ever silently left out. */
export function say(words: Catalogue, phrase: Phrase): string {
  const template = words[phrase.key];
  if (template === undefined) return `${phrase.key} ${JSON.stringify(phrase.params)}`;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = phrase.params[name];
    return value === undefined ? whole : String(value);
  });
}
