import { beforeAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import type { Report, ReportFlow } from "../../src/report/contract.js";
import { matchesFilter, sortFlows, workingLike } from "../../web/model/flows.js";
import { ladder } from "../../web/model/ladder.js";
import { ledger } from "../../web/model/ledger.js";
import { pathModel } from "../../web/model/path.js";
import { fateAlong, staircase } from "../../web/model/staircase.js";
import { incidentCaptures } from "../support/incident.js";

let report: Report;
let failing: ReportFlow;

beforeAll(async () => {
  report = await analyzeFiles(incidentCaptures("v1"));
  failing = report.flows[0];
});

const path = () => pathModel(report, failing, report.findings[0]);

describe("the path", () => {
  it("goes from the client to the server, and breaks where the finding says", () => {
    const { points, links, tunnels, break: broken } = path();
    expect(points.map((p) => p.name)).toEqual(report.path);
    expect(links).toHaveLength(6);
    expect(broken).toEqual({ link: 4, direction: "server-to-client", size: 1500 });
    expect(links[4].toClient).toEqual({ delivered: 1450, lost: 1500 });
    expect(tunnels).toEqual([{ name: "vxlan", depth: 1, overhead: 50, from: 4, to: 5 }]);
    expect(points.map((p) => p.renamed).filter((r) => r !== null)).toEqual(["10.200.0.10:53322"]);
  });

  it("breaks beyond the outermost point where nothing was captured there", async () => {
    const container = incidentCaptures("v1").filter((f) => f.endsWith("container.pcap"));
    const alone = await analyzeFiles(container);
    const [finding] = alone.findings;
    const { points, break: broken } = pathModel(alone, alone.flows[0], finding);
    expect(points).toHaveLength(1);
    // Lost on the server's side of the only point.
    expect(broken?.link).toBe(0);
  });
});

describe("the staircase", () => {
  it("knows what passes, what stops, and the wall behind", () => {
    const steps = staircase(path(), "server-to-client", report.findings[0]);
    expect(steps[4]).toMatchObject({
      from: "border-nic",
      to: "hypervisor-nic",
      passes: 1450,
      stops: 1500,
      overhead: 50,
    });
    expect(steps[1].announced).toEqual({ by: "vm", mtu: 1450 });
    expect(fateAlong(steps, 1500, false)).toMatchObject({ fate: "stops", step: { from: "border-nic" } });
    expect(fateAlong(steps, 1377, false)).toEqual({ fate: "passes", step: null });
    expect(fateAlong(steps, 1450, false)).toMatchObject({ fate: "unknown", step: { to: "container" } });
  });
});

describe("the ladder", () => {
  it("is in the order of time, and ends what is lost where it vanishes", () => {
    const { columns, rows } = ladder(report, failing.id);
    expect(rows.map((r) => r.time)).toEqual(rows.map((r) => r.time).toSorted((a, b) => a - b));
    const lost = rows.filter((r) => r.lost !== null);
    expect(lost.map((r) => r.size)).toEqual([1500, 1500, 1500, 1500]);
    for (const r of lost) {
      expect(columns[r.lost?.after ?? -1].name).toBe("border-nic");
      expect(columns[r.lost?.before ?? -1].name).toBe("hypervisor-nic");
    }
  });

  it("takes the clocks' offsets out", () => {
    const vantagePoints = report.vantagePoints.map((v) => (v.id === "vm" ? { ...v, clockOffset: 3600 } : v));
    const shifted = report.journeys.map((j) => ({
      ...j,
      at: j.at.map((a) => (a.vantagePoint === "vm" ? { ...a, time: a.time.replace("T07:", "T08:") } : a)),
    }));
    const straight = ladder(report, failing.id).rows.map((r) => Math.round(r.time / 1e6));
    const corrected = ladder({ ...report, vantagePoints, journeys: shifted }, failing.id).rows;
    expect(corrected.map((r) => Math.round(r.time / 1e6))).toEqual(straight);
  });
});

describe("the ledger", () => {
  it("says where bytes were last seen", () => {
    const { points, ranges, end } = ledger(report, failing, "server-to-client");
    expect(points[0].name).toBe("border-lan");
    expect(end).toBe(4222);
    expect(ranges.map((r) => [r.from, r.to, points[r.last ?? -1].name, r.lost !== null])).toEqual([
      [1, 1449, "border-nic", true],
      [1449, 2897, "border-nic", true],
      [2897, 4222, "container", false],
    ]);
  });
});

describe("flows", () => {
  it("are compared with the one that works", () => {
    expect(workingLike(report, failing)?.id).toBe("f2");
  });

  it("are sorted as people count, what is unknown last", () => {
    const flows = ["f10", "f9", "f1"].map((id, i) => ({
      ...failing,
      id,
      mss: { client: [1410, null, 1460][i], server: 1 },
    }));
    expect(sortFlows(flows, "id", false).map((f) => f.id)).toEqual(["f1", "f9", "f10"]);
    expect(sortFlows(flows, "mss", false).map((f) => f.id)).toEqual(["f10", "f1", "f9"]);
    expect(sortFlows(flows, "mss", true).map((f) => f.id)).toEqual(["f1", "f10", "f9"]);
  });

  it("are found by any of their addresses", () => {
    expect(matchesFilter(failing, "10.200.0.10 stalled", "")).toBe(true);
    expect(matchesFilter(failing, "10.200.0.11", "")).toBe(false);
  });
});
