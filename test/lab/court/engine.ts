import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { correlate } from "../../../src/correlate/correlate.js";
import { diagnose } from "../../../src/diagnose/diagnose.js";
import { Vantage } from "../../../src/flow/vantage.js";
import { buildReport } from "../../../src/report/build.js";

/** What turns frames into a verdict: the sources, or a copy of the build that was broken on purpose. */
export interface Engine {
  Vantage: typeof Vantage;
  correlate: typeof correlate;
  diagnose: typeof diagnose;
  buildReport: typeof buildReport;
}

export const SOURCES: Engine = { Vantage, correlate, diagnose, buildReport };

/** The engine of a folder that holds what `dist` holds. */
export async function engineIn(folder: string): Promise<Engine> {
  const module = (path: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);
  const [flow, correlation, diagnosis, report] = await Promise.all([
    module("flow/vantage.js"),
    module("correlate/correlate.js"),
    module("diagnose/diagnose.js"),
    module("report/build.js"),
  ]);
  return {
    Vantage: flow.Vantage,
    correlate: correlation.correlate,
    diagnose: diagnosis.diagnose,
    buildReport: report.buildReport,
  };
}
