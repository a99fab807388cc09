import { type Cause, phrase } from "../../diagnose/finding.js";
import type { Tried } from "../reverse.js";
import { headersOf } from "../sizes.js";

/** The sum of a size that was lost, beside the largest that passed. */
export function sizeSum(family: 4 | 6, passes: number, fails: number, tried: readonly Tried[]): Cause[] {
  const count = (result: Tried["result"]) => tried.filter((t) => t.result === result).length;
  return [
    { term: "mss", value: fails - headersOf(family), evidence: phrase("probe.asked-mss") },
    { term: "headers", value: headersOf(family), evidence: phrase("headers-of", { family }) },
    {
      term: "inner-packet",
      value: fails,
      evidence: phrase("probe.lost-sizes", { count: count("failed"), size: fails }),
    },
    {
      term: "largest-passed",
      value: passes,
      evidence: phrase("probe.passed-sizes", { count: count("passed"), size: passes }),
    },
  ];
}
