import { Groups } from "./groups.js";
import { median } from "./median.js";

/**
 * What one conversation says of two vantage points: packets both saw, per direction, with their times there.
 * `towards` counts from the client. Times are nanoseconds in each point's own clock, on a common epoch.
 */
export interface PairEvidence {
  a: number;
  b: number;
  toServer: { atA: number; atB: number }[];
  toClient: { atA: number; atB: number }[];
  /** TTL the packets of each direction had at a minus at b; null where unknown or not constant. */
  ttlToServer: number | null;
  ttlToClient: number | null;
  /** Packets of each direction seen at a and not at b, minus those at b and not at a. */
  moreToServer: number;
  moreToClient: number;
}

interface Tally {
  differences: number[];
  offsets: number[];
  oneWay: number[];
  ttl: number;
  more: number;
}

export interface Order {
  /** Vantage points from the client's end to the server's end. */
  path: number[];
  /** Nanoseconds each point's clock is ahead of the first of `path`; null where nothing ties them. */
  offsets: (number | null)[];
}

/**
 * Orders vantage points by the double difference of times: for A nearer the client than B, tB - tA over client-to-server
 * packets minus the same over server-to-client packets is positive whatever the clocks' offset. Each packet is paired with
 * the nearest one of the other direction, so that drift cancels. TTL decides where it differs both ways; where only one
 * direction is known, what one point lacks, then times, do.
 */
export function orderPoints(
  count: number,
  evidence: readonly (readonly PairEvidence[])[],
  names: readonly string[],
): Order {
  const turned = orientations(count, evidence);
  const tallies = new Map<number, Tally>();
  evidence.forEach((flow, f) => {
    for (const e of flow) addTo(tallies, count, turned[f] ? reverse(e) : e);
  });
  const parts = new Groups(count);
  const before = Array.from({ length: count }, () => new Float64Array(count));
  for (const [key, t] of tallies) {
    const a = Math.floor(key / count);
    const b = key % count;
    const weight = verdict(t);
    before[a][b] = weight;
    before[b][a] = -weight;
    parts.join(a, b);
  }
  const path = rank(before, parts, names);
  return { path, offsets: clockOffsets(path, tallies, count) };
}

/** Nanoseconds: what takes longer from one point to the other is no way, but two clocks that differ. */
const LONGEST_WAY = 0.1e9;

/** Whether one conversation's own packets tell the order of its points: by both directions' times, or by TTL. */
export function isDecisive(evidence: readonly PairEvidence[]): boolean {
  return evidence.some((e) => (e.toServer.length > 0 && e.toClient.length > 0) || ttlVote(e) !== 0);
}

/** Positive: a is nearer the client. */
function verdict(t: Tally): number {
  const d = typical(t.differences);
  if (t.ttl !== 0) return t.ttl > 0 ? Math.max(1, Math.abs(d ?? 0)) : -Math.max(1, Math.abs(d ?? 0));
  if (d !== null && d !== 0) return d;
  if (t.more !== 0) return t.more;
  const oneWay = median(t.oneWay) ?? 0;
  return Math.abs(oneWay) < LONGEST_WAY ? oneWay : 0;
}

/**
 * The median. Where it is zero, since two points are less than a tick of their clocks apart (a microsecond in most captures), the balance of
 * those packets between which a clock ticked: -1 to 1.
 */
function typical(differences: readonly number[]): number | null {
  const middle = median(differences);
  if (middle !== 0) return middle;
  return differences.reduce((balance, d) => balance + Math.sign(d), 0) / differences.length;
}

function addTo(tallies: Map<number, Tally>, count: number, e: PairEvidence): void {
  const key = e.a * count + e.b;
  let t = tallies.get(key);
  if (t === undefined) {
    t = { differences: [], offsets: [], oneWay: [], ttl: 0, more: 0 };
    tallies.set(key, t);
  }
  for (const s of e.toServer) {
    const r = nearest(e.toClient, s.atA);
    if (r === null) {
      t.oneWay.push(s.atB - s.atA);
      continue;
    }
    t.differences.push(s.atB - s.atA - (r.atB - r.atA));
    t.offsets.push((s.atB - s.atA + (r.atB - r.atA)) / 2);
  }
  if (e.toServer.length === 0) for (const r of e.toClient) t.oneWay.push(r.atA - r.atB);
  t.ttl += ttlVote(e);
  t.more += e.moreToServer - e.moreToClient;
}

