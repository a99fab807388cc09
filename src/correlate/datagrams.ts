import type { DatagramDirection, DatagramFlow, Digest } from "../flow/digest.js";
import { Groups } from "./groups.js";
import type { View } from "./match.js";
import type { PairEvidence } from "./order.js";

const SHARED = 1;

interface Matched {
  protocol: string;
  family: 4 | 6;
  views: View<DatagramFlow>[];
}

/** The same datagram conversation at several points: by content, which NAT leaves alone; else by addresses and ports. */
export function matchDatagrams(digests: readonly Digest[]): Matched[] {
  const all: View<DatagramFlow>[] = [];
  digests.forEach((d, point) => {
    for (const flow of d.datagrams) all.push({ point, flow });
  });
  const groups = new Groups(all.length);
  const joined = (i: number, j: number) =>
    all[i].point !== all[j].point && all[i].flow.protocol === all[j].flow.protocol && !groups.same(i, j);
  const byHash = new Map<number, number[]>();
  const byTuple = new Map<string, number[]>();
  all.forEach((v, i) => {
    for (const d of [v.flow.toServer, v.flow.toClient]) {
      for (const x of d.datagrams) {
        const list = byHash.get(x.hash);
        if (list === undefined) byHash.set(x.hash, [i]);
        else if (list.length < 16) list.push(i);
      }
    }
    const key = tupleOf(v.flow);
    const list = byTuple.get(key);
    if (list === undefined) byTuple.set(key, [i]);
    else list.push(i);
  });
  for (const list of byTuple.values()) {
    for (let x = 1; x < list.length; x++) {
      for (let y = 0; y < x; y++) if (joined(list[x], list[y])) groups.join(list[y], list[x]);
    }
  }
  const shared = new Map<string, number>();
  for (const list of byHash.values()) {
    // What several conversations of one point say names none of them.
    const alone = new Set(list.map((i) => all[i].point)).size === list.length;
    for (let x = 1; x < list.length; x++) {
      for (let y = 0; y < x; y++) {
        if (!joined(list[x], list[y]) || !(alone || samePorts(all[list[x]].flow, all[list[y]].flow))) continue;
        const key = `${list[y]} ${list[x]}`;
        const n = (shared.get(key) ?? 0) + 1;
        shared.set(key, n);
        if (n >= SHARED) groups.join(list[y], list[x]);
      }
    }
  }
  const out: Matched[] = [];
  for (const list of groups.lists()) {
    const best = new Map<number, View<DatagramFlow>>();
    for (const i of list) {
      const known = best.get(all[i].point);
      if (known === undefined || packets(all[i].flow) > packets(known.flow)) best.set(all[i].point, all[i]);
    }
    const views = agree([...best.values()]);
    const flow = views[0].flow;
    out.push({ protocol: flow.protocol, family: flow.client.address.includes(":") ? 6 : 4, views });
  }
  return out.sort((a, b) => key(a) - key(b) || (tupleOf(a.views[0].flow) < tupleOf(b.views[0].flow) ? -1 : 1));

  function key(m: Matched): number {
    let best = Number.POSITIVE_INFINITY;
    for (const v of m.views) {
      for (const d of [v.flow.toServer, v.flow.toClient]) {
        if (d.first !== null) best = Math.min(best, digests[v.point].epoch * 1e9 + d.first.time);
      }
    }
    return best;
  }
}

/** Views may disagree on who is the client where the first packet was missed: most of them are right, of two the one that saw more. */
function agree(views: View<DatagramFlow>[]): View<DatagramFlow>[] {
  const [reference] = views;
  const hashes = new Set(reference.flow.toServer.datagrams.map((d) => d.hash));
  const common = (d: DatagramDirection) => d.datagrams.filter((x) => hashes.has(x.hash)).length;
  const turned = views.map((v) => v !== reference && common(v.flow.toClient) > common(v.flow.toServer));
  const seen = (which: boolean) => views.reduce((n, v, i) => n + (turned[i] === which ? packets(v.flow) : 0), 0);
  const against = turned.filter(Boolean).length * 2 - views.length;
  const wrong = !(against > 0 || (against === 0 && seen(true) > seen(false)));
  return views.map((v, i) => (turned[i] === wrong ? { point: v.point, flow: turn(v.flow) } : v));
}

function turn(f: DatagramFlow): DatagramFlow {
  return { ...f, client: f.server, server: f.client, toServer: f.toClient, toClient: f.toServer };
}

function tupleOf(f: DatagramFlow): string {
  const ends = [`${f.client.address} ${f.client.port}`, `${f.server.address} ${f.server.port}`].sort();
  return `${f.protocol} ${ends.join(" ")}`;
}

/** Translation of addresses leaves ports alone where it can. */
function samePorts(a: DatagramFlow, b: DatagramFlow): boolean {
  const [x, y, u, v] = [a.client.port, a.server.port, b.client.port, b.server.port];
  return (x === u && y === v) || (x === v && y === u);
}

function packets(f: DatagramFlow): number {
  return f.toServer.packets + f.toClient.packets;
}

export function datagramEvidence(m: Matched, epochs: readonly number[]): PairEvidence[] {
  const out: PairEvidence[] = [];
  for (const a of m.views) {
    for (const b of m.views) {
      if (a.point >= b.point) continue;
      const shift = (epochs[b.point] - epochs[a.point]) * 1e9;
      out.push({
        a: a.point,
        b: b.point,
        toServer: times(a.flow.toServer, b.flow.toServer, shift),
        toClient: times(a.flow.toClient, b.flow.toClient, shift),
        ttlToServer: ttl(a.flow.toServer, b.flow.toServer),
        ttlToClient: ttl(a.flow.toClient, b.flow.toClient),
        moreToServer: a.flow.toServer.packets - b.flow.toServer.packets,
        moreToClient: a.flow.toClient.packets - b.flow.toClient.packets,
      });
    }
  }
  return out;
}

/** Of datagrams that look alike, where both points saw as many, the first is the same one. */
function times(a: DatagramDirection, b: DatagramDirection, shift: number): { atA: number; atB: number }[] {
  const there = new Map(b.datagrams.map((d) => [d.hash, d]));
  const out: { atA: number; atB: number }[] = [];
  for (const d of a.datagrams) {
    const same = there.get(d.hash);
    if (same !== undefined && same.count === d.count) out.push({ atA: d.time, atB: same.time + shift });
  }
  return out;
}

function ttl(a: DatagramDirection, b: DatagramDirection): number | null {
  if (a.ttl === null || b.ttl === null || a.ttl.low !== a.ttl.high || b.ttl.low !== b.ttl.high) return null;
  return a.ttl.low - b.ttl.low;
}
