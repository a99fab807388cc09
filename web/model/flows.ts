import type { Report, ReportFinding, ReportFlow } from "../../src/report/contract.js";

const FAILED = new Set(["stalled", "reset", "unanswered", "refused"]);

/** Flows that a finding explains have failed, and those whose outcome says so. */
export function hasFailed(report: Report, flow: ReportFlow): boolean {
  return FAILED.has(flow.outcome) || report.findings.some((f) => f.role === "primary" && f.flows.includes(flow.id));
}

/** A flow that worked, as like the failing one as there is: compared by the finding, or to the same server. */
export function workingLike(report: Report, failing: ReportFlow): ReportFlow | null {
  const mismatch = report.findings.find((f) => f.code === "mss-mismatch" && f.flows.includes(failing.id));
  const works = (f: ReportFlow) => f.id !== failing.id && !hasFailed(report, f) && f.protocol === failing.protocol;
  const candidates = report.flows.filter(works);
  const named = candidates.find((f) => mismatch?.flows.includes(f.id));
  if (named !== undefined) return named;
  const host = (address: string) => address.slice(0, address.lastIndexOf(":"));
  return (
    candidates.find((f) => lastServer(f) === lastServer(failing)) ??
    candidates.find((f) => host(lastServer(f)) === host(lastServer(failing))) ??
    null
  );
}

function lastServer(flow: ReportFlow): string {
  return flow.endpoints.at(-1)?.server ?? flow.server;
}

export const FLOW_COLUMNS = ["id", "protocol", "client", "server", "sni", "outcome", "mss", "up", "down"] as const;
export type FlowColumn = (typeof FLOW_COLUMNS)[number];

export function flowCell(flow: ReportFlow, column: FlowColumn): string | number | null {
  switch (column) {
    case "mss":
      return flow.mss.client;
    case "up":
      return flow.bytes.clientToServer;
    case "down":
      return flow.bytes.serverToClient;
    default:
      return flow[column];
  }
}

const natural = new Intl.Collator("en", { numeric: true });

export function sortFlows(flows: readonly ReportFlow[], column: FlowColumn, descending: boolean): ReportFlow[] {
  const sign = descending ? -1 : 1;
  return [...flows].sort((a, b) => {
    const x = flowCell(a, column);
    const y = flowCell(b, column);
    // What is not known comes last, whichever way.
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : natural.compare(String(x), String(y)));
  });
}

export function matchesFilter(flow: ReportFlow, text: string, words: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return true;
  const ends = flow.endpoints.flatMap((e) => [e.client, e.server]);
  const haystack = [flow.id, flow.protocol, flow.client, flow.server, flow.sni ?? "", flow.outcome, words, ...ends];
  return wanted.split(/\s+/).every((word) => haystack.some((h) => h.toLowerCase().includes(word)));
}

/** The flow a finding is best shown with. */
export function flowOf(report: Report, finding: ReportFinding | null): ReportFlow | null {
  const own = finding === null ? undefined : report.flows.find((f) => finding.flows.includes(f.id));
  return own ?? report.flows.find((f) => !f.baseline) ?? report.flows[0] ?? null;
}