/** A packet loses TTL on its way: a is nearer the client when requests have more there and answers less. */
function ttlVote(e: PairEvidence): number {
  const s = e.ttlToServer;
  const c = e.ttlToClient;
  // Where a point is off the path of one direction, the other one tells alone.
  const toServer = Math.sign(s ?? 0);
  const toClient = -Math.sign(c ?? 0);
  return toServer * toClient < 0 ? 0 : Math.sign(toServer + toClient);
}

function nearest(list: readonly { atA: number; atB: number }[], at: number): { atA: number; atB: number } | null {
  let best: { atA: number; atB: number } | null = null;
  for (const r of list) if (best === null || Math.abs(r.atA - at) < Math.abs(best.atA - at)) best = r;
  return best;
}

function reverse(e: PairEvidence): PairEvidence {
  return {
    a: e.a,
    b: e.b,
    toServer: e.toClient,
    toClient: e.toServer,
    ttlToServer: e.ttlToClient,
    ttlToClient: e.ttlToServer,
    moreToServer: e.moreToClient,
    moreToClient: e.moreToServer,
  };
}

/** Which flows run the other way than most: a client at the right-hand end. The first flow sets the sense, the majority keeps it. */
function orientations(count: number, evidence: readonly (readonly PairEvidence[])[]): boolean[] {
  const turned = evidence.map(() => false);
  const sense = new Float64Array(count * count);
  const order = evidence.map((_, i) => i).sort((x, y) => evidence[y].length - evidence[x].length || x - y);
  const decided = evidence.some(isDecisive);
  for (const f of order) {
    if (decided && !isDecisive(evidence[f])) continue;
    let agreement = 0;
    const own = evidence[f].map((e) => {
      const t: Map<number, Tally> = new Map();
      addTo(t, count, e);
      return Math.sign(verdict([...t.values()][0]));
    });
    evidence[f].forEach((e, i) => {
      agreement += own[i] * Math.sign(sense[e.a * count + e.b]);
    });
    turned[f] = agreement < 0;
    evidence[f].forEach((e, i) => {
      sense[e.a * count + e.b] += turned[f] ? -own[i] : own[i];
    });
  }
  const withEvidence = evidence.filter((e) => e.length > 0).length;
  const against = turned.filter(Boolean).length;
  return against * 2 > withEvidence ? turned.map((t) => !t) : turned;
}

/**
 * Sorts by how many points each precedes, following known pairs through unknown ones; names settle what nothing else does. Points
 * that share no flow, as on both sides of a proxy, have no order: those that share one stay together, the largest part first.
 */
function rank(before: readonly Float64Array[], parts: Groups, names: readonly string[]): number[] {
  const n = names.length;
  const reach = before.map((row) => Array.from(row, (w) => Math.sign(w)));
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i !== j && reach[i][j] === 0 && reach[i][k] > 0 && reach[k][j] > 0) {
          reach[i][j] = 1;
          reach[j][i] = -1;
        }
      }
    }
  }
  const score = reach.map((row) => row.reduce((sum, x) => sum + x, 0));
  const total = before.map((row) => row.reduce((sum, x) => sum + x, 0));
  const part = names.map((_, i) => parts.find(i));
  const size = part.map((own) => part.filter((other) => other === own).length);
  return names
    .map((_, i) => i)
    .sort(
      (a, b) =>
        size[b] - size[a] ||
        part[a] - part[b] ||
        score[b] - score[a] ||
        total[b] - total[a] ||
        (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0),
    );
}

function clockOffsets(path: readonly number[], tallies: ReadonlyMap<number, Tally>, count: number): (number | null)[] {
  const offsets: (number | null)[] = Array.from({ length: count }, () => null);
  if (path.length === 0) return offsets;
  offsets[path[0]] = 0;
  const queue = [path[0]];
  for (let i = 0; i < queue.length; i++) {
    const from = queue[i];
    for (const to of path) {
      if (offsets[to] !== null) continue;
      const ab = tallies.get(from * count + to);
      const ba = tallies.get(to * count + from);
      const t = ab ?? ba;
      if (t === undefined) continue;
      const off = median(t.offsets.length > 0 ? t.offsets : t.oneWay.map((x) => x));
      if (off === null) continue;
      offsets[to] = (offsets[from] as number) + (ab !== undefined ? off : -off);
      queue.push(to);
    }
  }
  return offsets;
}
