import { describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import { incidentCaptures } from "../support/incident.js";

async function remedies(files: readonly string[], baseline: readonly string[] = []) {
  const report = await analyzeFiles(files, { baseline });
  const primary = report.findings.filter((f) => f.role === "primary");
  expect(primary).toHaveLength(1);
  return Object.fromEntries(primary[0].remedies.map((r) => [r.id, r]));
}

describe("the founding incident's captures", () => {
  it("v1: the underlay alone meets the second wall, and the working flow's MSS says so", async () => {
    const found = await remedies(incidentCaptures("v1"));
    expect(found["underlay-mtu"].sufficient).toBe(false);
    expect(found["underlay-mtu"].nextWall).toContain("1410 + 40 = 1450");
    expect(found["docker-mtu"].sufficient).toBe(true);
    expect(found["docker-mtu"].commands.join("\n")).toContain('"com.docker.network.driver.mtu" = "1450"');
  });

  it("v2: the second wall stands there", async () => {
    const found = await remedies(incidentCaptures("v2"));
    expect(found["underlay-mtu"]).toBeUndefined();
    expect(found["overlay-mtu"].title).toContain("the port of vm, from 1450 to 1500");
    expect(found["docker-mtu"].sufficient).toBe(true);
  });

  it("v1 without a point in the tunnel: the port alone is not called enough", async () => {
    const found = await remedies(incidentCaptures("v1").filter((f) => /border-lan|\/vm|container/.test(f)));
    expect(found["link-mtu"].sufficient).toBe(false);
    expect(found["overlay-mtu"]).toBeUndefined();
  });

  it("the container's capture alone: what passed is all that is known", async () => {
    const found = await remedies(incidentCaptures("v1").filter((f) => f.endsWith("container.pcap")));
    expect(Object.keys(found)).toEqual(["client-mtu", "docker-mtu", "docker-network-mtu", "mss-clamp"]);
    expect(found["client-mtu"].commands[0]).toMatch(/mtu 1377$/);
  });
});
