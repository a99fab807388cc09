import type { Digest, TcpFlow } from "../flow/digest.js";
import { Groups } from "./groups.js";

/** A flow at one vantage point. */
export interface View<F> {
  point: number;
  flow: F;
}

interface Candidate extends View<TcpFlow> {
  index: number;
}

/** Two points must share this many sampled packets before flows without a common SYN are taken for one. */
const SHARED_SAMPLES = 2;

/**
 * Finds the same TCP connection at several vantage points by what survives NAT and tunnels: the initial sequence numbers,
 * else a sample of packets, else the same addresses with overlapping sequence numbers. Groups are lists of views.
 */
export function matchTcp(digests: readonly Digest[]): View<TcpFlow>[][] {
  const all: Candidate[] = [];
  digests.forEach((d, point) => {
    for (const flow of d.tcp) all.push({ point, flow, index: all.length });
  });
  const groups = new Groups(all.length);
  const unnamed = joinBySyn(all, groups);
  // What follows joins flows of different points.
  if (digests.length > 1) {
    joinBySamples(all, unnamed, groups);
    joinByTuple(all, groups);
  }
  return groups.lists().map((list) => list.map((i) => ({ point: all[i].point, flow: all[i].flow })));
}

function isnOf(flow: TcpFlow): { client: number | null; server: number | null } {
  return { client: flow.toServer.syn?.sequence ?? null, server: flow.toClient.syn?.sequence ?? null };
}

/** Before and after a translation one capture has the same connection this often at most, and at nearly the same time. */
const APPEARANCES = 4;
const AT_ONCE = 0.1e9;

/** Joins flows by their SYNs. Returns those whose initial numbers are no name, since many connections of one point have them. */
function joinBySyn(all: readonly Candidate[], groups: Groups): Set<Candidate> {
  const byClient = new Shared();
  const byServer = new Shared();
  for (const c of all) {
    const { client, server } = isnOf(c.flow);
    if (client !== null) byClient.add(client, c);
    if (server !== null) byServer.add(server, c);
  }
  const unnamed = new Set<Candidate>();
  for (const list of [...byClient.lists(), ...byServer.lists()]) {
    if (isName(list)) {
      for (let i = 1; i < list.length; i++) {
        for (let j = 0; j < i; j++)
          if (sameHandshake(list[i].flow, list[j].flow)) groups.join(list[i].index, list[j].index);
      }
    } else {
      for (const c of list) unnamed.add(c);
      joinByPorts(list, groups);
    }
  }
  return unnamed;
}

/**
 * Whether flows with one initial number can be one connection: random numbers (RFC 6528) are no other's, but some programs and devices
 * always begin with the same. Of one connection a capture has no second one after the first.
 */
function isName(list: readonly Candidate[]): boolean {
  const byPoint = new Map<number, Candidate[]>();
  for (const c of list) {
    const there = byPoint.get(c.point);
    if (there === undefined) byPoint.set(c.point, [c]);
    else if (there.push(c) > APPEARANCES) return false;
  }
  return [...byPoint.values()].every((there) => {
    const times = there.map((c) => (c.flow.toServer.syn ?? c.flow.toClient.syn)?.time ?? 0);
    const clients = new Set(there.map((c) => `${c.flow.client.address} ${c.flow.server.address}`));
    // A translation changes an address; two connections of the same two hosts are two.
    return there.length === 1 || (Math.max(...times) - Math.min(...times) <= AT_ONCE && clients.size === there.length);
  });
}

/** Of flows with the same initial numbers those with the same ports at other points, where one only has them. */
function joinByPorts(list: readonly Candidate[], groups: Groups): void {
  const byPorts = new Map<string, Candidate[]>();
  for (const c of list) push(byPorts, `${c.flow.client.port} ${c.flow.server.port}`, c);
  for (const same of byPorts.values()) {
    if (new Set(same.map((c) => c.point)).size < same.length) continue;
    for (let i = 1; i < same.length; i++)
      if (sameHandshake(same[i].flow, same[0].flow)) groups.join(same[i].index, same[0].index);
  }
}

