/**
 * A failure that is the input's or the machine's, not ours: shown without a stack trace.
 * `message` says what happened and why, `hint` the next command to run, `code` is stable.
 */
export class UserError extends Error {
  readonly code: string;
  readonly hint: string | null;

  constructor(code: string, message: string, hint: string | null = null) {
    super(message);
    this.name = "UserError";
    this.code = code;
    this.hint = hint;
  }
}
