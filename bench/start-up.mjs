// How long a whole process takes, against Node's own start: the time a user waits for a small capture.
//
//     npm run build && node bench/start-up.mjs [RUNS]

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RUNS = Number(process.argv[2] ?? 20);
const CASES = {
  "node alone": ["-e", ""],
  "hopscope --version": ["bin/hopscope", "--version"],
  "hopscope analyze container.pcap": ["bin/hopscope", "analyze", "fixtures/incident/v1/container.pcap"],
  "hopscope analyze v1/*.pcap": [
    "bin/hopscope",
    "analyze",
    ...["border-lan", "border-nic", "container", "hypervisor-nic", "hypervisor-vxlan", "vm", "vm-port"].map(
      (name) => `fixtures/incident/v1/${name}.pcap`,
    ),
  ],
};

function milliseconds(args) {
  const start = performance.now();
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: "ignore" });
  return performance.now() - start;
}

// Taken in turn, so that a busy moment of the machine meets every case alike.
const times = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
for (let run = 0; run < RUNS; run++) {
  for (const [name, args] of Object.entries(CASES)) times[name].push(milliseconds(args));
}
for (const [name, taken] of Object.entries(times)) {
  taken.sort((a, b) => a - b);
  const median = taken[Math.floor(taken.length / 2)];
  console.log(`${name.padEnd(34)} median ${median.toFixed(0)} ms, fastest ${taken[0].toFixed(0)} ms`);
}
