import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** A capture in the served directory. */
export interface ListedCapture {
  /** Relative to the directory, with slashes. */
  path: string;
  /** Bytes. */
  size: number;
}

const CAPTURE = /\.(pcap|pcapng|cap|dmp|ntar|trace|digest)\d*(\.(gz|zst))?$/i;
const DEEPEST = 4;
const MOST = 1000;

/** Captures at and below `directory`, by name. Links that lead out of it, and hidden files, are left out. */
export async function listCaptures(directory: string): Promise<ListedCapture[]> {
  const root = await realpath(directory);
  const out: ListedCapture[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder).catch(() => [] as string[]);
    for (const name of entries.sort()) {
      if (out.length >= MOST) return;
      if (name.startsWith(".")) continue;
      const real = await realpath(join(folder, name)).catch(() => null);
      if (real === null || !real.startsWith(root + sep)) continue;
      const found = await stat(real);
      if (found.isDirectory()) {
        // A linked folder would be listed twice, or without end.
        if (depth < DEEPEST && real === join(folder, name)) await walk(real, depth + 1);
      } else if (found.isFile() && CAPTURE.test(name)) {
        out.push({ path: relative(root, join(folder, name)).split(sep).join("/"), size: found.size });
      }
    }
  };
  await walk(root, 0);
  return out;
}
