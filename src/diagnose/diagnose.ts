import type { Correlation } from "../correlate/conversation.js";
import { assess } from "./assess.js";
import type { Court } from "./case.js";
import { CODES } from "./codes.js";
import { type Comparison, compareFlows } from "./compare.js";
import type { DirectionFates } from "./datagrams/direction.js";
import { fatesOf } from "./datagrams/fate.js";
import { judgeDatagrams } from "./datagrams/judge.js";
import { judgeTogether } from "./datagrams/together.js";
import { vanished } from "./datagrams/vanished.js";
import type { Finding, Verdict } from "./finding.js";
import { inOrder } from "./finding-order.js";
import { FragmentSets } from "./fragment-sets.js";
import { LinkTraffic } from "./link-traffic.js";
import { nextBeyond } from "./next.js";
import { isPlain, PlainCase } from "./plain.js";
import { allSizes } from "./rules/all-sizes.js";
import { badChecksum } from "./rules/bad-checksum.js";
import { blackHole } from "./rules/black-hole.js";
import { captureIncomplete } from "./rules/capture-incomplete.js";
import { connectionReset } from "./rules/connection-reset.js";
import { failingByChance } from "./rules/failing-by-chance.js";
import { fragmentation } from "./rules/fragmentation.js";
import { fragmentsLost } from "./rules/fragments-lost.js";
import { handshake } from "./rules/handshake.js";
import { icmpRefusal } from "./rules/icmp-refusal.js";
import { mssClamped, mssOverClamped } from "./rules/mss-clamp.js";
import { mssMismatch } from "./rules/mss-mismatch.js";
import { pmtudRecovery } from "./rules/pmtud-recovery.js";
import { ptbLost } from "./rules/ptb-lost.js";
import { randomLoss } from "./rules/random-loss.js";
import type { CourtRule, FlowRule } from "./rules/rule.js";
import { serverSilent } from "./rules/server-silent.js";
import { superFrames } from "./rules/super-frames.js";
import { tlsAlert } from "./rules/tls-alert.js";
import { undetermined } from "./rules/undetermined.js";
import { zeroWindow } from "./rules/zero-window.js";
import { worstStop } from "./stop.js";

/** The order of judgement: the first that holds explains a failed flow. */
const JUDGEMENT: readonly FlowRule[] = [
  badChecksum,
  tlsAlert,
  connectionReset,
  icmpRefusal,
  fragmentsLost,
  ptbLost,
  blackHole,
  zeroWindow,
  handshake,
  allSizes,
  failingByChance,
  serverSilent,
  undetermined,
];

const COSTS: readonly CourtRule[] = [pmtudRecovery, randomLoss, fragmentation, mssOverClamped];
const CONTEXT: readonly CourtRule[] = [mssClamped, superFrames, captureIncomplete];

export interface Diagnosis {
  court: Court;
  findings: Finding[];
  comparisons: Comparison[];
}

/** Reads every flow and judges it; flows that fail for one cause at one place share one finding. */
export function diagnose(correlation: Correlation, baseline: readonly Correlation[] = []): Diagnosis {
  const court = open(correlation);
  const others = baseline.map(open);
  const primaries = [...judge(court), ...datagramFindings(court)];
  const found = [
    ...primaries,
    ...COSTS.flatMap((rule) => rule(court)),
    ...mssMismatch(court, primaries, others),
    ...CONTEXT.flatMap((rule) => rule(court)),
  ];
  const findings = inOrder(court.correlation, found).map((f) => ({
    ...f,
    next: f.next ?? nextBeyond(court, f),
    category: CODES[f.code].category,
  }));
  return { court, findings, comparisons: compareFlows(court, findings, others) };
}

function open(correlation: Correlation): Court {
  let fates: DirectionFates[] | null = null;
  const court: Court = {
    correlation,
    cases: correlation.conversations.map((c) =>
      isPlain(correlation, c) ? new PlainCase(c, () => assess(correlation, c)) : assess(correlation, c),
    ),
    traffic: new LinkTraffic(correlation),
    fragments: new FragmentSets(correlation),
    fates: () => {
      fates ??= correlation.datagrams.flatMap((d) => [
        fatesOf(court, d, "client-to-server"),
        fatesOf(court, d, "server-to-client"),
      ]);
      return fates;
    },
  };
  return court;
}

