import type { FlowDirection } from "../../src/diagnose/codes.js";
import type { Journey, Report } from "../../src/report/contract.js";

export interface Sighting {
  /** Index of the column. */
  column: number;
  frame: number;
  /** Nanoseconds since the ladder's first row, clocks corrected. */
  time: number;
  size: number;
  superFrame: boolean;
}

/** One try of one packet. */
export interface LadderRow {
  flow: string;
  direction: FlowDirection;
  kind: string;
  sequence: { from: number; to: number } | null;
  size: number;
  repeat: boolean;
  /** Nanoseconds since the first row. */
  time: number;
  /** In the packet's direction of travel. */
  sightings: Sighting[];
  /** Columns between which it vanished; -1 and `columns` where that is beyond them. */
  lost: { after: number; before: number } | null;
}

export interface Ladder {
  columns: { id: string; name: string }[];
  rows: LadderRow[];
}

/** The journeys of `flow`, or of every flow where null, in the order of time. */
export function ladder(report: Report, flow: string | null): Ladder {
  const journeys = report.journeys.filter((j) => flow === null || j.flow === flow);
  const columns = columnsOf(report, journeys);
  const index = new Map(columns.map((c, i) => [c.id, i]));
  const offsets = new Map(report.vantagePoints.map((v) => [v.id, (v.clockOffset ?? 0) * 1e9]));
  const base = Math.min(...journeys.flatMap((j) => j.at.map((a) => Date.parse(a.time.slice(0, 19).concat("Z")))));
  const when = (a: Journey["at"][number]) => nanosecondsAfter(base, a.time) - (offsets.get(a.vantagePoint) ?? 0);
  const rows: LadderRow[] = [];
  for (const j of journeys) {
    for (const repeat of [false, true]) {
      const seen = j.at.filter((a) => a.repeat === repeat && index.has(a.vantagePoint));
      if (seen.length === 0) continue;
      rows.push(rowOf(j, repeat, seen, index, columns.length, when));
    }
  }
  rows.sort((a, b) => a.time - b.time);
  const first = rows[0]?.time ?? 0;
  for (const row of rows) {
    row.time -= first;
    for (const s of row.sightings) s.time -= first;
  }
  return { columns, rows };
}

function columnsOf(report: Report, journeys: readonly Journey[]): Ladder["columns"] {
  const seen = new Set(journeys.flatMap((j) => j.at.map((a) => a.vantagePoint)));
  const ids = report.path.length > 0 ? report.path : report.vantagePoints.map((v) => v.id);
  const names = new Map(report.vantagePoints.map((v) => [v.id, v.name]));
  return ids.filter((id) => seen.has(id) || ids.length <= 12).map((id) => ({ id, name: names.get(id) ?? id }));
}

function rowOf(
  j: Journey,
  repeat: boolean,
  seen: readonly Journey["at"][number][],
  index: ReadonlyMap<string, number>,
  columns: number,
  when: (a: Journey["at"][number]) => number,
): LadderRow {
  const sightings = seen.map((a) => ({
    column: index.get(a.vantagePoint) ?? 0,
    frame: a.frame,
    time: when(a),
    size: a.size,
    superFrame: a.superFrame,
  }));
  const toServer = j.direction === "client-to-server";
  sightings.sort((a, b) => (toServer ? a.column - b.column : b.column - a.column));
  return {
    flow: j.flow,
    direction: j.direction,
    kind: j.kind,
    sequence: j.sequence,
    size: j.size,
    repeat,
    time: Math.min(...sightings.map((s) => s.time)),
    sightings,
    lost: lostOf(j, sightings, index, columns, toServer),
  };
}

/** A try is lost where its packet was, unless this very try was seen beyond. */
function lostOf(
  j: Journey,
  sightings: readonly Sighting[],
  index: ReadonlyMap<string, number>,
  columns: number,
  toServer: boolean,
): LadderRow["lost"] {
  if (j.lost === null) return null;
  const { lastSeenAt, missingAt } = j.lost;
  const after = (lastSeenAt === null ? undefined : index.get(lastSeenAt)) ?? (toServer ? -1 : columns);
  const before = (missingAt === null ? undefined : index.get(missingAt)) ?? (toServer ? columns : -1);
  const beyond = sightings.some((s) => (toServer ? s.column >= before : s.column <= before));
  return beyond ? null : { after, before };
}

/** Exact below about a hundred days. `base` is a whole second, in milliseconds since 1970. */
function nanosecondsAfter(base: number, iso: string): number {
  return (Date.parse(`${iso.slice(0, 19)}Z`) - base) * 1e6 + Number(iso.slice(20, 29));
}
