import { availableParallelism } from "node:os";
import { listScenarios } from "../../../src/lab/catalogue.js";
import { hopscope } from "../../support/hopscope.js";
import { type Exhibit, exhibitsOf } from "./exhibits.js";

export const MINUTES = 60_000;

/**
 * Every scenario, captured anew into a folder. To hear captures that are there already: LAB_CAPTURES=DIR, where DIR is what
 * `hopscope lab capture --all -w DIR` wrote.
 */
export async function captured(into: string): Promise<Map<string, Exhibit[]>> {
  if (process.env.LAB_CAPTURES === undefined) {
    // Traffic waits more than it computes.
    const jobs = String(Math.max(3, availableParallelism() + 1));
    const run = await hopscope(["lab", "capture", "--all", "-j", jobs, "-w", into]);
    if (run.status !== 0) throw new Error(run.stderr);
  }
  return new Map(listScenarios().map((s) => [s.name, exhibitsOf(s, process.env.LAB_CAPTURES ?? into)]));
}
