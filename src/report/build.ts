import type { Correlation } from "../correlate/conversation.js";
import type { Diagnosis } from "../diagnose/diagnose.js";
import type { Finding } from "../diagnose/finding.js";
import { enReport as en } from "../messages/en-report.js";
import { say } from "../messages/say.js";
import { remediesFor } from "../remedy/remedies.js";
import type { Report, ReportFinding, ReportVantagePoint } from "./contract.js";
import { reportDatagrams, reportFlow } from "./flows.js";
import { reportJourneys } from "./journeys.js";
import { reportLinks } from "./links.js";
import { reportRemedy } from "./remedy.js";
import { isoTime } from "./time.js";

/** Flows are listed in full up to this many; beyond, those with findings and the first ones. */
const MAX_FLOWS = 2000;

/** Brings a diagnosis into the form of the contract. JSON says everything in English; phrases carry the keys for other languages. */
export function buildReport(diagnosis: Diagnosis, baseline: readonly Diagnosis[] = []): Report {
  const c = diagnosis.court.correlation;
  const ids = c.digests.map((d) => d.name);
  const involved = new Set(diagnosis.findings.flatMap((f) => f.flows));
  const flows = [
    ...diagnosis.court.cases.map((k) => ({ id: k.conversation.id, report: () => reportFlow(c, k, ids) })),
    ...c.datagrams.map((d) => ({ id: d.id, report: () => reportDatagrams(c, d, ids) })),
    ...baseline.flatMap((b) =>
      b.court.cases.map((k) => ({
        id: k.conversation.id,
        report: () => ({ ...reportFlow(b.court.correlation, k, baselineIds(b, ids)), baseline: true }),
      })),
    ),
  ];
  const listed =
    flows.length <= MAX_FLOWS
      ? flows
      : [...flows.filter((f) => involved.has(f.id)), ...flows.filter((f) => !involved.has(f.id))].slice(0, MAX_FLOWS);
  return {
    schema: "hopscope.report/1",
    vantagePoints: [
      ...c.digests.map((_, i) => vantagePoint(c, i, ids[i], false)),
      ...baseline.flatMap((b) =>
        b.court.correlation.digests.map((_, i) => vantagePoint(b.court.correlation, i, baselineIds(b, ids)[i], true)),
      ),
    ],
    path: c.path.map((p) => ids[p]),
    flows: listed.map((f) => f.report()),
    links: reportLinks(c, diagnosis.court.fates(), ids),
    journeys: reportJourneys(diagnosis, ids),
    findings: diagnosis.findings.map((f) => reportFinding(diagnosis, f, ids)),
    comparisons: diagnosis.comparisons,
  };
}

/** A baseline point of the same name is told apart by its id. */
function baselineIds(b: Diagnosis, taken: readonly string[]): string[] {
  return b.court.correlation.digests.map((d) => (taken.includes(d.name) ? `baseline:${d.name}` : d.name));
}

function vantagePoint(c: Correlation, i: number, id: string, baseline: boolean): ReportVantagePoint {
  const d = c.digests[i];
  const offset = c.clockOffsets[i];
  const reference = c.path.length > 0 ? c.clockOffsets[c.path[0]] : null;
  return {
    id,
    name: d.name,
    source: d.source,
    interface: d.interface,
    linkType: d.linkTypeName,
    frames: d.frames,
    packets: d.packets,
    start: d.start === null ? null : isoTime(d.epoch, d.start),
    end: d.end === null ? null : isoTime(d.epoch, d.end),
    clockOffset: offset === null || reference === null ? null : Math.round(offset - reference) / 1e9,
    snaplen: d.snaplen,
    dropped: d.dropped,
    damage: d.damage,
    talliedFlows: d.retired?.flows ?? 0,
    baseline,
  };
}

function reportFinding(diagnosis: Diagnosis, f: Finding, ids: readonly string[]): ReportFinding {
  const at = (point: number | null) => (point === null ? null : ids[point]);
  return {
    code: f.code,
    category: f.category,
    role: f.role,
    severity: f.severity,
    certainty: f.certainty,
    flows: f.flows,
    direction: f.direction,
    location: { lastSeenAt: at(f.lastSeenAt), missingAt: at(f.missingAt) },
    sizes: f.sizes,
    cause: f.cause.map((k) => ({ term: k.term, value: k.value, evidence: say(en, k.evidence), phrase: k.evidence })),
    evidence: f.evidence.map((e) => ({
      vantagePoint: ids[e.point],
      frame: e.frame,
      filter: e.filter ?? (e.frame === null ? null : `frame.number == ${e.frame}`),
      note: say(en, e.note),
      phrase: e.note,
    })),
    ruledOut: f.ruledOut.map((r) => ({ code: r.code, because: say(en, r.because), phrase: r.because })),
    next: f.next === null ? null : say(en, f.next),
    nextPhrase: f.next,
    remedies: remediesFor(diagnosis.court, f, diagnosis.findings).map(reportRemedy),
  };
}
