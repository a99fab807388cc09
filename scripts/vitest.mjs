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
 * @returns {{ passed: number, failed: number, skipped: number }} A run that ends badly without a failed test, such as
 *   a file that does not load, counts as one failed.
 */
export function runVitest(projects, node = process.execPath) {
  const results = join(ROOT, ".cache", `vitest-${process.pid}.json`);
  mkdirSync(dirname(results), { recursive: true });
  const { status } = spawnSync(
    node,
    [
      join(ROOT, "node_modules", "vitest", "vitest.mjs"),
      "run",
      ...projects.map((name) => `--project=${name}`),
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${results}`,
    ],
    {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
    },
  );
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(results, "utf8"));
    counts.passed = numPassedTests;
    counts.failed = numFailedTests;
    counts.skipped = numPendingTests + numTodoTests;
  } catch {
    // It ended before it could write: counted below.
  }
  rmSync(results, { force: true });
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
