import type { DatagramConversation } from "../../correlate/conversation.js";
import type { View } from "../../correlate/match.js";
import type { Datagram, DatagramDirection, DatagramFlow } from "../../flow/digest.js";
import type { Court } from "../case.js";
import type { Code } from "../codes.js";
import type { Verdict } from "../finding.js";
import type { DirectionFates, Together } from "./direction.js";
import { fatesOf } from "./fate.js";
import { judgeDatagrams } from "./judge.js";

/** Every resolver's question has a port of its own, every ping an identifier: one of them is lost once, and proves nothing alone. */
const REPEATED = 3;
const TOLD: ReadonlySet<Code> = new Set([
  "mtu-black-hole",
  "ptb-not-delivered",
  "ptb-ignored",
  "fragments-lost",
  "random-loss",
]);

/**
 * What conversations between the same two hosts, each on a port of its own, show together: those of one socket are lost for their size
 * where those of another pass, or by chance. Nothing else is concluded; `unexplained` are the conversations that no finding explains yet.
 */
export function judgeTogether(
  court: Court,
  unexplained: (c: DatagramConversation) => boolean,
): { verdict: Verdict; role: "primary" | "cost"; flows: string[] }[] {
  const out: { verdict: Verdict; role: "primary" | "cost"; flows: string[] }[] = [];
  for (const group of groupsOf(court)) {
    const points = Math.max(...group.map((c) => c.views.length));
    // A point that met its bound lacks conversations that it may have seen.
    const { digests } = court.correlation;
    if (group.some((c) => c.views.some((v) => digests[v.point].coarsened.includes("flows")))) continue;
    const lacking = group.some((c) => c.views.length < points || hasLost(court, c));
    if (!lacking || !group.some(unexplained)) continue;
    const together = join(court, group);
    for (const direction of ["client-to-server", "server-to-client"] as const) {
      const d = fatesOf(court, together, direction);
      const judged = judgeDatagrams(court, d);
      if (judged === null || !TOLD.has(judged.verdict.code)) continue;
      const flows = failing(group.filter(unexplained), d, judged.verdict);
      if (flows.length > 0) out.push({ ...judged, flows });
    }
  }
  return out;
}

const lossy = new WeakMap<Court, Set<string>>();

function hasLost(court: Court, c: DatagramConversation): boolean {
  let known = lossy.get(court);
  if (known === undefined) {
    known = new Set(court.fates().flatMap((d) => (d.lost.length > 0 ? [d.conversation.id] : [])));
    lossy.set(court, known);
  }
  return known.has(c.id);
}

/**
 * By protocol, the hosts at the first point that saw them, and the server's port; an echo has none. Those that this point's capture
 * missed belong to the one group whose hosts have the same addresses where they were seen first.
 */
function groupsOf(court: Court): DatagramConversation[][] {
  const groups = new Map<string, DatagramConversation[]>();
  const names = (c: DatagramConversation) =>
    c.views.map(({ point, flow }) =>
      [c.protocol, point, flow.client.address, flow.server.address, flow.server.port].join(" "),
    );
  for (const c of court.correlation.datagrams) {
    const [key] = names(c);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [c]);
    else list.push(c);
  }
  const further = new Map<string, Set<string>>();
  for (const [key, members] of groups) {
    for (const name of new Set(members.flatMap(names)))
      if (name !== key) further.set(name, (further.get(name) ?? new Set()).add(key));
  }
  for (const [key, members] of groups) {
    const [home, ...others] = further.get(key) ?? [];
    const together = home === undefined || others.length > 0 ? undefined : groups.get(home);
    if (together === undefined) continue;
    together.push(...members);
    groups.delete(key);
  }
  return [...groups.values()].filter((g) => g.length > 1);
}

function join(court: Court, members: DatagramConversation[]): Together {
  const byPoint = new Map<number, DatagramFlow[]>();
  for (const c of members) {
    for (const v of c.views) {
      const list = byPoint.get(v.point);
      if (list === undefined) byPoint.set(v.point, [v.flow]);
      else list.push(v.flow);
    }
  }
  const longest = members.reduce((a, b) => (b.views.length > a.views.length ? b : a));
  const rank = new Map(court.correlation.path.map((p, i) => [p, i]));
  const at = (v: { point: number }) => rank.get(v.point) as number;
  const { views: way } = longest;
  const turned = at(way[0]) > at(way[way.length - 1]) ? -1 : 1;
  const views: View<DatagramFlow>[] = [...byPoint].map(([point, flows]) => ({
    point,
    flow: {
      ...flows[0],
      toServer: sum(flows.map((f) => f.toServer)),
      toClient: sum(flows.map((f) => f.toClient)),
    },
  }));
  views.sort((a, b) => turned * (at(a) - at(b)));
  return { ...longest, id: members[0].id, views, members };
}

function sum(all: readonly DatagramDirection[]): DatagramDirection {
  const byHash = new Map<number, Datagram>();
  for (const d of all) {
    for (const x of d.datagrams) {
      const known = byHash.get(x.hash);
      if (known === undefined) byHash.set(x.hash, x);
      else byHash.set(x.hash, { ...known, count: known.count + x.count, last: x.last });
    }
  }
  const packets = all.reduce((n, d) => n + d.packets, 0);
  const dropped = all.reduce((n, d) => n + d.dropped, 0);
  return { ...all[0], packets, dropped, datagrams: [...byHash.values()] };
}

/** The conversations that lost something as large there; none where they lost too little to tell it from chance. */
function failing(members: readonly DatagramConversation[], d: DirectionFates, verdict: Verdict): string[] {
  const smallest = verdict.sizes?.smallestLost ?? 0;
  const passed = d.views.findIndex((v) => v.point === verdict.missingAt);
  const lost = d.lost.filter((f) => f.size >= smallest && f.missing <= passed);
  if (lost.length < REPEATED) return [];
  const hashes = new Set(lost.map((f) => f.hash));
  const toServer = d.direction === "client-to-server";
  return members
    .filter((c) =>
      c.views.some(({ flow }) => (toServer ? flow.toServer : flow.toClient).datagrams.some((x) => hashes.has(x.hash))),
    )
    .map((c) => c.id);
}
