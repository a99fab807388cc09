import { basename, dirname } from "node:path";
import { UserError } from "./errors.js";

/** One vantage point as the command line names it: its files, in the order given. */
export interface CaptureSource {
  name: string;
  files: string[];
}

/** NAME may hold anything a file name may, but no slash: `a/b=c.pcap` is a file. */
const NAMED = /^([^/=]+)=(.+)$/s;
const EXTENSIONS = /\.(pcapng|pcap|cap|dmp|ntar|trace|digest|json|gz|zst)\d*$/i;

/**
 * Reads `[NAME=]FILE[,FILE...]` arguments. The same NAME given twice is one vantage point; files without a NAME are one each,
 * named by their base name without extension, and by their folder too where two would be called the same.
 */
export function captureSources(args: readonly string[]): CaptureSource[] {
  const named = new Map<string, string[]>();
  const plain: string[] = [];
  for (const arg of args) {
    const match = NAMED.exec(arg);
    if (match === null) {
      plain.push(arg);
      continue;
    }
    const [, name, value] = match;
    const files = value.split(",").filter((f) => f !== "");
    if (files.length === 0)
      throw new UserError("no-file", `${arg}: a name without a file`, "hopscope analyze NAME=FILE");
    named.set(name, [...(named.get(name) ?? []), ...files]);
  }
  const sources = [...named].map(([name, files]) => ({ name, files }));
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

function baseName(file: string): string {
  if (file === "-") return "stdin";
  let base = basename(file);
  while (EXTENSIONS.test(base) && base.replace(EXTENSIONS, "") !== "") base = base.replace(EXTENSIONS, "");
  return base;
}