function judge(court: Court): Omit<Finding, "category">[] {
  const byPlace = new Map<string, Omit<Finding, "category">>();
  for (const c of court.cases) {
    if (!c.failed) continue;
    const trial = { court, case: c, stop: worstStop(court, c) };
    let verdict: Verdict | null = null;
    for (const rule of JUDGEMENT) {
      verdict = rule(trial);
      if (verdict !== null) break;
    }
    if (verdict === null) continue;
    const key = [verdict.code, verdict.direction, verdict.lastSeenAt, verdict.missingAt].join(" ");
    const known = byPlace.get(key);
    if (known === undefined) {
      byPlace.set(key, {
        ...verdict,
        flows: [c.conversation.id],
        role: "primary",
        severity: verdict.severity ?? CODES[verdict.code].severity,
      });
    } else {
      share(known, verdict, c.conversation.id);
    }
  }
  return [...byPlace.values()];
}

/** Datagram conversations have no acknowledgments: what points on both sides saw is all there is. */
function datagramFindings(court: Court): Omit<Finding, "category">[] {
  const byPlace = new Map<string, Omit<Finding, "category">>();
  const explained = new Set<string>();
  for (const d of court.fates()) {
    const judged = judgeDatagrams(court, d);
    // Of what never got further, a capture on the way missed some.
    if (judged === null || (judged.role === "cost" && vanished(court, d) !== null)) continue;
    // Exactly one primary a flow: the direction judged first, the client's, has the earlier cause.
    if (judged.role === "primary") {
      if (explained.has(d.conversation.id)) continue;
      explained.add(d.conversation.id);
    }
    const { verdict, role } = judged;
    const key = [verdict.code, role, verdict.direction, verdict.lastSeenAt, verdict.missingAt].join(" ");
    const known = byPlace.get(key);
    if (known !== undefined) share(known, verdict, d.conversation.id);
    else byPlace.set(key, opened(verdict, role, [d.conversation.id]));
  }
  for (const { verdict, role, flows } of judgeTogether(court, (c) => !explained.has(c.id))) {
    const key = [verdict.code, role, verdict.direction, verdict.lastSeenAt, verdict.missingAt].join(" ");
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, opened(verdict, role, []));
    const finding = byPlace.get(key);
    for (const flow of flows) {
      if (explained.has(flow)) continue;
      explained.add(flow);
      finding?.flows.push(flow);
    }
    if (known !== undefined) share(known, verdict, null);
  }
  for (const d of court.fates()) {
    const verdict = explained.has(d.conversation.id) ? null : vanished(court, d);
    if (verdict === null) continue;
    const key = [verdict.code, "primary", verdict.direction, verdict.lastSeenAt, verdict.missingAt].join(" ");
    const known = byPlace.get(key);
    if (known !== undefined) share(known, verdict, d.conversation.id);
    else byPlace.set(key, opened(verdict, "primary", [d.conversation.id]));
  }
  return [...byPlace.values()];
}

function opened(verdict: Verdict, role: Finding["role"], flows: string[]): Omit<Finding, "category"> {
  return { ...verdict, flows, role, severity: CODES[verdict.code].severity };
}

/** Adds a flow to a finding it shares: sizes are over all its flows. */
function share(known: Omit<Finding, "category">, verdict: Verdict, flow: string | null): void {
  if (flow !== null) known.flows.push(flow);
  const rank = { possible: 0, likely: 1, proven: 2 } as const;
  if (rank[verdict.certainty] > rank[known.certainty]) {
    known.certainty = verdict.certainty;
    known.next = verdict.next;
  }
  if (known.sizes !== null && verdict.sizes !== null) {
    known.sizes = {
      largestDelivered: most(known.sizes.largestDelivered, verdict.sizes.largestDelivered),
      smallestLost: least(known.sizes.smallestLost, verdict.sizes.smallestLost),
      largestPassed: most(known.sizes.largestPassed, verdict.sizes.largestPassed),
      overhead: known.sizes.overhead ?? verdict.sizes.overhead,
    };
  }
  for (const e of verdict.evidence) {
    const shown = known.evidence.some((k) => k.point === e.point && k.frame === e.frame && k.note.key === e.note.key);
    if (!shown && known.evidence.length < 16) known.evidence.push(e);
  }
}

function most(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function least(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
