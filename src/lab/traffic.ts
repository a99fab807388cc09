import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Identity } from "./certificates.js";
import { ended, LabFailed, run, sleep, start, stop } from "./command.js";
import type { Namespaces } from "./namespaces.js";
import type { Step } from "./scenario.js";
import type { ClientStep, Expected, Server } from "./traffic/plan.js";

const PROGRAM = fileURLToPath(new URL("./traffic/main.js", import.meta.url));
/** curl's exit statuses (curl(1), EXIT CODES). */
const CURL: Record<number, Expected> = {
  0: "ok",
  7: "refused",
  28: "timeout",
  35: "failed",
  60: "failed",
  56: "reset",
};

/** The command that serves everything a host serves. */
export function serverProgram(servers: Server[], host: string, identity: Identity): string[] {
  const plan = { serve: servers.filter((server) => server.on === host), ...identity };
  return [process.execPath, PROGRAM, JSON.stringify(plan)];
}

/** Starts one process per host that has servers; resolves when all listen. */
export async function startServers(
  servers: Server[],
  identity: Identity,
  namespaces: Namespaces,
): Promise<ChildProcess[]> {
  const hosts = [...new Set(servers.map((server) => server.on))];
  return Promise.all(
    hosts.map(async (host) => {
      const child = start(namespaces.inside(host, serverProgram(servers, host, identity)));
      await new Promise<void>((resolve, reject) => {
        let said = "";
        child.stdout?.once("data", () => resolve());
        child.stderr?.on("data", (chunk) => {
          said += chunk;
        });
        ended(child).then((code) => reject(new LabFailed(`the servers of ${host} ended (${code}): ${said}`)), reject);
      });
      return child;
    }),
  );
}

/** Runs the steps one after the other, those of an inner list at the same time. Throws when one ends other than expected. */
export async function runSteps(steps: Step[], namespaces: Namespaces): Promise<void> {
  for (const step of steps) await runStep(step, namespaces);
}

async function runStep(step: Step, namespaces: Namespaces): Promise<void> {
  if (Array.isArray(step)) await Promise.all(step.map((one) => runStep(one, namespaces)));
  else if ("wait" in step) await sleep(step.wait);
  else if ("command" in step) await run(namespaces.inside(step.on, step.command));
  else await runClientStep(step, namespaces);
}

async function runClientStep(step: ClientStep, namespaces: Namespaces): Promise<void> {
  const outcome = step.kind === "curl" ? await curl(step, namespaces) : await client(step, namespaces);
  const expected = step.expect ?? "ok";
  if (expected !== "any" && outcome !== expected)
    throw new LabFailed(
      `the scenario did not show its case: ${JSON.stringify(step)} ended as ${outcome}, not ${expected}`,
    );
}

async function client(step: ClientStep, namespaces: Namespaces): Promise<string> {
  const out = await run(namespaces.inside(step.on, [process.execPath, PROGRAM, JSON.stringify({ step })]));
  return out.trim();
}

async function curl(step: ClientStep & { kind: "curl" }, namespaces: Namespaces): Promise<Expected> {
  const seconds = String((step.timeout ?? 3000) / 1000);
  const argv = ["curl", "-s", "--noproxy", "*", "--max-time", seconds, "-o", "/dev/null", ...step.arguments];
  const child = start(namespaces.inside(step.on, argv));
  child.stdin?.end();
  const code = await ended(child);
  return CURL[Number(code)] ?? "failed";
}

export async function stopServers(servers: ChildProcess[]): Promise<void> {
  await Promise.all(servers.map((server) => stop(server, "SIGKILL")));
}
