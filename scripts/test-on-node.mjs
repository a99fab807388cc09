// The tests that need no root, on other releases of Node.
//
//     node scripts/test-on-node.mjs 22 24

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, runVitest } from "./vitest.mjs";

/**
 * Path of a Node binary of that major release, fetched from npm at first. It comes from the package that the npm package
 * `node` would fetch in its install script, so that it also works where install scripts are off.
 */
function nodeBinary(major) {
  const folder = join(ROOT, ".cache", "node", major);
  const name = `node-${process.platform}-${process.arch}`;
  const binary = join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(binary)) {
    process.stderr.write(`installing Node ${major} from npm into .cache ...\n`);
    mkdirSync(folder, { recursive: true });
    const npm = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", `${name}@${major}`];
    spawnSync("npm", npm, { cwd: folder, stdio: ["ignore", 2, 2] });
  }
  return binary;
}

/** Counts as runVitest does; a Node that cannot be had counts as one failed. */
export function testOnNode(major) {
  const binary = nodeBinary(major);
  const { stdout } = spawnSync(binary, ["--version"], { encoding: "utf8" });
  if (!stdout?.startsWith(`v${major}.`)) {
    process.stderr.write(`Node ${major} cannot be run\n`);
    return { passed: 0, failed: 1, skipped: 0, failures: [`Node ${major} cannot be run`] };
  }
  process.stdout.write(`\nfast tests on Node ${stdout}`);
  const run = runVitest(["fast"], binary);
  return { ...run, failures: run.failures.map((failure) => `Node ${major}: ${failure}`) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const major of process.argv.slice(2)) if (testOnNode(major).failed > 0) process.exitCode = 1;
}
