import { type Finding, phrase } from "../../diagnose/finding.js";
import { headersOf } from "../sizes.js";
import { finding, ordinaryFlow, type Place } from "./place.js";

/** A place from which the same address works, with smaller packets allowed than where it fails. */
export function workingBeside(failing: Place, places: readonly Place[]): Place | null {
  const offered = failing.facts.ordinary.offered ?? 0;
  const working = places.filter(
    (p) =>
      p.facts.address === failing.facts.address &&
      p.facts.ordinary.completedAfter !== null &&
      (p.facts.ordinary.offered ?? 0) < offered,
  );
  return working[0] ?? null;
}

/** The MSS of a connection that fails for its size, beside that of one that works. */
export function mssMismatch(failing: Place, working: Place): Finding {
  const mss = (p: Place) => (p.facts.ordinary.offered ?? 0) - headersOf(p.facts.family);
  const here = (p: Place) => p.from ?? p.id;
  return finding(failing, {
    code: "mss-mismatch",
    certainty: "proven",
    role: "context",
    direction: null,
    flows: [ordinaryFlow(failing), ordinaryFlow(working)],
    cause: [
      { term: "mss-failing", value: mss(failing), evidence: phrase("probe.mss-at", { place: here(failing) }) },
      { term: "mss-working", value: mss(working), evidence: phrase("probe.mss-at", { place: here(working) }) },
    ],
  });
}
