// Runs inside a namespace: serves, or makes one client step, as the JSON of the first argument says.
import { runClient } from "./client.js";
import type { ClientStep, Server } from "./plan.js";
import { serve } from "./serve.js";
import { runUdpClient } from "./udp.js";

type Plan = { serve: Server[]; key: string; certificate: string } | { step: ClientStep };

const plan = JSON.parse(process.argv[2] ?? "{}") as Plan;
if ("serve" in plan) {
  await serve(plan.serve, plan);
  process.stdout.write("ready\n");
} else {
  const { step } = plan;
  const outcome = step.kind === "udp" ? await runUdpClient(step) : step.kind === "curl" ? "any" : await runClient(step);
  process.stdout.write(`${outcome}\n`);
  process.exit(0);
}