/** One initial number may agree by chance among many flows; the rest of the handshake, or a port, must not contradict it. */
function sameHandshake(a: TcpFlow, b: TcpFlow): boolean {
  const x = isnOf(a);
  const y = isnOf(b);
  const portsAgree = a.client.port === b.client.port || a.server.port === b.server.port;
  const clientAgrees = x.client !== null && x.client === y.client;
  const serverAgrees = x.server !== null && x.server === y.server;
  if (clientAgrees && serverAgrees) return true;
  if (!portsAgree) return false;
  const s = a.toServer.syn;
  const t = b.toServer.syn;
  if (clientAgrees && s !== null && t !== null) return s.windowScale === t.windowScale && s.timestamps === t.timestamps;
  return clientAgrees || serverAgrees;
}

function joinBySamples(all: readonly Candidate[], unnamed: ReadonlySet<Candidate>, groups: Groups): void {
  const byHash = new Shared();
  for (const c of all) {
    if (unnamed.has(c)) continue;
    for (const { samples } of [c.flow.toServer, c.flow.toClient]) {
      for (let i = 0; i < samples.length; i += 3) byHash.add(samples[i], c);
    }
  }
  const shared = new Map<number, number>();
  for (const list of byHash.lists()) {
    for (let i = 1; i < list.length && i < 16; i++) {
      for (let j = 0; j < i; j++) {
        const a = list[i];
        const b = list[j];
        if (a.point === b.point || groups.same(a.index, b.index)) continue;
        if (contradicts(a.flow, b.flow)) continue;
        const key = Math.min(a.index, b.index) * all.length + Math.max(a.index, b.index);
        const n = (shared.get(key) ?? 0) + 1;
        shared.set(key, n);
        if (n >= SHARED_SAMPLES) groups.join(a.index, b.index);
      }
    }
  }
}

/** Flows by a number that few share, most none: a list is made for those that do. */
class Shared {
  private readonly first = new Map<number, Candidate>();
  private readonly more = new Map<number, Candidate[]>();

  add(key: number, c: Candidate): void {
    const first = this.first.get(key);
    if (first === undefined) {
      this.first.set(key, c);
      return;
    }
    const list = this.more.get(key);
    if (list === undefined) this.more.set(key, [first, c]);
    else list.push(c);
  }

  /** Those of two flows or more, each in the order they were added. */
  lists(): IterableIterator<Candidate[]> {
    return this.more.values();
  }
}

function contradicts(a: TcpFlow, b: TcpFlow): boolean {
  const x = isnOf(a);
  const y = isnOf(b);
  return x.client !== null && y.client !== null && x.client !== y.client;
}

function joinByTuple(all: readonly Candidate[], groups: Groups): void {
  const byTuple = new Map<string, Candidate[]>();
  for (const c of all) {
    const ends = [
      `${c.flow.client.address} ${c.flow.client.port}`,
      `${c.flow.server.address} ${c.flow.server.port}`,
    ].sort();
    push(byTuple, ends.join(" "), c);
  }
  for (const list of byTuple.values()) {
    for (let i = 1; i < list.length; i++) {
      for (let j = 0; j < i; j++) {
        const a = list[i];
        const b = list[j];
        if (a.point === b.point || groups.same(a.index, b.index) || contradicts(a.flow, b.flow)) continue;
        if (overlaps(a.flow, b.flow)) groups.join(a.index, b.index);
      }
    }
  }
}

/** Whether the sequence numbers of both lie near each other in at least one direction, and in neither far apart. */
function overlaps(a: TcpFlow, b: TcpFlow): boolean {
  let near = false;
  const turned = a.client.address !== b.client.address || a.client.port !== b.client.port;
  for (const toServer of [true, false]) {
    const x = toServer ? a.toServer : a.toClient;
    const y = toServer === turned ? b.toClient : b.toServer;
    if (x.base === null || y.base === null) continue;
    const room = 1 << 24;
    const reach = Math.max(room, last(x.covered) + room, last(y.covered) + room);
    if (Math.abs((x.base - y.base) | 0) > reach) return false;
    near = true;
  }
  return near;
}

function last(ranges: readonly number[]): number {
  return ranges.length === 0 ? 0 : ranges[ranges.length - 1];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
