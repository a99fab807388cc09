import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * Keeps standard input in a file of `folder` where an argument asks for it, as `-`, `NAME=-` or one of several files, and returns the
 * arguments with that file in its place.
 */
export async function spoolStdin(args: readonly string[], folder: string, signal?: AbortSignal): Promise<string[]> {
  const IS_STDIN = /(^|=|,)-(?=,|$)/;
  if (!args.some((arg) => arg === "-" || IS_STDIN.test(arg.replace(/^[^=]*/, "")))) return [...args];
  const file = join(folder, "stdin");
  await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }), { signal });
  return args.map((arg) => (arg === "-" ? file : arg.includes("=") ? arg.replace(IS_STDIN, `$1${file}`) : arg));
}
