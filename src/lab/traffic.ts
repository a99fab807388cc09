import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Captures } from "./capture.js";
import type { Identity } from "./certificates.js";
import { ended, LabFailed, run, start, stop } from "./command.js";
import type { Namespaces } from "./namespaces.js";
import type { Happening, Step } from "./scenario.js";
import { type ClientStep, type Expected, patienceOf, type Server } from "./traffic/plan.js";

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

/** Where the steps of a scenario happen. */
interface Stage {
  namespaces: Namespaces;
  captures: Captures;
}

/** Runs the steps one after the other, those of an inner list at the same time. Throws when one ends other than expected. */
export async function runSteps(steps: Step[], stage: Stage): Promise<void> {
  for (const step of steps) await runStep(step, stage);
}

async function runStep(step: Step, stage: Stage): Promise<void> {
  if (Array.isArray(step)) await Promise.all(step.map((one) => runStep(one, stage)));
  else if ("happens" in step) await runClientStep(step.client, stage, step.happens);
  else await runClientStep(step, stage);
}

async function runClientStep(step: ClientStep, stage: Stage, happens: Record<number, Happening[]> = {}): Promise<void> {
  const outcome = step.kind === "curl" ? await curl(step, stage.namespaces) : await client(step, stage, happens);
  const expected = step.expect ?? "ok";
  if (expected !== "any" && outcome !== expected)
    throw new LabFailed(
      `the scenario did not show its case: ${JSON.stringify(step)} ended as ${outcome}, not ${expected}`,
    );
}

/** Lets the client make its step; what happens in between happens when it says how many answers it has had. */
async function client(step: ClientStep, stage: Stage, happens: Record<number, Happening[]>): Promise<string> {
  const plan = { step, interruptedAfter: Object.keys(happens).map(Number) };
  const child = start(stage.namespaces.inside(step.on, [process.execPath, PROGRAM, JSON.stringify(plan)]));
  child.stdin?.on("error", () => {});
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  let outcome = "";
  for await (const line of createInterface({ input: child.stdout as Readable })) {
    const answers = /^answers (\d+)$/.exec(line)?.[1];
    if (answers === undefined) outcome = line;
    else {
      for (const one of happens[Number(answers)] ?? []) await happen(one, stage);
      child.stdin?.write("\n");
    }
  }
  if (outcome === "") throw new LabFailed(`the client of ${step.on} said nothing: ${said}`);
  return outcome;
}

async function happen(one: Happening, { namespaces, captures }: Stage): Promise<void> {
  if ("command" in one) await run(namespaces.inside(one.on, one.command));
  else if (one.captures === "start") await captures.startAt(one.at);
  else await captures.stopAt(one.at);
}

async function curl(step: ClientStep & { kind: "curl" }, namespaces: Namespaces): Promise<Expected> {
  const seconds = String(patienceOf(step) / 1000);
  const argv = ["curl", "-s", "--noproxy", "*", "--max-time", seconds, "-o", "/dev/null", ...step.arguments];
  const child = start(namespaces.inside(step.on, argv));
  child.stdin?.end();
  const code = await ended(child);
  return CURL[Number(code)] ?? "failed";
}

export async function stopServers(servers: ChildProcess[]): Promise<void> {
  await Promise.all(servers.map((server) => stop(server, "SIGKILL")));
}
