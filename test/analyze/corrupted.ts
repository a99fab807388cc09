import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { corruptions } from "../support/corrupt.js";
import { ROOT } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";

/** A capture of the incident to damage: alone, or as one of seven that are correlated. */
export interface CorruptionCase {
  name: string;
  company: "alone" | "among the other six";
  file: string;
  others: readonly string[];
  seed: number;
}

export const CASES: readonly CorruptionCase[] = (["v1", "v2"] as const).flatMap((round, r) =>
  incidentCaptures(round).flatMap((file, f) => {
    const seed = 100 * r + f;
    const name = `${round}/${basename(file)}`;
    const others = incidentCaptures(round).filter((other) => other !== file);
    return [
      { name, company: "alone", file, others: [], seed } as const,
      { name, company: "among the other six", file, others, seed } as const,
    ];
  }),
);

/** What became of damaged captures. */
export interface Outcomes {
  /** How many were analysed to a report. */
  reports: number;
  /** Those that were neither reported on nor refused in words. */
  bad: { name: string; what: string; outcome: string }[];
}

/**
 * Analyses `count` damaged copies of each case's capture in one process, which is ended after `patience` milliseconds: what it was at
 * then counts as hanging.
 */
export async function analyzeCorrupted(
  cases: readonly CorruptionCase[],
  count: number,
  patience: number,
): Promise<Outcomes> {
  const folder = mkdtempSync(join(tmpdir(), "hopscope-corrupt-"));
  try {
    const asked = cases.flatMap((given, c) =>
      corruptions(new Uint8Array(readFileSync(given.file)), given.seed, count).map(({ what, bytes }, number) => {
        const path = join(folder, `${c}-${number}.pcap`);
        writeFileSync(path, bytes);
        return { name: `${given.name} ${given.company}`, what, line: [path, ...given.others].join("\t") };
      }),
    );
    const printed = await analyzeEach(
      asked.map(({ line }) => line),
      patience,
    );
    const outcomes = asked.map(({ name, what, line }) => {
      const outcome = printed[printed.indexOf(`starts ${line}`) + 1] ?? "hang";
      return { name, what, outcome };
    });
    return {
      reports: outcomes.filter(({ outcome }) => outcome === "report").length,
      bad: outcomes.filter(({ outcome }) => outcome !== "report" && !outcome.startsWith("refused ")),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What analyze-each.mjs printed, or printed before it was ended for taking too long. */
function analyzeEach(lines: readonly string[], patience: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "test/analyze/analyze-each.mjs")], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
      timeout: patience,
      killSignal: "SIGKILL",
    });
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    child.on("error", reject);
    child.on("close", () => resolve(printed.trimEnd().split("\n")));
    child.stdin.on("error", () => {});
    child.stdin.end(lines.join("\n"));
  });
}
