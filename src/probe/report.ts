import { CODES } from "../diagnose/codes.js";
import { type Finding, type Phrase, phrase } from "../diagnose/finding.js";
import { en } from "../messages/en.js";
import { say } from "../messages/say.js";
import { remediesIn } from "../remedy/remedies.js";
import type { Measurement, PathSize, Report, ReportFinding, ReportFlow } from "../report/contract.js";
import { reportRemedy } from "../report/remedy.js";
import type { AddressFacts, ConnectionFacts } from "./facts.js";
import { judge } from "./judge/judge.js";
import { ordinaryFlow, type Place, uploadFlow } from "./judge/place.js";
import { toServer } from "./judge/to-server.js";
import { serverName } from "./request.js";
import type { Reverse } from "./reverse.js";
import { situationOf } from "./situation.js";
import { headersOf, LARGEST } from "./sizes.js";

/** What was measured, judged: a report without vantage points. */
export function reportOf(places: readonly Place[]): Report {
  return {
    schema: "hopscope.report/1",
    vantagePoints: [],
    path: [],
    flows: places.flatMap(flowsOf),
    links: [],
    journeys: [],
    findings: judge(places).map(({ place, finding }) => reportFinding(place, finding, places)),
    comparisons: [],
    measurements: places.map(measurementOf),
  };
}

const UNSEEN = {
  mtu: null,
  how: phrase("probe.how.no-ffi"),
  certainty: "possible",
  passes: null,
  fails: null,
} as const;

function measurementOf(p: Place): Measurement {
  const { facts, target } = p;
  const { ordinary, route, hops } = facts;
  const t = facts.blind ? UNSEEN : toServer(facts.towardsServer, hops);
  return {
    target: target.given,
    address: facts.address,
    family: facts.family,
    from: p.from,
    towardsServer: {
      mtu: t.mtu,
      ...both(t.how),
      certainty: t.certainty,
      passes: t.passes,
      fails: t.fails,
      tried: facts.towardsServer?.tried ?? [],
    },
    towardsUs: sizeTowardsUs(facts),
    connection: {
      reached: reached(ordinary, target.protocol === "tls"),
      completedAfter: whole(ordinary.completedAfter),
      roundTrip: ordinary.connectedAfter === null ? null : Math.round(ordinary.roundTrip * 1000) / 1000,
    },
    local: {
      source: route.source,
      device: route.device,
      deviceMtu: route.deviceMtu,
      gateway: route.gateway,
      pathMtuBefore: route.pathMtu,
      pathMtuAfter: facts.learntAfter,
      learntFor: route.learntFor,
    },
    hops: hops?.hops ?? [],
    ptbs: (hops?.ptbs ?? []).map((ptb) => ({
      ...ptb,
      hop: hops?.hops.find((h) => h.address === ptb.source)?.hop ?? null,
    })),
    cost: { ...facts.cost, milliseconds: Math.round(facts.milliseconds) },
  };
}

function reached(o: ConnectionFacts, tls: boolean): Measurement["connection"]["reached"] {
  if (o.connectedAfter === null) return "nothing";
  if (o.completedAfter !== null && !tls) return o.received > 0 ? "answer" : "tcp";
  if (o.completedAfter !== null) return "answer";
  return o.tls?.secure ? "tls" : "tcp";
}

function sizeTowardsUs(facts: AddressFacts): PathSize {
  const { mtu, how, passes, fails, tried } = facts.towardsUs;
  const held = how === "full-size" ? heldTo(facts) : null;
  const certain = (how === "full-size" && held === null) || how === "bisected";
  const known = certain || how === "full-size" || how === "sender-limit" || how === "range";
  return {
    mtu,
    ...both(held ?? howTowardsUs(facts.towardsUs)),
    certainty: certain ? "proven" : known ? "likely" : "possible",
    passes,
    fails,
    tried,
  };
}

