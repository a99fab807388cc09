import { type Finding, phrase } from "../../diagnose/finding.js";
import { seconds } from "./not-connected.js";
import { captureNext, finding, type Place } from "./place.js";

/** It hangs, and without sizes nobody can say why. Null where it works, or where sizes were measured. */
export function hangsUnseen(p: Place): Finding | null {
  const { blind, ordinary } = p.facts;
  if (!blind || ordinary.completedAfter !== null) return null;
  return finding(p, {
    code: "undetermined",
    certainty: "possible",
    direction: null,
    cause: [{ term: "silence", value: seconds(ordinary.watchedFor), evidence: phrase("probe.how.no-ffi") }],
    next: captureNext(p),
  });
}
