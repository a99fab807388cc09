// Compiles src/ into dist/, joins the modules of the command line and builds the page. The new dist is built aside and swapped in, so that a hopscope started meanwhile never meets
// half a build, and files of deleted sources do not linger.
//
//     node scripts/build.mjs [--if-stale]

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildLane } from "./build-lane.mjs";
import { buildPage } from "./build-page.mjs";
import { compileAhead, compiledFolder } from "./compile-ahead.mjs";
import { joinModules } from "./join-modules.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");
const STAMP = join(ROOT, ".cache", "built");
const INPUTS = ["src", "wasm", "web", "scripts", "tsconfig.json", "tsconfig.base.json", "package.json"];

/** Milliseconds since 1970 of the newest change at or below `path`; a folder's own time tells of deleted files. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isFresh() {
  if (!existsSync(STAMP) || !existsSync(DIST)) return false;
  const built = statSync(STAMP).mtimeMs;
  return INPUTS.every((input) => newest(join(ROOT, input)) < built);
}

/** An empty place on the same disk as dist/. */
function asideOf(name) {
  const aside = join(ROOT, ".cache", `${name}-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  return aside;
}

/** Resolves to tsc's exit status. As with tsc itself, a type error fails the build but what could be emitted is there. */
async function build() {
  const started = new Date();
  const aside = asideOf("build");
  await buildLane(started);
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const fresh = join(aside, "dist");
  let { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.json", "--outDir", fresh], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
  });
  if (existsSync(fresh)) {
    // Where the sources do not compile they may not join either; the tests that need no command line can still run.
    await joinModules(fresh).catch((error) => {
      status ||= 1;
      process.stderr.write(`${error.message}\n`);
    });
    // Without the page the command line does all else.
    await buildPage(join(fresh, "web")).catch((error) => {
      status ||= 1;
      process.stderr.write(`the page: ${error.message}\n`);
    });
    if (existsSync(DIST)) renameSync(DIST, join(aside, "old"));
    renameSync(fresh, DIST);
    // Without, all runs as well, only later.
    try {
      compileAhead(aside);
    } catch (error) {
      status ||= 1;
      process.stderr.write(`${error.message}\n`);
    }
  }
  rmSync(aside, { recursive: true, force: true });
  rmSync(STAMP, { force: true });
  if (status === 0) {
    // Dated at the start, so that an edit made meanwhile counts as newer.
    writeFileSync(STAMP, "");
    utimesSync(STAMP, started, started);
  }
  return status ?? 1;
}

if (!process.argv.includes("--if-stale")) {
  process.exitCode = await build();
} else if (!isFresh()) {
  process.stderr.write("building ...\n");
  process.exitCode = await build();
} else if (!existsSync(compiledFolder() ?? DIST)) {
  // Built by another Node.
  const aside = asideOf("compiled");
  compileAhead(aside);
  rmSync(aside, { recursive: true, force: true });
}