/** A path MTU learnt before makes this host announce less than its device takes: larger packets were not tried. Null where none does. */
function heldTo({ towardsUs, route }: AddressFacts): Phrase | null {
  const { pathMtu, learntFor, deviceMtu } = route;
  const size = towardsUs.passes ?? 0;
  if (learntFor === null || pathMtu === null || pathMtu >= Math.min(deviceMtu ?? 0, LARGEST) || size > pathMtu)
    return null;
  return phrase("probe.how.held", { size, mtu: pathMtu });
}

function howTowardsUs(r: Reverse): Phrase {
  const passes = r.passes ?? 0;
  const fails = r.fails ?? 0;
  switch (r.how) {
    case "full-size":
      return phrase("probe.how.full-size", { size: passes });
    case "bisected":
      return phrase("probe.how.bisected", { passes, fails });
    case "range":
      return phrase("probe.how.range", { passes, fails });
    case "sender-limit":
      return phrase("probe.how.sender-limit", { size: r.mtu ?? passes });
    case "too-little":
      return phrase("probe.how.too-little", { size: passes });
    case "no-answer":
      return phrase("probe.how.no-answer");
    case "no-ffi":
      return phrase("probe.how.no-ffi");
  }
}

function both(how: Phrase): { how: string; phrase: Phrase } {
  return { how: say(en, how), phrase: how };
}

function whole(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds);
}

function flowsOf(p: Place): ReportFlow[] {
  const { ordinary, towardsServer } = p.facts;
  const flow = (id: string, more: Partial<ReportFlow>): ReportFlow => ({
    id,
    protocol: "tcp",
    client: ordinary.client ?? p.facts.route.source ?? "?",
    server: ordinary.server,
    endpoints: [],
    encapsulation: [],
    outcome: outcomeOf(ordinary),
    mss: { client: mssOf(p, ordinary.offered), server: mssOf(p, ordinary.sendable) },
    tls: ordinary.alert !== null ? "alert" : tlsOf(ordinary),
    sni: p.target.protocol === "tls" ? serverName(p.target) : null,
    start: null,
    end: null,
    bytes: { clientToServer: ordinary.said, serverToClient: ordinary.received },
    baseline: false,
    ...more,
  });
  const flows = [flow(ordinaryFlow(p), {})];
  if (towardsServer !== null && towardsServer.how !== "not-connected") {
    const sent = { clientToServer: towardsServer.allowed ?? 0, serverToClient: 0 };
    const outcome = towardsServer.fails === null ? "completed" : "stalled";
    flows.push(
      flow(uploadFlow(p), { client: p.facts.route.source ?? "?", outcome, tls: null, sni: null, bytes: sent }),
    );
  }
  return flows;
}

function mssOf(p: Place, size: number | null): number | null {
  return size === null ? null : size - headersOf(p.facts.family);
}

function tlsOf(o: ConnectionFacts): string | null {
  if (o.tls === null) return null;
  return o.tls.secure ? "application-data" : "client-hello";
}

function outcomeOf(o: ConnectionFacts): ReportFlow["outcome"] {
  if (o.connectedAfter === null) return o.end === "refused" ? "refused" : "unanswered";
  if (o.completedAfter !== null) return "completed";
  return o.end === "reset" || o.end === "failed" ? "reset" : o.end === "closed" ? "partial" : "stalled";
}

function reportFinding(p: Place, f: Finding, places: readonly Place[]): ReportFinding {
  const situation = situationOf(p, f, places);
  return {
    code: f.code,
    category: CODES[f.code].category,
    role: f.role,
    severity: f.severity,
    certainty: f.certainty,
    flows: f.flows,
    direction: f.direction,
    location: { lastSeenAt: null, missingAt: null },
    sizes: f.sizes,
    cause: f.cause.map((k) => ({ term: k.term, value: k.value, evidence: say(en, k.evidence), phrase: k.evidence })),
    evidence: [],
    ruledOut: f.ruledOut.map((r) => ({ code: r.code, because: say(en, r.because), phrase: r.because })),
    next: f.next === null ? null : say(en, f.next),
    nextPhrase: f.next,
    remedies: situation === null ? [] : remediesIn(f.code, situation).map(reportRemedy),
  };
}
