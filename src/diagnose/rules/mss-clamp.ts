import type { Journeying } from "../../correlate/conversation.js";
import { wireSize } from "../../correlate/wire.js";
import type { Case, Court } from "../case.js";
import { opposite, sideOf } from "../case.js";
import type { FlowDirection } from "../codes.js";
import { type Evidence, phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { CourtRule } from "./rule.js";

/** Bytes a clamp may stay below what the path carries before it costs: headers of a tunnel are no waste. */
const WELL_BELOW = 100;

interface Clamp {
  case: Case;
  /** Direction the SYN travels. */
  direction: FlowDirection;
  from: number;
  to: number;
  before: { point: number; frame: number };
  after: { point: number; frame: number };
}

/** The MSS of one SYN is another at the next point, or on another copy of it in one capture. */
export const mssClamped: CourtRule = (court) =>
  group(clampsOf(court)).map((list) => {
    const k = list[0];
    return {
      ...verdict("mss-clamped", k.direction, {
        cause: [
          {
            term: "mss-before",
            value: k.from,
            evidence: phrase("syn-at", {
              point: court.correlation.digests[k.before.point].name,
              frame: k.before.frame,
            }),
          },
          {
            term: "mss-after",
            value: k.to,
            evidence: phrase("syn-at", { point: court.correlation.digests[k.after.point].name, frame: k.after.frame }),
          },
        ],
        evidence: evidenceOf(k),
      }),
      flows: [...new Set(list.map((x) => x.case.conversation.id))],
      role: "context" as const,
      severity: "info" as const,
    };
  });

/** A clamp well below what another flow between the same hosts got through. */
export const mssOverClamped: CourtRule = (court) => {
  let known: Map<string, Largest> | null = null;
  const over = new Map<Case, { clamp: Clamp; passed: number; limit: number }>();
  for (const clamp of clampsOf(court)) {
    if (clamp.case.failed || clamp.to >= clamp.from) continue;
    const limited = opposite(clamp.direction);
    const headers = clamp.case.conversation.family === 4 ? 40 : 60;
    known ??= largestBetweenHosts(court);
    const passed = largestThrough(known, clamp.case, limited);
    if (passed - (clamp.to + headers) < WELL_BELOW) continue;
    // One clamp on both SYNs limits both directions: the one with more data tells.
    const other = over.get(clamp.case);
    if (other === undefined) over.set(clamp.case, { clamp, passed, limit: clamp.to + headers });
    else if (sideOf(clamp.case, limited).bytes > sideOf(other.clamp.case, opposite(other.clamp.direction)).bytes) {
      Object.assign(other, { clamp, passed, limit: clamp.to + headers });
    }
  }
  const byKind = new Map<string, { clamp: Clamp; passed: number; limit: number }[]>();
  for (const o of over.values()) {
    const key = `${o.clamp.direction} ${o.clamp.to}`;
    const list = byKind.get(key);
    if (list === undefined) byKind.set(key, [o]);
    else list.push(o);
  }
  return [...byKind.values()].map((list) => {
    const { clamp, passed, limit } = list[0];
    const direction = opposite(clamp.direction);
    return {
      ...verdict("mss-over-clamped", direction, {
        certainty: "likely",
        sizes: {
          largestDelivered: deliveredBy(sideOf(clamp.case, direction).journey),
          smallestLost: null,
          largestPassed: passed,
          overhead: null,
        },
        cause: [
          {
            term: "mss-after",
            value: clamp.to,
            evidence: phrase("syn-at", {
              point: court.correlation.digests[clamp.after.point].name,
              frame: clamp.after.frame,
            }),
          },
          {
            term: "clamped-packet",
            value: limit,
            evidence: phrase("headers-of", { family: clamp.case.conversation.family }),
          },
          { term: "largest-passed", value: passed, evidence: phrase("passed-same-hosts") },
        ],
        evidence: evidenceOf(clamp),
        ruledOut: [{ code: "mss-clamped", because: phrase("larger-passed", { passed }) }],
      }),
      flows: list.map((o) => o.clamp.case.conversation.id),
      role: "cost" as const,
      severity: "warning" as const,
    };
  });
};

/** Two rules ask. */
const clamps = new WeakMap<Court, Clamp[]>();

function clampsOf(court: Court): Clamp[] {
  const found = clamps.get(court);
  if (found !== undefined) return found;
  const out: Clamp[] = [];
  clamps.set(court, out);
  for (const c of court.cases) {
    for (const direction of ["client-to-server", "server-to-client"] as const) {
      if (isSame(c, direction)) continue;
      const { views } = sideOf(c, direction).journey;
      const syns = views.flatMap((v) => {
        const s = v.sent.syn;
        if (s === null || s.mss === null) return [];
        const copies = s.otherMss.map((o) => ({ mss: o.mss, point: v.point, frame: o.frame }));
        return [{ mss: s.mss, point: v.point, frame: s.frame }, ...copies];
      });
      const doubles = c.conversation.doubles.flatMap((v) => {
        const s = (direction === "client-to-server" ? v.flow.toServer : v.flow.toClient).syn;
        return s === null || s.mss === null ? [] : [{ mss: s.mss, point: v.point, frame: s.frame }];
      });
      const all = [...syns, ...doubles.filter((d) => syns.some((s) => s.point === d.point))];
      const changed = all.findIndex((s, i) => i > 0 && s.mss !== all[i - 1].mss);
      if (changed > 0) {
        const before = all[changed - 1];
        const after = all[changed];
        out.push({ case: c, direction, from: before.mss, to: after.mss, before, after });
      }
    }
  }
  return out;
}

/** Whether the SYN of a direction had one MSS wherever it was seen, as nearly every one has. */
function isSame({ conversation: { views, doubles } }: Case, direction: FlowDirection): boolean {
  let mss: number | null = null;
  for (const list of [views, doubles]) {
    for (const { flow } of list) {
      const { syn } = direction === "client-to-server" ? flow.toServer : flow.toClient;
      if (syn === null || syn.mss === null) continue;
      if (syn.otherMss.length > 0 || (mss !== null && syn.mss !== mss)) return false;
      mss = syn.mss;
    }
  }
  return true;
}

function group(clamps: readonly Clamp[]): Clamp[][] {
  const byKind = new Map<string, Clamp[]>();
  for (const k of clamps) {
    const key = [k.direction, k.from, k.to, k.before.point, k.after.point].join(" ");
    const list = byKind.get(key);
    if (list === undefined) byKind.set(key, [k]);
    else list.push(k);
  }
  return [...byKind.values()];
}

function evidenceOf(k: Clamp): Evidence[] {
  return [
    {
      point: k.before.point,
      frame: k.before.frame,
      filter: "tcp.options.mss_val",
      note: phrase("mss-here", { mss: k.from }),
    },
    {
      point: k.after.point,
      frame: k.after.frame,
      filter: "tcp.options.mss_val",
      note: phrase("mss-here", { mss: k.to }),
    },
  ];
}

type Largest = { case: Case; size: number }[];

/** Largest packet another flow between the same hosts got delivered in a direction; `known` keeps the two largest of each pair of hosts. */
function largestThrough(known: Map<string, Largest>, own: Case, direction: FlowDirection): number {
  const [view] = own.conversation.views;
  const two = known.get(hostsKey(view, direction)) ?? [];
  return two.find((x) => x.case !== own)?.size ?? 0;
}

function largestBetweenHosts(court: Court): Map<string, Largest> {
  const known = new Map<string, Largest>();
  for (const c of court.cases) {
    for (const direction of ["client-to-server", "server-to-client"] as const) {
      const size = deliveredBy(sideOf(c, direction).journey) ?? 0;
      for (const view of c.conversation.views) {
        const key = hostsKey(view, direction);
        const two = [...(known.get(key) ?? []), { case: c, size }].sort((x, y) => y.size - x.size);
        known.set(key, two.slice(0, 2));
      }
    }
  }
  return known;
}

function hostsKey({ point, flow }: Case["conversation"]["views"][number], direction: FlowDirection): string {
  return `${direction} ${point} ${flow.client.address} ${flow.server.address}`;
}

/** Largest packet of a direction that was seen at the receiver's end, or acknowledged. */
function deliveredBy(journey: Journeying): number | null {
  let best: number | null = null;
  journey.views.forEach((v, i) => {
    const end = i === journey.views.length - 1 && journey.views.length > 1;
    for (const row of v.sent.sizes) {
      if (row.acknowledged > 0 || end) best = Math.max(best ?? 0, wireSize(row.size, journey.cutting));
    }
  });
  return best;
}
