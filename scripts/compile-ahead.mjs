// Has V8 compile what the joined modules mostly run, and puts that beside them for bin/load.cjs: to compile it takes longer than to analyse a
// small capture. V8 takes it back only in the same version, with the same flags.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { headersOnly } from "../bench/generate.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Enough to be read by several threads. */
const FRAMES = 200_000;

/** Of dist/ as it is now; null where this Node takes nothing back. */
export const { compiledFolder } = createRequire(import.meta.url)("../bin/load.cjs");

/** Writes where bin/load.cjs looks for it; `aside` is a folder on the same disk. */
export function compileAhead(aside) {
  const folder = compiledFolder();
  if (folder === null) return;
  const made = join(aside, "compiled");
  mkdirSync(made);
  const large = join(aside, "large.pcap");
  headersOnly(large, FRAMES, 2000);
  const incident = join(ROOT, "fixtures", "incident", "v1");
  const small = readdirSync(incident).filter((name) => name.endsWith(".pcap"));
  const script = join(ROOT, "scripts", "store-compiled.cjs");
  const run = [script, made, large, ...small.map((name) => join(incident, name))];
  const { status, stderr } = spawnSync(process.execPath, run, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the modules were not compiled ahead\n${stderr}`);
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(made, folder);
}
