/** Ways to stress text; each has a sign or a word beside it wherever it is used, so that nothing is said by colour alone. */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  good(text: string): string;
}

const SGR = { strong: [1, 22], faint: [2, 22], bad: [31, 39], warn: [33, 39], good: [32, 39] } as const;

/** ECMA-48 section 8.3.117, or nothing at all. */
export function paintWith(colour: boolean): Paint {
  const with_ = (kind: keyof typeof SGR) => (text: string) =>
    colour && text !== "" ? `\x1b[${SGR[kind][0]}m${text}\x1b[${SGR[kind][1]}m` : text;
  return {
    strong: with_("strong"),
    faint: with_("faint"),
    bad: with_("bad"),
    warn: with_("warn"),
    good: with_("good"),
  };
}
