import { type Evidence, phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { CourtRule } from "./rule.js";

/** Frames larger than the wire carried: merged by GRO or LRO, or not yet cut by TSO. They say nothing of any MTU. */
export const superFrames: CourtRule = (court) => {
  const flows = new Set<string>();
  const byPoint = new Map<number, Evidence>();
  let largest = 0;
  let limit = 0;
  for (const c of court.cases) {
    for (const side of [c.toServer, c.toClient]) {
      if (side.journey.cutting.mss === null && side.journey.cutting.limit !== 1500) continue;
      for (const v of side.journey.views) {
        for (const row of v.sent.sizes) {
          if (row.size <= side.journey.cutting.limit) continue;
          flows.add(c.conversation.id);
          if (row.size > largest) {
            largest = row.size;
            limit = side.journey.cutting.limit;
          }
          const known = byPoint.get(v.point);
          if (known === undefined || Number(known.note.params.size) < row.size) {
            byPoint.set(v.point, {
              point: v.point,
              frame: row.first.frame,
              filter: null,
              note: phrase("super-frame", { size: row.size, limit: side.journey.cutting.limit }),
            });
          }
        }
      }
    }
  }
  if (flows.size === 0) return [];
  return [
    {
      ...verdict("super-frames", null, {
        cause: [
          { term: "largest-frame", value: largest, evidence: phrase("super-frame", { size: largest, limit }) },
          { term: "segment-limit", value: limit, evidence: phrase("limit-by-mss") },
        ],
        evidence: court.correlation.path.flatMap((p) => byPoint.get(p) ?? []),
      }),
      flows: [...flows],
      role: "context",
      severity: "info",
    },
  ];
};
