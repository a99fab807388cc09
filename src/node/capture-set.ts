import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { vantageName } from "../flow/vantage-name.js";
import { UserError } from "./errors.js";
import { expandPattern, isPattern } from "./glob.js";

/** One vantage point as the command line names it: its files, in the order given. */
export interface CaptureSource {
  name: string;
  files: string[];
  /** Whether the name was given, as in NAME=FILE. */
  named?: boolean;
}

/** NAME may hold anything a file name may, but no slash: `a/b=c.pcap` is a file. */
const NAMED = /^([^/=]+)=(.+)$/s;

/**
 * Reads `NAME=FILE[,FILE...]` and `FILE` arguments; a FILE may be a pattern that the shell left alone. The same NAME given twice is one
 * vantage point; files without a NAME are one each, named by their base name without extension, and by their folder too where two
 * would be called the same.
 */
export function captureSources(args: readonly string[]): CaptureSource[] {
  const named = new Map<string, string[]>();
  const plain: string[] = [];
  for (const arg of args) {
    const match = NAMED.exec(arg);
    if (match === null) {
      plain.push(...filesOf(arg));
      continue;
    }
    const [, name, value] = match;
    const files = (existsSync(value) ? [value] : value.split(",").filter((f) => f !== "")).flatMap(filesOf);
    if (files.length === 0)
      throw new UserError("no-file", `${arg}: a name without a file`, "hopscope analyze NAME=FILE");
    // A pattern and a name may mean the same file, which is to be read once.
    named.set(name, [...new Set([...(named.get(name) ?? []), ...files])]);
  }
  const sources: CaptureSource[] = [...named].map(([name, files]) => ({ name, files, named: true }));
  const taken = new Set(named.keys());
  const bases = new Map<string, number>();
  for (const file of plain) bases.set(baseName(file), (bases.get(baseName(file)) ?? 0) + 1);
  for (const file of plain) {
    const base = baseName(file);
    const alone = bases.get(base) === 1 && !taken.has(base);
    let name = alone ? base : `${basename(dirname(file))}/${base}`;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    sources.push({ name, files: [file] });
  }
  return sources;
}

/** The files a word means: itself where there is such a file, else those that match it as a pattern. */
function filesOf(word: string): string[] {
  if (!isPattern(word) || existsSync(word)) return [word];
  const files = expandPattern(word);
  if (files.length === 0) throw new UserError("file-not-found", `${word}: no file matches`, `ls ${dirname(word)}`);
  return files;
}

function baseName(file: string): string {
  return file === "-" ? "stdin" : vantageName(basename(file));
}
