// What `./run test` does once the packages are installed: the checks, then the tests.
//
//     node scripts/test.mjs [--fast | --all]

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { provideSystemTools } from "./system-tools.mjs";
import { testOnNode } from "./test-on-node.mjs";
import { ROOT, runVitest } from "./vitest.mjs";

const CHECKS = ["types", "pure", "page", "style", "arrows", "unused"];
const OTHER_NODES = ["22", "24"];

/** Runs one `check:*` script of package.json, and shows what it says only where it fails. Resolves to whether it held. */
function check(name) {
  const start = performance.now();
  const child = spawn("npm", ["run", "--silent", `check:${name}`], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise((resolve) => {
    child.on("error", (error) => (said += error.message));
    child.on("close", (status) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stdout.write(`check ${name}: ${status === 0 ? "ok" : "FAILED"} (${seconds} s)\n`);
      if (status !== 0) process.stdout.write(said);
      resolve(status === 0);
    });
  });
}

/** Runs every check, as many at a time as there are processors. Resolves to the names of those that failed. */
async function failingChecks() {
  const waiting = [...CHECKS];
  const failed = [];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      if (!(await check(name))) failed.push(name);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failed;
}

async function main(extent) {
  if (extent !== "fast") {
    const missing = provideSystemTools();
    if (missing !== null) {
      process.stderr.write(`${missing}\n`);
      return 2;
    }
  }
  // Every check and every test, whatever fails first: one run tells all.
  const failedChecks = await failingChecks();
  const runs = [runVitest({ fast: ["fast"], usual: ["fast", "real"], all: ["fast", "real", "slow"] }[extent])];
  if (extent === "all") runs.push(...OTHER_NODES.map(testOnNode));

  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  process.stdout.write("\n");
  // Again, and last: a log that is cut keeps its end.
  for (const failure of runs.flatMap((run) => run.failures)) process.stdout.write(`FAILED ${failure}\n`);
  if (failedChecks.length > 0) process.stdout.write(`checks failed: ${failedChecks.join(", ")}\n`);
  if (sum("skipped") > 0) process.stdout.write(`${sum("skipped")} skipped\n`);
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
  return failedChecks.length > 0 || sum("failed") > 0 ? 1 : 0;
}

process.exitCode = await main(
  process.argv.includes("--all") ? "all" : process.argv.includes("--fast") ? "fast" : "usual",
);
