// Runs inside a namespace: serves, or makes one client step, as the JSON of the first argument says.
import { createInterface } from "node:readline";
import { runClient } from "./client.js";
import type { ClientStep, Server } from "./plan.js";
import { serve } from "./serve.js";
import { runUdpClient } from "./udp.js";

type Plan = { serve: Server[]; key: string; certificate: string } | { step: ClientStep; interruptedAfter?: number[] };

const plan = JSON.parse(process.argv[2] ?? "{}") as Plan;
if ("serve" in plan) {
  await serve(plan.serve, plan);
  process.stdout.write("ready\n");
} else {
  const { step, interruptedAfter = [] } = plan;
  const http = step.kind === "http" || step.kind === "tls";
  const outcome = http
    ? await runClient(step, interrupted(interruptedAfter))
    : step.kind === "udp"
      ? await runUdpClient(step)
      : "any";
  process.stdout.write(`${outcome}\n`);
  process.exit(0);
}

/** Says how many answers it has had, and waits for a line that lets it go on. */
function interrupted(after: readonly number[]): (answers: number) => Promise<void> {
  const lines = createInterface({ input: process.stdin });
  return async (answers) => {
    if (!after.includes(answers)) return;
    const told = new Promise((resolve) => lines.once("line", resolve));
    process.stdout.write(`answers ${answers}\n`);
    await told;
  };
}
