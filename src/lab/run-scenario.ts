import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Captures } from "./capture.js";
import { findScenario } from "./catalogue.js";
import { sharedIdentity } from "./certificates.js";
import { cleanUpOnExit, Namespaces } from "./namespaces.js";
import { buildNetwork } from "./network.js";
import type { Scenario, Truth } from "./scenario.js";
import { runSteps, startServers, stopServers } from "./traffic.js";

export interface ScenarioRun {
  captures: { name: string; file: string }[];
  truth: Truth;
}

/**
 * Builds the network of a scenario, drives its traffic, captures at its vantage points into `dir` (`NAME.pcap` each, and
 * `truth.json`), and removes everything else again, whatever happens. Needs root.
 */
export async function runScenario(name: string, options: { dir: string }): Promise<ScenarioRun> {
  const scenario = findScenario(name);
  const { dir } = options;
  cleanUpOnExit();
  await mkdir(dir, { recursive: true });
  const namespaces = new Namespaces();
  try {
    await buildNetwork(scenario.network, namespaces);
    const captures = await drive(scenario, namespaces, dir);
    await writeFile(
      join(dir, "truth.json"),
      `${JSON.stringify({ scenario: name, kind: scenario.kind, ...scenario.truth }, null, 2)}\n`,
    );
    return { captures, truth: scenario.truth };
  } finally {
    await namespaces.remove();
  }
}

async function drive(scenario: Scenario, namespaces: Namespaces, dir: string) {
  const identity = await sharedIdentity();
  const servers = await startServers(scenario.servers, identity, namespaces);
  try {
    const captures = new Captures(scenario.vantagePoints, namespaces, dir);
    await captures.start();
    await runSteps(scenario.steps, { namespaces, captures });
    await captures.stop();
    return captures.files;
  } finally {
    await stopServers(servers);
  }
}
