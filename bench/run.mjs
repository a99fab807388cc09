// How long the whole diagnosis takes, against programs that read the same capture and do less.
//
//     npm run bench [-- --scale 0.1] [--folder DIR] [--runs 5]
//
// Prints, for every capture, the medians of alternating runs as ratios, and the memory of each at its peak.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fullSize, headersOnly, manyFlows } from "./generate.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const HOPSCOPE = join(ROOT, "bin", "hopscope");
const SLICE_FRAMES = 200_000;

const { values } = parseArgs({
  options: {
    scale: { type: "string", default: "1" },
    runs: { type: "string", default: "5" },
    folder: { type: "string", default: join(tmpdir(), "hopscope-bench") },
  },
});
const scale = Number(values.scale);
const runs = Number(values.runs);

/** Seconds and KiB at the peak, as GNU time tells them. */
function run(command, args, folder) {
  const report = join(folder, "time");
  const start = performance.now();
  const done = spawnSync("/usr/bin/time", ["-f", "%M", "-o", report, command, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const seconds = (performance.now() - start) / 1000;
  const kib = Number(readFileSync(report, "utf8").trim().split("\n").at(-1));
  return { seconds, kib, output: done.stdout, status: done.status };
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

/** Runs the commands in turn, so that a busy moment meets all alike; by name: median seconds and the largest peak. */
function compare(commands, folder) {
  const taken = new Map(commands.map(([name]) => [name, []]));
  for (let i = 0; i < runs; i++) {
    for (const [name, command, args] of commands) taken.get(name).push(run(command, args, folder));
  }
  return new Map(
    [...taken].map(([name, list]) => [
      name,
      {
        seconds: median(list.map((r) => r.seconds)),
        kib: Math.max(...list.map((r) => r.kib)),
        output: list.at(-1).output,
      },
    ]),
  );
}

function print(title, results, scaled = new Map()) {
  const own = results.get("hopscope analyze --json");
  console.log(`\n${title}`);
  for (const [name, { seconds, kib }] of results) {
    const whole = seconds * (scaled.get(name) ?? 1);
    const ratio = `${(own.seconds / whole).toFixed(3)} x`;
    console.log(
      `  ${name.padEnd(36)} ${whole.toFixed(2).padStart(8)} s   hopscope takes ${ratio.padStart(9)}   ${(kib / 1024).toFixed(0).padStart(5)} MiB`,
    );
  }
  const found = JSON.parse(own.output).findings.map((f) => `${f.code}: ${f.flows.length} flows`);
  console.log(`  found: ${found.join(", ")}`);
}

const folder = values.folder;
mkdirSync(folder, { recursive: true });

function capture(name, make) {
  const path = join(folder, `${name}-${scale}.pcap`);
  if (!existsSync(path)) {
    console.log(`writing ${path} ...`);
    make(path);
  }
  console.log(`${path}: ${(statSync(path).size / 1e6).toFixed(0)} MB`);
  return path;
}

const analyze = (path) => ["hopscope analyze --json", process.execPath, [HOPSCOPE, "analyze", "--json", path]];

const frames = Math.round(8_000_000 * scale);
const flows = Math.round(20_000 * scale);
const headers = capture("headers-only", (path) => headersOnly(path, frames, flows));
const slice = capture("headers-only-slice", (path) => headersOnly(path, SLICE_FRAMES, Math.min(flows, 500)));
print(
  `headers only: ${frames} frames of ${flows} flows in VXLAN, 128 bytes of each`,
  compare(
    [
      analyze(headers),
      ["capinfos -c", "capinfos", ["-c", headers]],
      ["tcpdump -r -w /dev/null tcp", "tcpdump", ["-r", headers, "-w", "/dev/null", "tcp"]],
      ["wc -l", "wc", ["-l", headers]],
      [`tshark -q -z conv,tcp (from ${SLICE_FRAMES})`, "tshark", ["-r", slice, "-q", "-z", "conv,tcp"]],
    ],
    folder,
  ),
  new Map([[`tshark -q -z conv,tcp (from ${SLICE_FRAMES})`, frames / SLICE_FRAMES]]),
);

const twice = capture("headers-only-twice", (path) => headersOnly(path, 2 * frames, flows));
print("twice the frames", compare([analyze(twice), ["capinfos -c", "capinfos", ["-c", twice]]], folder));
rmSync(twice);

const full = capture("full-size", (path) => fullSize(path, Math.round(1_000_000 * scale), Math.round(2_000 * scale)));
print("full-size frames", compare([analyze(full), ["wc -l", "wc", ["-l", full]]], folder));

const many = capture("many-flows", (path) => manyFlows(path, Math.round(1_000_000 * scale)));
print("many small flows", compare([analyze(many), ["capinfos -c", "capinfos", ["-c", many]]], folder));

const small = join(ROOT, "fixtures", "incident", "v1", "container.pcap");
print("a capture of a few frames", compare([analyze(small), ["tshark -r", "tshark", ["-r", small]]], folder));
