import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Whether a path holds what a shell would expand: `*`, `?` or `[...]`. */
export function isPattern(path: string): boolean {
  return /[*?]|\[[^\]]+\]/.test(path);
}

/** The files that match, sorted by name, as sh(1) expands: one level a component, hidden ones only by a dot of the pattern's own. */
export function expandPattern(pattern: string): string[] {
  let found = [pattern.startsWith("/") ? "/" : ""];
  for (const part of pattern.split("/").filter((p) => p !== "")) {
    found = isPattern(part)
      ? found.flatMap((folder) => namesIn(folder || ".", part).map((name) => join(folder, name)))
      : found.map((folder) => join(folder, part));
  }
  return found.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile()).sort();
}

function namesIn(folder: string, pattern: string): string[] {
  try {
    const matches = expressionOf(pattern);
    return readdirSync(folder).filter(
      (name) => matches.test(name) && (!name.startsWith(".") || pattern.startsWith(".")),
    );
  } catch {
    // A folder that is none, or may not be read, and a range such as [z-a] match nothing: the caller says so.
    return [];
  }
}

function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\[!?[^\]]+\]|[\s\S]/g, (piece) => {
    if (piece === "*") return "[^/]*";
    if (piece === "?") return "[^/]";
    if (piece.length > 1) return piece.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return piece.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
  });
  return new RegExp(`^${source}$`, "s");
}
