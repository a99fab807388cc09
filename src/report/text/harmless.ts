/** Control characters and those that turn the direction of writing: names in captures must not reach a terminal as commands. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The same value with every harmful character in its strings replaced. */
export function harmless<T>(value: T): T {
  if (typeof value === "string") return value.replace(HARMFUL, "\ufffd") as T;
  if (Array.isArray(value)) return value.map(harmless) as T;
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, harmless(inner)])) as T;
  }
  return value;
}
