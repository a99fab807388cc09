import { afterEach, expect, it } from "vitest";
import { findScenario } from "../../src/lab/catalogue.js";
import type { ClientStep } from "../../src/lab/traffic/plan.js";
import { ProbeNet } from "./net.js";

let net: ProbeNet | undefined;
afterEach(async () => {
  await net?.remove();
  net = undefined;
});

/** What the step of a scenario asks for, as somebody would probe it. */
function targetOf(step: ClientStep & { to: string }): string {
  return `${step.kind === "tls" ? "https" : "http"}://${step.to}/${"download" in step ? (step.download ?? "") : ""}`;
}

/** Probes what a scenario's failing step talks to, from where it does. */
async function probeScenario(name: string, target?: string) {
  const scenario = findScenario(name);
  net = await ProbeNet.ofScenario(name);
  const steps = scenario.steps.flat(3) as (ClientStep & { to: string })[];
  const talking = steps.filter((s) => "to" in s);
  const step = talking.find((s) => s.expect !== undefined && s.expect !== "ok") ?? talking[0]!;
  return net.probe(step.on, [target ?? targetOf(step), "--timeout", "4"]);
}

const primaries = (report: { findings: { code: string; role: string; direction: string | null }[] }) =>
  report.findings.filter((f) => f.role === "primary").map((f) => `${f.code} ${f.direction}`);

it.each([
  ["refused", "connection-reset server-to-client"],
  ["reset-by-server", "connection-reset server-to-client"],
  ["server-silent", "server-silent server-to-client"],
  ["syn-dropped", "syn-unanswered client-to-server"],
  ["syn-dropped-at-server", "syn-unanswered client-to-server"],
  // From one end alone a lost SYN-ACK looks the same as a lost SYN.
  ["syn-ack-dropped", "syn-unanswered client-to-server"],
  ["host-unreachable", "policy-drop client-to-server"],
  ["admin-prohibited", "policy-drop client-to-server"],
  ["admin-prohibited-ipv6", "policy-drop client-to-server"],
])("calls %s what it is: %s", async (name, wanted) => {
  const { report, status } = await probeScenario(name);
  expect(primaries(report)).toEqual([wanted]);
  expect(report.findings.filter((f) => f.category === "mtu")).toEqual([]);
  expect(status).toBe(1);
});

/** The name as the filters know it, with the address of the lab's server. */
const BLOCKED = "https://blocked.test:8443/";

it.each([
  ["name-filter", "policy-drop client-to-server"],
  ["name-filter-one-packet", "policy-drop client-to-server"],
  ["reset-by-firewall", "connection-reset server-to-client"],
])("sees that %s acts on the server's name", async (name, wanted) => {
  net = await ProbeNet.ofScenario(name);
  const { report } = await net.probe("client", [BLOCKED, "--connect-to", "10.60.2.2", "--timeout", "3"]);
  expect(primaries(report)).toEqual([wanted]);
  expect(report.findings[0]?.cause.map((t) => t.term)).toContain("other-name");
  const allowed = await net.probe("client", ["https://allowed.test:8443/3000", "--connect-to", "10.60.2.2"]);
  expect(primaries(allowed.report)).toEqual([]);
});

it.each([
  "tls-alert-version",
  "slow-server",
  "loss-download",
  "slow-reader",
  "deep-queue",
  "syn-proxy",
  "checksum-offload",
])("finds no fault in the path of %s", async (name) => {
  const { report } = await probeScenario(name);
  expect(primaries(report)).toEqual([]);
  expect(report.findings.filter((f) => f.category === "mtu")).toEqual([]);
});

it("names the alert of a server that wants another version of TLS", async () => {
  net = await ProbeNet.ofScenario("tls-alert-version");
  // The server's TLS 1.3 against a client held to 1.2, as an old one would be.
  const { report } = await net.probe("client", ["https://10.60.2.2:9443/"], {
    env: { NODE_OPTIONS: "--tls-max-v1.2" },
  });
  expect(primaries(report)).toEqual(["tls-alert server-to-client"]);
  expect(report.findings[0]?.cause[0]?.value).toBe(70);
});

it("tells a slow server from one that never answers, before and after the handshake", async () => {
  net = await ProbeNet.ofScenario("slow-server");
  for (const url of [
    "https://10.60.2.2:8443/5000?delay=2200",
    "http://10.60.2.2:8080/5000?delay=2200",
    "https://10.60.2.2:8443/?delay=2200",
  ]) {
    const { report, measured, status } = await net.probe("client", [url]);
    expect(report.findings).toEqual([]);
    expect(status).toBe(0);
    expect(measured.connection.completedAfter).toBeGreaterThan(2200);
  }
  const { report } = await net.probe("client", ["https://10.60.2.2:8443/?delay=60000", "--timeout", "2"]);
  expect(primaries(report)).toEqual(["server-silent server-to-client"]);
});
