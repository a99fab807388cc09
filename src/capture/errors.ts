/** A file that is no capture at all, or of a kind that cannot be read; `code` is stable, `message` is English. */
export class NotACapture extends Error {
  readonly code: "empty" | "unknown-format" | "unsupported-version";

  constructor(code: NotACapture["code"], message: string) {
    super(message);
    this.name = "NotACapture";
    this.code = code;
  }
}
