// Run by corrupted.ts in a process of its own, so that a hang can be ended: analyzes the captures named on each line
// of standard input, separated by tabs, and prints a line when it starts with one and a line when it is done.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { analyzeFiles } = await import(pathToFileURL("dist/node/analyze.js").href);

for await (const line of createInterface({ input: process.stdin })) {
  console.log(`starts ${line}`);
  console.log(await outcome(line.split("\t")));
}

async function outcome(files) {
  try {
    const report = await analyzeFiles(files);
    // A report that does not survive JSON, or says nothing of a file, is a failure too.
    const { vantagePoints } = JSON.parse(JSON.stringify(report));
    return vantagePoints.length >= files.length ? "report" : "empty";
  } catch (error) {
    return error.name === "UserError" ? `refused ${error.code}` : `crash ${error.stack.replaceAll("\n", " ")}`;
  }
}
