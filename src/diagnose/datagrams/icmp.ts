import type { DatagramConversation } from "../../correlate/conversation.js";
import type { IcmpError } from "../../flow/digest.js";
import type { Court } from "../case.js";
import { phrase, type Verdict } from "../finding.js";
import { verdict } from "../verdict.js";
import { type DirectionFates, type Fate, membersOf } from "./direction.js";

interface PointedError {
  point: number;
  error: IcmpError;
}

const indexes = new WeakMap<Court, Map<string, PointedError[]>>();

/** Errors by the ends of what they quote, made once: there may be thousands of them, and of conversations. */
function indexOf(court: Court): Map<string, PointedError[]> {
  const known = indexes.get(court);
  if (known !== undefined) return known;
  const index = new Map<string, PointedError[]>();
  for (const point of court.correlation.path) {
    for (const error of court.correlation.digests[point].icmpErrors) {
      const quoted = [error.inner, error.quoted].flatMap((q) => (q === null || q.protocol !== 17 ? [] : [q]));
      const keys = quoted.map(
        (q) => `${q.source.address} ${q.source.port} ${q.destination.address} ${q.destination.port}`,
      );
      for (const key of new Set(keys)) {
        const list = index.get(key);
        if (list === undefined) index.set(key, [{ point, error }]);
        else list.push({ point, error });
      }
    }
  }
  indexes.set(court, index);
  return index;
}

function errorsOf(court: Court, d: DirectionFates): PointedError[] {
  const index = indexOf(court);
  const found = [...endsOf(d.conversation, d.direction === "client-to-server")].flatMap(
    (ends) => index.get(ends) ?? [],
  );
  const rank = new Map(court.correlation.path.map((p, i) => [p, i]));
  const at = (e: PointedError) => rank.get(e.point) as number;
  return [...new Set(found)].sort((a, b) => at(a) - at(b) || a.error.frame - b.error.frame);
}

function endsOf(c: DatagramConversation, toServer: boolean): Set<string> {
  return new Set(
    membersOf(c)
      .flatMap((member) => member.views)
      .map(({ flow }) => {
        const [a, b] = toServer ? [flow.client, flow.server] : [flow.server, flow.client];
        return `${a.address} ${a.port} ${b.address} ${b.port}`;
      }),
  );
}

/** PTBs for datagrams of this direction that speak of a limit near the sizes that are lost. */
export function ptbsOf(court: Court, d: DirectionFates, smallest: number): PointedError[] {
  return errorsOf(court, d).filter((e) => e.error.mtu !== null && e.error.mtu < Math.max(smallest, 1) + 200);
}

/** Whether datagrams as large went on being sent well after a PTB had come to the sender's side. */
export function keptSize(d: DirectionFates, ptbs: readonly PointedError[], lost: readonly Fate[]): boolean {
  const nearest = d.views[0];
  const told = ptbs.filter((p) => p.point === nearest.point);
  const first = Math.min(...told.map((p) => p.error.time));
  const mtu = Math.min(...told.map((p) => p.error.mtu ?? 0));
  const hashes = new Set(lost.map((f) => f.hash));
  return nearest.sent.datagrams.some((x) => hashes.has(x.hash) && x.size > mtu && x.time > first + 50e6);
}

/** ICMP says that requests are not delivered, and no answer ever came. A client that closed its port early is no failure. */
export function refusal(court: Court, d: DirectionFates): Verdict | null {
  if (d.direction !== "client-to-server") return null;
  if (d.conversation.views.some((v) => v.flow.toClient.packets > 0)) return null;
  const errors = errorsOf(court, d).filter((e) =>
    e.error.family === 4 ? e.error.type === 3 && e.error.code !== 4 : e.error.type === 1,
  );
  if (errors.length === 0) return null;
  let last = -1;
  d.views.forEach((v, i) => {
    if (v.sent.packets > 0) last = i;
  });
  const { error, point } = errors[0];
  return verdict("policy-drop", d.direction, {
    certainty: "likely",
    lastSeenAt: d.views[last].point,
    missingAt: d.views[last + 1]?.point ?? null,
    cause: [
      {
        term: "icmp",
        value: `${error.type}/${error.code}`,
        evidence: phrase("icmp-from", { source: error.source, frame: error.frame }),
      },
      {
        term: "icmp-source",
        value: error.source,
        evidence: phrase("icmp-at", { point: court.correlation.digests[point].name }),
      },
    ],
    evidence: errors.slice(0, 4).map((e) => ({
      point: e.point,
      frame: e.error.frame,
      filter:
        e.error.family === 4
          ? `icmp.type == ${e.error.type} && icmp.code == ${e.error.code}`
          : `icmpv6.type == ${e.error.type}`,
      note: phrase("icmp-refusal", { source: e.error.source, type: e.error.type, code: e.error.code }),
    })),
    ruledOut: [
      {
        code: "mtu-black-hole",
        because: phrase("icmp-not-size", { size: error.inner?.size ?? error.quoted?.size ?? 0 }),
      },
    ],
  });
}
