import type { Conversation, FlowDirection } from "../../correlate/conversation.js";
import { type Evidence, phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { CourtRule } from "./rule.js";

/** Frames larger than the wire carried: merged by GRO or LRO, or not yet cut by TSO. They say nothing of any MTU. */
export const superFrames: CourtRule = (court) => {
  const flows = new Set<string>();
  const byPoint = new Map<number, Evidence>();
  let largest = 0;
  let limit = 0;
  for (const c of court.correlation.conversations) {
    for (const direction of ["client-to-server", "server-to-client"] as const) {
      if (isOrdinary(c, direction)) continue;
      const { views, cutting } = direction === "client-to-server" ? c.toServer : c.toClient;
      if (cutting.mss === null && cutting.limit !== 1500) continue;
      for (const v of views) {
        for (const row of v.sent.sizes) {
          if (row.size <= cutting.limit) continue;
          flows.add(c.id);
          if (row.size > largest) {
            largest = row.size;
            limit = cutting.limit;
          }
          const known = byPoint.get(v.point);
          if (known === undefined || Number(known.note.params.size) < row.size) {
            byPoint.set(v.point, {
              point: v.point,
              frame: row.first.frame,
              filter: null,
              note: phrase("super-frame", { size: row.size, limit: cutting.limit }),
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

/** Whether no packet of a direction was larger than its MSS allows: most have no super-frame, which is known without more. */
function isOrdinary({ views, family }: Conversation, direction: FlowDirection): boolean {
  const toServer = direction === "client-to-server";
  let mss: number | null = null;
  let largest = 0;
  for (let i = 0; i < views.length; i++) {
    const { flow } = views[toServer ? i : views.length - 1 - i];
    const { sizes } = toServer ? flow.toServer : flow.toClient;
    const { syn } = toServer ? flow.toClient : flow.toServer;
    if (sizes.length > 0) largest = Math.max(largest, sizes[sizes.length - 1].size);
    mss ??= syn === null ? null : (syn.mss ?? 0);
  }
  return mss !== null && largest <= mss + (family === 4 ? 40 : 60);
}
