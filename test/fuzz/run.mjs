// Feeds damaged captures and frames to the decoder: nothing may throw, take a second, or let memory grow.
//
//     node test/fuzz/run.mjs [--count 1000000] [--seed 1] [--from 0]
//
// Needs a build. A failing input is made again by its number: --from N --count 1, with the same seed.

import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

const MAX_SECONDS = 1;
const MAX_RSS = 512 * 1024 * 1024;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
  },
});
const [count, seed, from] = [values.count, values.seed, values.from].map(Number);
const progress = new SharedArrayBuffer(4);
const current = new Int32Array(progress);
const started = performance.now();
const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData: { seed, from, count, progress } });

let last = -1;
let since = performance.now();
const watch = setInterval(() => {
  const input = Atomics.load(current, 0);
  const now = performance.now();
  if (input !== last) {
    last = input;
    since = now;
  } else if (now - since > 20 * MAX_SECONDS * 1000) {
    // A busy machine may stop everything for a moment; what takes this long does not end.
    fail(`input ${input} hangs`);
  }
}, 250);

worker.on("message", ({ failed, done }) => {
  if (failed) fail(`input ${failed.input}: ${failed.stack}`);
  else finish(done);
});
worker.on("error", (error) => fail(error.stack));

function finish({ slowest, files, frames }) {
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const rss = process.resourceUsage().maxRSS * 1024;
  console.log(
    `fuzz: ${count} inputs over ${files} files and ${frames} frames, seed ${seed}: ${seconds.toFixed(1)} s, ` +
      `slowest ${slowest.ms.toFixed(1)} ms (input ${slowest.input}), at most ${(rss / 2 ** 20).toFixed(0)} MiB of memory`,
  );
  if (slowest.ms > MAX_SECONDS * 1000) fail(`input ${slowest.input} took ${slowest.ms.toFixed(0)} ms`);
  if (rss > MAX_RSS) fail(`memory grew to ${rss} bytes`);
}

function fail(message) {
  clearInterval(watch);
  console.error(
    `fuzz: ${message}\n  again: node test/fuzz/run.mjs --seed ${seed} --from ${Atomics.load(current, 0)} --count 1`,
  );
  process.exit(1);
}
