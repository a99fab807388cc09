import type { FlowDirection } from "../../src/diagnose/codes.js";
import type { Report, ReportFlow } from "../../src/report/contract.js";

export interface LedgerRange {
  from: number;
  to: number;
  size: number;
  /** Which points saw it, by index. */
  seen: boolean[];
  /** The last point that saw it, in the direction of travel; null where none did. */
  last: number | null;
  lost: { missingAt: string | null } | null;
}

export interface Ledger {
  points: { id: string; name: string }[];
  ranges: LedgerRange[];
  /** Sequence numbers, relative: the axis. */
  end: number;
}

/** Which vantage point saw which bytes of one direction of a flow; points in the direction of travel. */
export function ledger(report: Report, flow: ReportFlow, direction: FlowDirection): Ledger {
  const names = new Map(report.vantagePoints.map((v) => [v.id, v.name]));
  const seenAt = new Set(flow.endpoints.map((e) => e.at));
  const ids = report.path.filter((id) => seenAt.has(id));
  const along = ids.length > 0 ? ids : [...seenAt];
  const ordered = direction === "client-to-server" ? along : [...along].reverse();
  const ranges = report.journeys
    .filter((j) => j.flow === flow.id && j.direction === direction && j.kind === "data" && j.sequence !== null)
    .map((j): LedgerRange => {
      const here = new Set(j.at.map((a) => a.vantagePoint));
      const seen = ordered.map((id) => here.has(id));
      const last = seen.lastIndexOf(true);
      return {
        from: j.sequence?.from ?? 0,
        to: j.sequence?.to ?? 0,
        size: j.size,
        seen,
        last: last < 0 ? null : last,
        lost: j.lost === null ? null : { missingAt: j.lost.missingAt },
      };
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const bytes = direction === "client-to-server" ? flow.bytes.clientToServer : flow.bytes.serverToClient;
  return {
    points: ordered.map((id) => ({ id, name: names.get(id) ?? id })),
    ranges,
    end: Math.max(bytes + 1, ...ranges.map((r) => r.to)),
  };
}
