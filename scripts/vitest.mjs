// One run of vitest, its tests counted.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs the named projects of vitest.config.ts on the given Node.
 *
 * @param {string[]} projects
 * @param {string} [node] path of the Node binary; tests that start `node` themselves get the same one
 * @returns {{ passed: number, failed: number, skipped: number, failures: string[] }} A run that ends badly without a failed test, such as
 *   a file that does not load, counts as one failed.
 */
export function runVitest(projects, node = process.execPath) {
  const tally = join(ROOT, ".cache", `vitest-${process.pid}.json`);
  mkdirSync(dirname(tally), { recursive: true });
  const { status } = spawnSync(
    node,
    [
      join(ROOT, "node_modules", "vitest", "vitest.mjs"),
      "run",
      ...projects.map((name) => `--project=${name}`),
      "--passWithNoTests",
      "--reporter=default",
      `--reporter=${join(ROOT, "scripts", "tally-reporter.mjs")}`,
    ],
    {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, HOPSCOPE_TALLY: tally },
    },
  );
  const counts = tallied(tally);
  if (status !== 0 && counts.failed === 0) {
    counts.failed = 1;
    if (counts.failures.length === 0) counts.failures.push(`vitest ended with status ${status}`);
  }
  return counts;
}

/** Takes what the reporter wrote; of a run that ended before it could, nothing. */
function tallied(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  } finally {
    rmSync(file, { force: true });
  }
}
