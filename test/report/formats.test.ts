import { beforeAll, describe, expect, it } from "vitest";
import { en } from "../../src/messages/en.js";
import { zhCN } from "../../src/messages/zh-CN.js";
import { analyzeFiles } from "../../src/node/analyze.js";
import type { Report } from "../../src/report/contract.js";
import { junitReport } from "../../src/report/junit.js";
import { markdownReport } from "../../src/report/markdown.js";
import { incidentCaptures } from "../support/incident.js";

let report: Report;
beforeAll(async () => {
  report = await analyzeFiles(incidentCaptures("v1"));
});

/** A report whose names would be markup, were they not escaped. */
const hostile = (): Report => {
  const name = "<b>`vm`|*x*</b>&";
  const [finding, ...others] = report.findings;
  return {
    ...report,
    flows: report.flows.map((f) => ({ ...f, sni: name, client: name })),
    findings: [
      {
        ...finding,
        location: { lastSeenAt: name, missingAt: name },
        evidence: [{ ...finding.evidence[0], vantagePoint: name, filter: name }],
      },
      ...others,
    ],
  };
};

describe("Markdown", () => {
  it("leads with the verdict, draws in code blocks, and numbers what to change", () => {
    const text = markdownReport(report, en);
    expect(text).toMatch(/^## MTU black hole\n\n\*\*Packets of 1500 bytes from the server/);
    expect(text).toMatch(/```\nPath [\s\S]*╳━━ 1500 bytes[\s\S]*\n {2}> 1500 {2}largest that passed[\s\S]*?```/);
    expect(text).toContain("#### 5. Raise the underlay's MTU to 1550 (1500 + 50) (not enough alone)");
    expect(text).toContain("- next wall: vm announces an MSS of 1410");
  });

  it("says in one line that nothing is wrong", () => {
    expect(markdownReport({ ...report, findings: [] }, en)).toBe(
      "## Nothing is wrong here: 3 flows at 7 vantage points, none of them failed.\n",
    );
  });

  it("takes names for text, and neither for markup nor for HTML", () => {
    const outside = markdownReport(hostile(), en).replace(/```[\s\S]*?```/g, "");
    expect(outside).not.toMatch(/(?<!\\)<b/);
    expect(outside.split("\n").find((line) => line.startsWith("| ") && line.includes("'vm'"))).toContain("\\|");
  });

  it("speaks Chinese", () => {
    expect(markdownReport(report, zhCN)).toMatch(/^## MTU 黑洞\n/);
  });
});

describe("JUnit XML", () => {
  it("has a test case for each flow, and fails those with findings that count", () => {
    const xml = junitReport(report, en, "warning");
    expect(xml).toContain('<testsuite name="hopscope" tests="3" failures="1" errors="0" skipped="0">');
    expect(xml.match(/<testcase /g)).toHaveLength(3);
    expect(xml).toContain('<failure type="mtu-black-hole" message="Packets of 1500 bytes');
    expect(junitReport(report, en, "info")).toContain('failures="2"');
  });

  it("escapes what stands between angle brackets", () => {
    const xml = junitReport(hostile(), en, "warning");
    expect(xml).not.toContain("<b>");
    expect(xml).toContain("&lt;b&gt;`vm`|*x*&lt;/b&gt;&amp;");
  });
});
