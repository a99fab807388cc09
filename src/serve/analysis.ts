import { basename, join } from "node:path";
import { analyzeFiles } from "../node/analyze.js";
import { UserError } from "../node/errors.js";
import type { Report } from "../report/contract.js";
import type { ListedCapture } from "./captures.js";

/** What the page is told, one JSON value a line: any number of `progress`, then one of the others. */
export type AnalysisEvent =
  | { kind: "progress"; bytes: number; total: number; file: string }
  | { kind: "report"; report: Report }
  | { kind: "failed"; what: string; next: string | null };

/** Often enough to be seen moving. */
const PROGRESS_INTERVAL_MS = 80;

/** Analyses captures of the served directory where they lie. Resolves once the last event is told. */
export async function analyzeCaptures(
  directory: string,
  captures: readonly ListedCapture[],
  tell: (event: AnalysisEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const shown = new Map(captures.map((c) => [join(directory, c.path), c.path]));
  let told = 0;
  const onProgress = (bytes: number, total: number | null, file: string) => {
    const now = performance.now();
    if (now - told < PROGRESS_INTERVAL_MS) return;
    told = now;
    void tell({ kind: "progress", bytes, total: total ?? bytes, file: shown.get(file) ?? file });
  };
  try {
    const report = await analyzeFiles([...shown.keys()], { onProgress, signal });
    // Where they lie on this machine is of no use to the page.
    for (const v of report.vantagePoints) v.source = v.source.split(",").map(withoutFolder).join(",");
    await tell({ kind: "report", report });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof UserError)) throw error;
    await tell({ kind: "failed", what: error.message, next: error.hint });
  }
}

function withoutFolder(file: string): string {
  return basename(file);
}
