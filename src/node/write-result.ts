import { once } from "node:events";
import { promises } from "node:fs";
import { batches } from "./batches.js";
import { UserError } from "./errors.js";

/** Writes a result to a file, or to standard output for "-". Throws {@link UserError}. */
export async function writeResult(target: string, result: string | Iterable<Uint8Array>): Promise<void> {
  const pieces = typeof result === "string" ? [result] : batches(result);
  if (target === "-") {
    for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, "drain");
    return;
  }
  try {
    await promises.writeFile(target, pieces);
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
