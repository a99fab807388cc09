import type { Report, ReportFlow } from "../report/contract.js";

/** Why a flow is in an extract; the smaller, the sooner it is given room. */
export const RANK = { primary: 0, cost: 1, context: 2, compared: 3, unwanted: 4 } as const;

/** A flow of the report, and how much it matters to the findings. */
export interface WantedFlow {
  flow: ReportFlow;
  rank: number;
  /** Codes of the findings that are about it. */
  codes: string[];
}

/** What a report wants to see of its captures. */
export interface Wanted {
  flows: WantedFlow[];
  /** Vantage point id -> frame number -> why: the evidence. */
  evidence: Map<string, Map<number, string[]>>;
}

const RANK_OF_ROLE = { primary: RANK.primary, cost: RANK.cost, context: RANK.context } as const;
/** Flows taken along for comparison, beyond those of the findings. */
const MAX_COMPARED = 64;

/**
 * The evidence frames of a report's findings, and its flows by what they mean to them. Flows between the same two hosts as one with
 * a finding come along: what passed where something else was lost is half of the proof.
 */
export function wantedBy(report: Report): Wanted {
  const flows = new Map<string, WantedFlow>(
    report.flows.map((flow) => [flow.id, { flow, rank: RANK.unwanted, codes: [] }]),
  );
  const evidence = new Map<string, Map<number, string[]>>();
  for (const { code, role, flows: ids, evidence: shown } of report.findings) {
    for (const id of ids) {
      const wanted = flows.get(id);
      if (wanted === undefined) continue;
      wanted.rank = Math.min(wanted.rank, RANK_OF_ROLE[role]);
      if (!wanted.codes.includes(code)) wanted.codes.push(code);
    }
    for (const { vantagePoint, frame, note } of shown) {
      if (frame === null) continue;
      const frames = evidence.get(vantagePoint) ?? new Map<number, string[]>();
      evidence.set(vantagePoint, frames);
      frames.set(frame, [...(frames.get(frame) ?? []), `${code}: ${note}`]);
    }
  }
  const wanted = [...flows.values()];
  takeAlong(wanted);
  return { flows: wanted, evidence };
}

function takeAlong(flows: readonly WantedFlow[]): void {
  const hosts = new Set(flows.filter((f) => f.rank < RANK.compared).flatMap((f) => hostPairs(f.flow)));
  const beside = flows.filter((f) => f.rank === RANK.unwanted && hostPairs(f.flow).some((pair) => hosts.has(pair)));
  for (const f of beside.slice(0, MAX_COMPARED)) f.rank = RANK.compared;
}

/** The two hosts of a flow, whichever is the client, as each vantage point knows them. */
function hostPairs({ endpoints }: ReportFlow): string[] {
  return endpoints.map(({ at, client, server }) => [at, ...[hostOf(client), hostOf(server)].sort()].join(" "));
}

/** `address` of `address:port`, brackets and all. */
export function hostOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf(":"));
}
