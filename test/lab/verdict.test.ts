import { describe, expect, it } from "vitest";
import { findScenario } from "../../src/lab/catalogue.js";
import { differences, type JudgedReport } from "../../src/lab/verdict.js";

const scenario = findScenario("incident-v1");
const points = scenario.vantagePoints.map(({ name }, index) => ({ id: `p${index}`, name }));
const idOf = (name: string) => points.find((point) => point.name === name)!.id;

function report(): JudgedReport {
  return {
    vantagePoints: points,
    findings: [
      {
        code: "mtu-black-hole",
        role: "primary",
        severity: "critical",
        flows: ["f1"],
        direction: "server-to-client",
        location: { lastSeenAt: idOf("border-nic"), missingAt: idOf("hypervisor-nic") },
        sizes: { ...scenario.truth.primary!.sizes } as Record<string, number>,
      },
      {
        code: "mss-mismatch",
        role: "context",
        severity: "info",
        flows: ["f1", "f2"],
        direction: null,
        location: { lastSeenAt: null, missingAt: null },
        sizes: null,
      },
    ],
  };
}

describe("differences", () => {
  it("finds none in a report that says the truth", () => {
    expect(differences(report(), scenario)).toEqual([]);
  });

  it("names what is wrong with the primary finding", () => {
    const wrong = report();
    wrong.findings[0]!.location.missingAt = idOf("vm-port");
    wrong.findings[0]!.sizes!.smallestLost = 1499;
    expect(differences(wrong, scenario)).toEqual([
      "primary mtu-black-hole: missingAt is vm-port, not hypervisor-nic",
      "primary mtu-black-hole: smallestLost is 1499, not 1500",
    ]);
  });

  it("misses what is not there, and objects to what should not be", () => {
    const [, mismatch] = report().findings;
    expect(differences({ vantagePoints: points, findings: [] }, scenario)).toEqual([
      "primary mtu-black-hole is missing",
      "context mss-mismatch is missing",
    ]);
    const healthy = findScenario("plain-tls");
    expect(differences({ vantagePoints: [], findings: [{ ...mismatch!, role: "cost" }] }, healthy)).toEqual([
      "cost mss-mismatch should not be there",
    ]);
  });
});
