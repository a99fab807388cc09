import { type Conversation, commonTime, type DatagramConversation } from "../../correlate/conversation.js";
import type { Court } from "../case.js";
import { phrase, type Verdict } from "../finding.js";
import { verdict } from "../verdict.js";
import type { DirectionFates } from "./direction.js";

/** Fewer may be the beginning of what a capture cut off. */
const REPEATED = 3;
const SECOND = 1e9;

/**
 * Questions that nobody answers and that the next point never sees, though its capture ran and holds datagrams, and other traffic of the
 * same two hosts passes there: a filter by port or protocol.
 */
export function vanished(court: Court, d: DirectionFates): Verdict | null {
  const { conversation } = d;
  if (d.direction !== "client-to-server" || conversation.views.some((v) => v.flow.toClient.packets > 0)) return null;
  const { point, sent } = d.views[d.views.length - 1];
  // The capture of the last point that saw any may have missed some.
  const packets = Math.max(...d.views.map((v) => v.sent.packets));
  if (packets < REPEATED || sent.first === null || sent.last === null) return null;
  const missingAt = nextPoint(court, conversation, point);
  if (missingAt === null) return null;
  const digest = court.correlation.digests[missingAt];
  if (digest.coarsened.includes("flows")) return null;
  // Not where all it holds is what a filter for another protocol leaves.
  const same = digest.datagrams.some((f) => f.protocol.startsWith("icmp") === conversation.protocol.startsWith("icmp"));
  const unfiltered = same || digest.frames > digest.packets;
  const at = (time: number) => commonTime(court.correlation, point, time);
  const there = (time: number) => commonTime(court.correlation, missingAt, time);
  if (!unfiltered || digest.start === null || digest.end === null) return null;
  if (there(digest.start) > at(sent.first.time) + SECOND || there(digest.end) < at(sent.last.time) - SECOND)
    return null;
  const sizes = sent.sizes.map((row) => row.size);
  return verdict("one-way-traffic", d.direction, {
    lastSeenAt: point,
    missingAt,
    cause: [{ term: "lost-packets", value: packets, evidence: phrase("none-arrived") }],
    evidence: sent.datagrams.slice(0, 4).map((x) => ({
      point,
      frame: x.frame,
      filter: `frame.number == ${x.frame}`,
      note: phrase("lost-datagram", { size: x.size }),
    })),
    ruledOut: [{ code: "mtu-black-hole", because: phrase("small-lost-too", { size: Math.min(...sizes) }) }],
  });
}

type Known = Map<string, (Conversation | DatagramConversation)[]>;
const byHosts = new WeakMap<Court, Known>();

/** The point that other conversations of the same two hosts are seen at next. */
function nextPoint(court: Court, own: DatagramConversation, point: number): number | null {
  let known = byHosts.get(court);
  if (known === undefined) {
    known = new Map();
    byHosts.set(court, known);
    for (const c of [...court.correlation.conversations, ...court.correlation.datagrams]) {
      for (const v of c.views) {
        const key = `${v.point} ${v.flow.client.address} ${v.flow.server.address}`;
        const list = known.get(key);
        if (list === undefined) known.set(key, [c]);
        else if (list.length < 64) list.push(c);
      }
    }
  }
  const flow = own.views.find((v) => v.point === point)?.flow;
  const others = known.get(`${point} ${flow?.client.address} ${flow?.server.address}`) ?? [];
  for (const other of others) {
    const at = other.views.findIndex((v) => v.point === point);
    const next = other.views[at + 1];
    if (other !== own && next !== undefined) return next.point;
  }
  return null;
}
