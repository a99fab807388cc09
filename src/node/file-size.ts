import { statSync } from "node:fs";

/** Bytes of a file; null where there is none, as for a pipe, or where it cannot be told: whoever opens it says why. */
export function fileSize(path: string): number | null {
  if (path === "-") return null;
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}
