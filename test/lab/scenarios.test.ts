import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CODES } from "../../src/diagnose/codes.js";
import { findScenario, listScenarios } from "../../src/lab/catalogue.js";
import { markdownTable } from "../../src/lab/describe.js";
import type { InterruptedStep, Network, Step, TrueFinding } from "../../src/lab/scenario.js";
import type { ClientStep } from "../../src/lab/traffic/plan.js";

const scenarios = listScenarios();

describe("the catalogue", () => {
  it("has at least 30 faults and 30 look-alikes or healthy ones, each name once", () => {
    const names = scenarios.map((scenario) => scenario.name);
    expect(new Set(names).size).toBe(names.length);
    expect(scenarios.filter((scenario) => scenario.kind === "fault").length).toBeGreaterThanOrEqual(30);
    expect(scenarios.filter((scenario) => scenario.kind !== "fault").length).toBeGreaterThanOrEqual(30);
  });

  it("names the nearest where there is none of a name", () => {
    expect(() => findScenario("incident-v9")).toThrow(/incident-v1/);
  });

  it("is the table in docs/lab.md", () => {
    expect(readFileSync("docs/lab.md", "utf8")).toContain(markdownTable(scenarios));
  });
});

describe.each(scenarios)("$name", (scenario) => {
  const devices = devicesOf(scenario.network);

  it("has links between hosts it has, and no device twice", () => {
    const ends = scenario.network.links.flatMap((link) => [link.a, link.b]);
    expect(new Set(ends).size).toBe(ends.length);
    for (const end of ends) expect(Object.keys(scenario.network.hosts)).toContain(end.split(":")[0]);
    // IFNAMSIZ: 15 characters.
    for (const end of devices) expect(end.split(":")[1]!.length).toBeLessThanOrEqual(15);
  });

  it("configures devices it has", () => {
    for (const [name, host] of Object.entries(scenario.network.hosts)) {
      const used = [...Object.keys(host.addresses ?? {}), ...(host.bridges ?? []).flatMap((bridge) => bridge.ports)];
      for (const device of used) expect(devices).toContain(`${name}:${device}`);
    }
  });

  it("captures on devices it has, at points with names of their own", () => {
    const names = scenario.vantagePoints.map((point) => point.name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    for (const { host, device } of scenario.vantagePoints)
      if (device !== "any") expect(devices).toContain(`${host}:${device}`);
  });

  it("drives traffic between hosts it has", () => {
    for (const on of [...scenario.servers, ...clientsOf(scenario.steps)].map((one) => one.on))
      expect(Object.keys(scenario.network.hosts)).toContain(on);
  });

  it("lets things happen on hosts and at points it has, before the last answer", () => {
    const points = scenario.vantagePoints.map((point) => point.name);
    for (const { client, happens } of interruptedOf(scenario.steps)) {
      for (const answers of Object.keys(happens)) expect(Number(answers)).toBeLessThan(client.requests ?? 1);
      for (const one of Object.values(happens).flat()) {
        if ("command" in one) expect(Object.keys(scenario.network.hosts)).toContain(one.on);
        else for (const name of one.at) expect(points).toContain(name);
      }
    }
  });

  it("has a truth that says what its kind says, at its vantage points, with its reasons", () => {
    const { primary, others = [], costs = [], context = [], notes } = scenario.truth;
    if (scenario.kind === "healthy") expect(primary).toBeNull();
    if (primary?.code === "undetermined") expect(scenario.vantagePoints.length).toBe(1);
    if (scenario.kind === "fault") expect(CODES[primary!.code].category).toBe("mtu");
    else if (primary) expect(CODES[primary.code].category).toBe("other");
    expect(notes.length).toBeGreaterThan(10);
    const names = scenario.vantagePoints.map(({ name, device }) => ({ name, any: device === "any" }));
    for (const finding of [...(primary ? [primary] : []), ...others, ...costs]) checkFinding(finding, names);
    for (const code of context) expect(CODES[code].category).toBe("info");
  });
});

/** A capture of all devices is one vantage point for each: NAME:INDEX. */
function isPoint(point: string, names: readonly { name: string; any: boolean }[]): boolean {
  return names.some(({ name, any }) => point === name || (any && point.replace(/:\d+$/, "") === name));
}

function checkFinding(finding: Partial<TrueFinding>, names: readonly { name: string; any: boolean }[]): void {
  const { lastSeenAt, missingAt, sizes = {} } = finding;
  for (const point of [lastSeenAt, missingAt]) if (point) expect(isPoint(point, names), point).toBe(true);
  if (lastSeenAt) expect(lastSeenAt).not.toBe(missingAt);
  const { smallestLost, largestDelivered, largestPassed } = sizes;
  if (smallestLost && largestDelivered) expect(smallestLost).toBeGreaterThan(largestDelivered);
  if (largestDelivered && largestPassed) expect(largestPassed).toBeGreaterThanOrEqual(largestDelivered);
}

function devicesOf(network: Network): string[] {
  const made = Object.entries(network.hosts).flatMap(([name, host]) =>
    [...(host.bridges ?? []), ...(host.vxlans ?? [])].map((device) => `${name}:${device.name}`),
  );
  const containers = Object.values(network.hosts).flatMap((host) =>
    host.docker ? [`${host.docker.container}:eth0`] : [],
  );
  return [...network.links.flatMap((link) => [link.a, link.b]), ...made, ...containers];
}

function interruptedOf(steps: readonly Step[]): InterruptedStep[] {
  return steps.flatMap((step) => (Array.isArray(step) ? interruptedOf(step) : "happens" in step ? [step] : []));
}

function clientsOf(steps: readonly Step[]): ClientStep[] {
  return steps.flatMap((step) => (Array.isArray(step) ? clientsOf(step) : "happens" in step ? [step.client] : [step]));
}
