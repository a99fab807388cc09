import type { Digest, Endpoint, TcpFlow } from "../flow/digest.js";
import type { DirectionView } from "./align.js";
import type { Correlation } from "./conversation.js";
import { datagramEvidence, matchDatagrams } from "./datagrams.js";
import { pairEvidence } from "./evidence.js";
import { FollowedConversation } from "./followed.js";
import type { Listening } from "./loss.js";
import { matchTcp, type View } from "./match.js";
import { isDecisive, orderPoints, type PairEvidence } from "./order.js";
import { orient } from "./orient.js";

export interface CorrelateOptions {
  /** Names from the client's end to the server's; overrides what was found. Points not named follow. */
  path?: readonly string[];
  /** Put before the ids of flows, so that two correlations can stand in one report. */
  prefix?: string;
}

/** Puts together what the vantage points know. The order of `digests` means nothing to the result. */
export function correlate(unsorted: readonly Digest[], options: CorrelateOptions = {}): Correlation {
  const prefix = options.prefix ?? "";
  const digests = [...unsorted].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const groups = byStart(digests, matchTcp(digests).map(orient));
  const datagrams = matchDatagrams(digests);
  const epochs = digests.map((d) => d.epoch);
  const evidence = [
    ...groups.map((views) => (views.length < 2 ? [] : pairEvidence(onePerPoint(views).views, epochs))),
    ...datagrams.map((d) => datagramEvidence(d, epochs)),
  ];
  const order = orderPoints(
    digests.length,
    evidence,
    digests.map((d) => d.name),
  );
  const path = options.path === undefined ? order.path : forced(digests, options.path, order.path);
  const rank = new Map(path.map((point, i) => [point, i]));
  const listening = listeningBy(digests, order.offsets);
  const senses = sensesOf([...groups, ...datagrams.map((d) => d.views)], evidence, rank);
  return {
    digests,
    path,
    clockOffsets: order.offsets,
    conversations: groups.map((views, i) => {
      const single = onePerPoint(views);
      const sorted = sortViews(single.views, rank, senses[i] ?? 1);
      return new FollowedConversation(`${prefix}f${i + 1}`, sorted, single.doubles, listening);
    }),
    datagrams: datagrams.map((d, i) => ({
      ...d,
      id: `${prefix}d${i + 1}`,
      views: sortViews(d.views, rank, senses[groups.length + i] ?? senseOf(evidence[groups.length + i], rank, d.views)),
    })),
  };
}

function forced(digests: readonly Digest[], names: readonly string[], found: readonly number[]): number[] {
  const first = names.map((n) => digests.findIndex((d) => d.name === n)).filter((i) => i >= 0);
  return [...first, ...found.filter((p) => !first.includes(p))];
}

/**
 * Which way each flow runs: 1 where its client is at the path's client end, -1 where it runs the other way. A flow that cannot tell by
 * itself runs as others of the same two hosts do; null where there are none.
 */
function sensesOf(
  groups: readonly (readonly View<{ client: Endpoint; server: Endpoint }>[])[],
  evidence: readonly (readonly PairEvidence[])[],
  rank: ReadonlyMap<number, number>,
): (1 | -1 | null)[] {
  const known = new Map<string, 1 | -1>();
  const own = groups.map((views, i) => {
    if (!isDecisive(evidence[i])) return null;
    const sense = senseOf(evidence[i], rank, views);
    for (const v of views) {
      known.set(`${v.point} ${v.flow.client.address} ${v.flow.server.address}`, sense);
      known.set(`${v.point} ${v.flow.server.address} ${v.flow.client.address}`, sense === 1 ? -1 : 1);
    }
    return sense;
  });
  return groups.map((views, i) => {
    const told = own[i];
    if (told !== null || known.size === 0) return told;
    for (const v of views) {
      const sense = known.get(`${v.point} ${v.flow.client.address} ${v.flow.server.address}`);
      if (sense !== undefined) return sense;
    }
    return null;
  });
}

function senseOf(
  evidence: readonly PairEvidence[],
  rank: ReadonlyMap<number, number>,
  views: readonly { point: number }[],
): 1 | -1 {
  if (views.length < 2) return 1;
  const names = Array.from({ length: rank.size }, (_, i) => String(i).padStart(6, "0"));
  const own = orderPoints(rank.size, [evidence], names).path;
  let agreement = 0;
  const points = own.filter((p) => views.some((v) => v.point === p));
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      agreement += Math.sign((rank.get(points[j]) as number) - (rank.get(points[i]) as number));
    }
  }
  return agreement < 0 ? -1 : 1;
}

function sortViews<T extends { point: number }>(
  views: readonly T[],
  rank: ReadonlyMap<number, number>,
  sense: 1 | -1,
): T[] {
  return [...views].sort((a, b) => sense * ((rank.get(a.point) as number) - (rank.get(b.point) as number)));
}

function onePerPoint(views: readonly View<TcpFlow>[]): { views: readonly View<TcpFlow>[]; doubles: View<TcpFlow>[] } {
  if (views.length === 1) return { views, doubles: [] };
  const best = new Map<number, View<TcpFlow>>();
  for (const v of views) {
    const known = best.get(v.point);
    if (known === undefined || packetsOf(v.flow) > packetsOf(known.flow)) best.set(v.point, v);
  }
  return { views: [...best.values()], doubles: views.filter((v) => best.get(v.point) !== v) };
}

function packetsOf(f: TcpFlow): number {
  return f.toServer.packets + f.toClient.packets;
}

/** Clocks are tied to within so many nanoseconds. */
const EDGE = 1e6;

/**
 * A point was listening at a time when its capture spans it, and, for this direction, it shows some of it: a point off the path of
 * one direction shows none of it, and its silence proves nothing about single packets.
 */
function listeningBy(digests: readonly Digest[], offsets: readonly (number | null)[]): Listening {
  return (place: DirectionView, at: DirectionView, time: number) => {
    if (place.sent.packets === 0) return null;
    const there = digests[place.point];
    const here = digests[at.point];
    if (there.start === null || there.end === null) return null;
    const a = offsets[at.point];
    const b = offsets[place.point];
    if (a === null || b === null) return 0;
    const local = time + (here.epoch - there.epoch) * 1e9 + (b - a);
    return local < there.start - EDGE ? null : Math.max(0, local - there.end);
  };
}

/** By the first packet any point saw, then by addresses and ports. */
function byStart(digests: readonly Digest[], groups: View<TcpFlow>[][]): View<TcpFlow>[][] {
  const start = (views: View<TcpFlow>[]) => {
    let best = Number.POSITIVE_INFINITY;
    for (const { point, flow } of views) {
      for (const { first } of [flow.toServer, flow.toClient]) {
        if (first !== null) best = Math.min(best, digests[point].epoch * 1e9 + first.time);
      }
    }
    return best;
  };
  const key = (views: View<TcpFlow>[]) =>
    views
      .map((v) => `${v.flow.client.address} ${v.flow.client.port} ${v.flow.server.address} ${v.flow.server.port}`)
      .sort()
      .join("|");
  const timed = groups.map((views) => ({ views, start: start(views) }));
  timed.sort((a, b) => a.start - b.start || (key(a.views) < key(b.views) ? -1 : 1));
  return timed.map(({ views }) => views);
}
