import { type Phrase, phrase } from "../diagnose/finding.js";
import { headersOf, type Situation } from "./situation.js";

/** What every remedy that makes packets smaller asks of a situation. */

/** The MTU to set, or a place for it where nothing tells. */
export function mtuToSet(s: Situation): number | string {
  return s.fits.mtu ?? "<MTU>";
}

export function mssToSet(s: Situation): number | string {
  return s.fits.mtu === null ? "<MSS>" : s.fits.mtu - headersOf(s.family);
}

/** Null where packets of that MTU are known to pass. */
export function whetherItFits(s: Situation): Phrase | null {
  if (s.fits.proven) return null;
  if (s.fits.mtu !== null) return phrase("remedy.wall.not-seen", { mtu: s.fits.mtu });
  return phrase("remedy.wall.mtu-unknown", { passed: s.passed ?? 0, lost: s.lost ?? "?" });
}
