import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/hopscope.js";

/** The project's own odd captures; those of others are read where they are, if they are there. */
const FOLDERS = [join(ROOT, "test", "fuzz", "corpus"), join(ROOT, "..", "shared", "captures", "public", "captures")];
const LARGEST = 2_000_000;

/** Name and path of each. */
export function corpus(): [name: string, path: string][] {
  return FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(pcap|pcapng|cap|ntar)$/.test(name) && statSync(join(folder, name)).size <= LARGEST)
      .map((name): [string, string] => [name, join(folder, name)]),
  );
}
