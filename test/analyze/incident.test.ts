import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Digest } from "../../src/flow/digest.js";
import { digestsIn, incident, primaries, reportOf, subsets } from "../support/digests.js";

const PATH = ["container", "vm", "vm-port", "hypervisor-vxlan", "hypervisor-nic", "border-nic", "border-lan"];
const IN_TUNNEL = new Set(["hypervisor-nic", "border-nic"]);

/** Where the packets stop: the last point of the path, from the client's end, that lacks them. */
const WALL = { v1: 4, v2: 2 } as const;

describe.each(["v1", "v2"] as const)("incident %s", (version) => {
  let digests: Map<string, Digest>;
  const pick = (names: readonly string[]) => names.map((n) => digests.get(n) as Digest);
  const wall = WALL[version];

  beforeAll(async () => {
    digests = await digestsIn(incident(version));
  });

  it("is one black hole, located and summed", () => {
    const report = reportOf([...digests.values()]);
    expect(report.path).toEqual(PATH);
    const [finding, ...others] = primaries(report);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "mtu-black-hole",
      category: "mtu",
      severity: "critical",
      certainty: "proven",
      direction: "server-to-client",
      location: { lastSeenAt: PATH[wall + 1], missingAt: PATH[wall] },
      sizes: { largestPassed: 1450, smallestLost: 1500 },
    });
    expect(finding.flows).toHaveLength(1);
  });

  it("shows the sum: what was lost against what passed, with the tunnel's bytes where the loss is in the tunnel", () => {
    const [finding] = primaries(reportOf([...digests.values()]));
    const sum = Object.fromEntries(finding.cause.map((c) => [c.term, c.value]));
    expect(sum).toMatchObject({ mss: 1460, headers: 40, "inner-packet": 1500, "largest-passed": 1450 });
    if (version === "v1")
      expect(sum).toMatchObject({ overhead: 50, "outer-packet": 1550, "largest-outer-passed": 1500 });
    else expect(sum).not.toHaveProperty("overhead");
  });

  it("names the MSS that differs from the working flow's", () => {
    const report = reportOf([...digests.values()]);
    const mismatch = report.findings.find((f) => f.code === "mss-mismatch");
    expect(mismatch?.cause.map((c) => c.value)).toEqual([1460, 1410]);
    const [failing, working] = (mismatch?.flows ?? []).map((id) => report.flows.find((f) => f.id === id));
    expect(failing).toMatchObject({ mss: { client: 1460 }, outcome: "stalled" });
    expect(working).toMatchObject({ mss: { client: 1410 }, outcome: "completed" });
  });

  it("finds nothing else, and nothing on the flows that worked", () => {
    const report = reportOf([...digests.values()]);
    expect(report.findings.map((f) => f.code).sort()).toEqual(["mss-mismatch", "mtu-black-hole"]);
    expect(report.flows.filter((f) => f.outcome === "completed")).toHaveLength(2);
  });

  it("says the same of every subset with a point on each side, at the nearest points given", () => {
    const near = subsets(PATH.slice(0, wall + 1)).filter((s) => s.length > 0);
    const far = subsets(PATH.slice(wall + 1)).filter((s) => s.length > 0);
    expect(near.length * far.length).toBe(version === "v1" ? 31 * 3 : 7 * 15);
    for (const a of near) {
      for (const b of far) {
        const names = [...a, ...b];
        const report = reportOf(pick(names));
        expect(report.path, names.join()).toEqual(names);
        const found = primaries(report);
        expect(found, names.join()).toHaveLength(1);
        const lastSeenAt = b[0];
        const missingAt = a[a.length - 1];
        expect(found[0], names.join()).toMatchObject({
          code: "mtu-black-hole",
          certainty: "proven",
          direction: "server-to-client",
          location: { lastSeenAt, missingAt },
          sizes: { largestPassed: 1450, smallestLost: 1500 },
        });
        const tunnelled = IN_TUNNEL.has(lastSeenAt) || IN_TUNNEL.has(missingAt);
        expect(
          found[0].cause.some((c) => c.term === "overhead"),
          names.join(),
        ).toBe(tunnelled);
      }
    }
  });

  it("says the same whatever the order of the arguments", () => {
    const expected = reportOf([...digests.values()]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...digests.keys()], { minLength: 7, maxLength: 7 }), (names) => {
        expect(reportOf(pick(names))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("calls it a likely MTU fault from the container's capture alone, and says what to capture next", () => {
    const [finding, ...others] = primaries(reportOf(pick(["container"])));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "mtu-black-hole",
      certainty: "likely",
      direction: "server-to-client",
      location: { lastSeenAt: null, missingAt: "container" },
      sizes: { smallestLost: 1500 },
    });
    expect(finding.next).toContain("tcpdump");
  });

  it("calls it a likely MTU fault from any single point", () => {
    for (const name of PATH) {
      const found = primaries(reportOf(pick([name])));
      expect(
        found.map((f) => [f.code, f.certainty, f.direction]),
        name,
      ).toEqual([["mtu-black-hole", "likely", "server-to-client"]]);
    }
  });
});

describe("the failing and the working case captured one after the other", () => {
  it("are compared, and the MSS is named", async () => {
    const digests = await digestsIn(incident("v1"));
    const vm = digests.get("vm") as Digest;
    const only = (d: Digest, mss: number): Digest => ({ ...d, tcp: d.tcp.filter((f) => f.toServer.syn?.mss === mss) });
    const report = reportOf([only(digests.get("container") as Digest, 1460)], [only(vm, 1410)]);
    expect(primaries(report).map((f) => f.code)).toEqual(["mtu-black-hole"]);
    const mismatch = report.findings.find((f) => f.code === "mss-mismatch");
    expect(mismatch?.cause.map((c) => c.value)).toEqual([1460, 1410]);
    const working = report.flows.find((f) => f.id === mismatch?.flows[1]);
    expect(working).toMatchObject({ baseline: true, mss: { client: 1410 } });
    expect(report.vantagePoints.map((v) => [v.id, v.baseline])).toEqual([
      ["container", false],
      ["vm", true],
    ]);
    expect(report.path).toEqual(["container"]);
  });
});
