import { writeFile } from "node:fs/promises";
import { UserError } from "./errors.js";

/** Writes a result to a file, or to standard output for "-". Throws {@link UserError}. */
export async function writeResult(target: string, text: string): Promise<void> {
  if (target === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(target, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError("cannot-write", `${target}: cannot be written: ${REASONS[code ?? ""] ?? message}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOENT: "no such folder",
  ENOSPC: "no space left",
  EROFS: "the file system is read-only",
};
