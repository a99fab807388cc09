import { spawn } from "node:child_process";
import { findScenario } from "./catalogue.js";
import { sharedIdentity } from "./certificates.js";
import { LabFailed, sleep } from "./command.js";
import { leftOver, Namespaces, removeNamespace } from "./namespaces.js";
import { buildNetwork } from "./network.js";
import { serverProgram } from "./traffic.js";

/** A network left standing: a line per host with the command that starts a shell in it. */
export async function bringUp(name: string): Promise<string[]> {
  const scenario = findScenario(name);
  if (leftOver().some((left) => left.includes("-up-")))
    throw new LabFailed("a network of the lab is already up", "hopscope lab down");
  if (Object.values(scenario.network.hosts).some((host) => host.openVswitch))
    throw new LabFailed(
      `${name} needs Open vSwitch, which ends with its command`,
      `hopscope lab capture ${name} -w ${name}`,
    );
  const namespaces = new Namespaces(true);
  try {
    await buildNetwork(scenario.network, namespaces);
    const identity = await sharedIdentity();
    const hosts = [...new Set(scenario.servers.map((server) => server.on))];
    for (const host of hosts) {
      const [command = "", ...rest] = namespaces.inside(host, serverProgram(scenario.servers, host, identity));
      spawn(command, rest, { stdio: "ignore", detached: true }).unref();
    }
    // They read their certificate, which goes with this process, when they start.
    if (hosts.length > 0) await sleep(1500);
  } catch (error) {
    await namespaces.remove();
    throw error;
  }
  return Object.keys(scenario.network.hosts).map((host) => `${host}: ${namespaces.inside(host, ["bash"]).join(" ")}`);
}

/** Removes what {@link bringUp} left, and what a killed lab could not remove. Returns the names of the namespaces. */
export async function takeDown(): Promise<string[]> {
  const names = leftOver();
  for (const name of names) await removeNamespace(name);
  return names;
}
