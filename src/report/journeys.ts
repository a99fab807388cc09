import type { Journeying } from "../correlate/conversation.js";
import { multiplicity } from "../correlate/loss.js";
import { wirePackets, wireSize } from "../correlate/wire.js";
import type { Diagnosis } from "../diagnose/diagnose.js";
import type { Journey } from "./contract.js";
import { isoTime } from "./time.js";

const MAX_JOURNEYS = 4000;
const MAX_PER_DIRECTION = 400;

/** Segments of the flows with findings, at each point: what the ladder and the ledger are drawn from. */
export function reportJourneys(diagnosis: Diagnosis, ids: readonly string[]): Journey[] {
  const { court, findings } = diagnosis;
  const involved = new Set(
    findings.filter((f) => f.category !== "info" || f.code === "mss-mismatch").flatMap((f) => f.flows),
  );
  const out: Journey[] = [];
  for (const c of court.correlation.conversations) {
    if (!involved.has(c.id)) continue;
    for (const journey of [c.toServer, c.toClient]) {
      if (out.length >= MAX_JOURNEYS) return out;
      out.push(...journeysOf(diagnosis, c.id, journey, ids).slice(0, MAX_PER_DIRECTION));
    }
  }
  return out;
}

function journeysOf(diagnosis: Diagnosis, flow: string, journey: Journeying, ids: readonly string[]): Journey[] {
  const { digests } = diagnosis.court.correlation;
  const { views, direction, cutting } = journey;
  const time = (point: number, t: number) => isoTime(digests[point].epoch, t);
  const out: Journey[] = [];
  const syns = views.filter((v) => v.sent.syn !== null);
  if (syns.length > 0) {
    out.push({
      flow,
      direction,
      sequence: { from: 0, to: 1 },
      size: syns[0].sent.syn?.size ?? 0,
      kind: direction === "client-to-server" ? "syn" : "syn-ack",
      at: syns.map((v) => ({
        vantagePoint: ids[v.point],
        frame: v.sent.syn?.frame ?? 0,
        time: time(v.point, v.sent.syn?.time ?? 0),
        size: v.sent.syn?.size ?? 0,
        superFrame: false,
        repeat: false,
      })),
      lost: null,
    });
  }
  // What single points still hold as segments; what was acknowledged at once is settled and has no journey of its own.
  const starts = new Map<string, { from: number; to: number; size: number }>();
  for (const v of views) {
    for (const s of v.sent.segments)
      for (const p of wirePackets(s, v.delta, cutting)) starts.set(`${p.from} ${p.to}`, p);
  }
  const packets = [...starts.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  for (const p of packets.slice(0, MAX_PER_DIRECTION)) {
    const lost = journey.loss.lost.find((l) => l.from === p.from && l.to === p.to);
    out.push({
      flow,
      direction,
      sequence: { from: p.from, to: p.to },
      size: p.size,
      kind: "data",
      at: views
        .filter((v) => multiplicity(v, p) > 0)
        .flatMap((v) =>
          v.sent.segments
            .filter((s) => s.from + v.delta <= p.from && s.to + v.delta >= p.to)
            .flatMap((s) => {
              const sight = (frame: number, t: number, repeat: boolean) => ({
                vantagePoint: ids[v.point],
                frame,
                time: time(v.point, t),
                size: s.size,
                superFrame: s.size > wireSize(s.size, cutting),
                repeat,
              });
              const once = sight(s.first.frame, s.first.time, false);
              return s.count > 1 ? [once, sight(s.last.frame, s.last.time, true)] : [once];
            }),
        ),
      lost:
        lost === undefined
          ? null
          : {
              lastSeenAt: lost.lastSeen < 0 ? null : ids[views[lost.lastSeen].point],
              missingAt: lost.missing >= views.length ? null : ids[views[lost.missing].point],
            },
    });
  }
  for (const v of views) {
    const fin = v.sent.fin;
    const rst = v.sent.rst;
    for (const [kind, s] of [
      ["fin", fin],
      ["rst", rst],
    ] as const) {
      if (s === null) continue;
      const known = out.find((j) => j.kind === kind);
      const at = {
        vantagePoint: ids[v.point],
        frame: s.frame,
        time: time(v.point, s.time),
        size: 40,
        superFrame: false,
        repeat: false,
      };
      if (known !== undefined) known.at.push(at);
      else
        out.push({
          flow,
          direction,
          sequence: { from: s.at + v.delta, to: s.at + v.delta + 1 },
          size: 40,
          kind,
          at: [at],
          lost: null,
        });
    }
  }
  return out;
}
