import type { Phrase } from "../diagnose/finding.js";

/**
 * Words by key. A value is text with places in braces:
 *
 * - `{size}`: the parameter as it is;
 * - `{count|packet|packets}`: a word for one, and one for any other number;
 * - `{direction@sender}`: the words of key `sender.<value>`, or the value itself where there are none. Parts of a value
 *   that holds several (`vxlan/vxlan`) are looked up one by one. `{type/code@icmp}` looks up both parameters together.
 */
export type Catalogue = Readonly<Record<string, string>>;

/** The words of a phrase. A key without words is said as it is, so that nothing is ever silently left out. */
export function say(words: Catalogue, phrase: Phrase): string {
  const template = words[phrase.key];
  if (template === undefined) return unknown(phrase);
  return template.replace(/\{([^{}]+)\}/g, (whole, place: string) => fill(words, phrase.params, place) ?? whole);
}

/** The words of a key that takes no parameters, or of those given. */
export function word(words: Catalogue, key: string, params: Phrase["params"] = {}): string {
  return say(words, { key, params });
}

function unknown(phrase: Phrase): string {
  return Object.keys(phrase.params).length === 0 ? phrase.key : `${phrase.key} ${JSON.stringify(phrase.params)}`;
}

function fill(words: Catalogue, params: Phrase["params"], place: string): string | null {
  if (place.includes("|")) {
    const [name, one, other] = place.split("|");
    return name in params ? (Number(params[name]) === 1 ? one : other) : null;
  }
  const [names, group] = place.split("@");
  const values = names.split("/").map((name) => params[name]);
  if (values.includes(undefined as never)) return null;
  const value = values.join("/");
  return group === undefined ? value : lookUp(words, group, value);
}

function lookUp(words: Catalogue, group: string, value: string): string {
  const whole = words[`${group}.${value}`];
  if (whole !== undefined) return whole;
  return value
    .split("/")
    .map((part) => words[`${group}.${part}`] ?? part)
    .join("/");
}
