import { afterEach, expect, it } from "vitest";
import { listScenarios } from "../../src/lab/catalogue.js";
import type { ClientStep } from "../../src/lab/traffic/plan.js";
import { ProbeNet } from "./net.js";

let net: ProbeNet | undefined;
afterEach(async () => {
  await net?.remove();
  net = undefined;
});

type Talking = Extract<ClientStep, { kind: "http" | "tls" }>;

/** Healthy for the traffic of their scenario, and yet with a limit that a probe must find. */
const LIMITED = new Set([
  // The hypervisor's tunnel device is left at 1450: uploads of full size vanish there, only downloads work.
  "incident-v3",
  // 1400 bytes towards the client; its server finds that out after some seconds, longer than a probe waits.
  "probing-recovers",
]);

/** Every network of the lab in which size is not to blame, with the step that somebody would probe. */
const harmless = listScenarios().flatMap(({ name, kind, network, steps }) => {
  const heavy = Object.values(network.hosts).some((h) => h.docker !== undefined || h.openVswitch !== undefined);
  const talking = (steps.flat(3) as ClientStep[]).filter((s): s is Talking => s.kind === "http" || s.kind === "tls");
  const step = talking.find((s) => s.expect !== undefined && s.expect !== "ok") ?? talking[0];
  return kind === "fault" || LIMITED.has(name) || heavy || step === undefined ? [] : [{ name, step }];
});

it.each(harmless)("$name has no limit of size to blame", async ({ name, step }) => {
  net = await ProbeNet.ofScenario(name);
  const sni = step.kind === "tls" && step.sni !== undefined;
  const address = step.to.replace(/:\d+$/, "");
  const target = `${step.kind === "tls" ? "https" : "http"}://${sni ? step.sni : address}:${/\d+$/.exec(step.to)?.[0]}/${step.download ?? ""}`;
  const connectTo = sni ? ["--connect-to", address.replace(/^\[|\]$/g, "")] : [];
  const { report } = await net.probe(step.on, [target, ...connectTo, "--timeout", "3"]);
  const blamed = report.findings.filter((f) => f.category === "mtu" && f.role === "primary");
  expect(blamed.map((f) => `${f.code} ${f.direction} ${JSON.stringify(f.sizes)}`)).toEqual([]);
});
