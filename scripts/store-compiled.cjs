// Runs what the command line is mostly asked for, and stores what V8 compiled for it, a file for each module: for compile-ahead.mjs, in a
// process of its own.
//
//     node scripts/store-compiled.cjs FOLDER LARGE.pcap SMALL.pcap...
"use strict";

const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const v8 = require("node:v8");
const { load, loaded } = require("../bin/load.cjs");

const [folder, large, ...small] = process.argv.slice(2);
/** What src/node/engine-flags.ts changes, as V8 has it by itself: what was compiled with other flags is refused. */
const OWN_BUDGET = "--interrupt-budget=67584";

async function run() {
  const { main } = load("main.cjs");
  await main(["analyze", "--json", large]);
  await main(["analyze", "--json", ...small]);
  await main(["analyze", small[0]]);
  // That they found something is no failure of this; that they could not read is.
  if (process.exitCode !== 1) throw new Error(`analyze ended with ${process.exitCode}`);
  v8.setFlagsFromString("--flush-bytecode");
  if (process.versions.v8.startsWith("11.")) v8.setFlagsFromString(OWN_BUDGET);
  for (const [name, { script }] of loaded) writeFileSync(join(folder, name), script.createCachedData());
  process.exitCode = 0;
}

// A function that is not called for a while would lose its code.
v8.setFlagsFromString("--no-flush-bytecode");
run();
