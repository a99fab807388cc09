// What every way of running needs: the packages of package-lock.json and a dist/ no older than src/.
// Does only what is missing, and works with Node and npm alone.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The packages a lock file names, without the project itself. */
function lockedPackages(path) {
  const { packages } = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(packages).filter(([location]) => location !== "");
}

/** Whether node_modules/ holds what package-lock.json asks for. npm keeps its own list of what it installed. */
function isInstalled() {
  const installedList = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installedList)) return false;
  const installed = new Map(lockedPackages(installedList));
  return lockedPackages(join(ROOT, "package-lock.json")).every(([location, wanted]) => {
    const found = installed.get(location);
    // An optional package may be for another platform.
    return found ? found.version === wanted.version : wanted.optional === true || wanted.devOptional === true;
  });
}

function step(what, command, args) {
  // Its output goes to stderr: stdout belongs to the command this set-up is for.
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  process.stderr.write(`${what} failed${error ? `: ${error.message}` : ""}\n`);
  process.exit(2);
}

if (!isInstalled()) {
  process.stderr.write("installing packages (npm ci) ...\n");
  step("npm ci", "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}
step("the build", process.execPath, ["scripts/build.mjs", "--if-stale"]);
