/** A digest that cannot be read; `code` is stable, `message` is English and follows the file's name. */
export class BadDigest extends Error {
  readonly code: "damaged" | "truncated" | "newer-version" | "older-version";

  constructor(code: BadDigest["code"], message: string) {
    super(message);
    this.name = "BadDigest";
    this.code = code;
  }
}

export function damaged(what: string): BadDigest {
  return new BadDigest("damaged", `a damaged digest: ${what}`);
}
