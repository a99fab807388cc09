import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findScenario } from "./catalogue.js";
import { ended, LabFailed, start } from "./command.js";
import { runScenario } from "./run-scenario.js";
import type { Scenario } from "./scenario.js";
import { differences, type JudgedReport } from "./verdict.js";

const HOPSCOPE = fileURLToPath(new URL("../../bin/hopscope", import.meta.url));

export interface Judgement {
  scenario: string;
  expected: string;
  /** The codes of the findings that are no context. */
  found: string;
  /** Empty when the verdict is right. */
  differences: string[];
}

/** Captures a scenario, or takes the captures an earlier run left in `captures`, has them analyzed, and compares with the truth. */
export async function judge(name: string, options: { captures?: string }): Promise<Judgement> {
  const scenario = findScenario(name);
  if (options.captures) return judgeFiles(scenario, join(options.captures, name));
  const dir = await mkdtemp(join(tmpdir(), "hopscope-lab-"));
  try {
    await runScenario(name, { dir });
    return await judgeFiles(scenario, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function judgeFiles(scenario: Scenario, dir: string): Promise<Judgement> {
  const files = scenario.vantagePoints.map((point) => ({ name: point.name, file: join(dir, `${point.name}.pcap`) }));
  for (const { file } of files)
    await access(file).catch(() => {
      throw new LabFailed(`${file} is not there`, `hopscope lab capture ${scenario.name} -w ${dir}`);
    });
  const report = await analyze(files.map(({ name, file }) => `${name}=${file}`));
  return {
    scenario: scenario.name,
    expected: scenario.truth.primary?.code ?? "none",
    found:
      report.findings
        .filter((finding) => finding.role !== "context")
        .map((finding) => finding.code)
        .join(", ") || "none",
    differences: differences(report, scenario),
  };
}

async function analyze(files: string[]): Promise<JudgedReport> {
  const child = start([process.execPath, HOPSCOPE, "analyze", "--json", ...files]);
  child.stdin?.end();
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const status = await ended(child);
  if (status !== 0 && status !== 1) throw new LabFailed(`hopscope analyze ended with ${status}: ${err.trim()}`);
  return JSON.parse(out) as JudgedReport;
}
