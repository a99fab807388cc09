import type { Sighting, TcpDirection, TcpFlow } from "../flow/digest.js";
import type { View } from "./match.js";
import type { PairEvidence } from "./order.js";

/** What one connection tells of the order of every two points that saw it. `epochs` brings times to one origin, in seconds. */
export function pairEvidence(views: readonly View<TcpFlow>[], epochs: readonly number[]): PairEvidence[] {
  const out: PairEvidence[] = [];
  for (let i = 0; i < views.length; i++) {
    for (let j = 0; j < views.length; j++) {
      // Ordered by point, so that the sense of a pair never depends on the order of the arguments.
      if (views[i].point >= views[j].point) continue;
      out.push(pair(views[i], views[j], (epochs[views[j].point] - epochs[views[i].point]) * 1e9));
    }
  }
  return out;
}

function pair(a: View<TcpFlow>, b: View<TcpFlow>, epochDifference: number): PairEvidence {
  const server = sharedTimes(a.flow.toServer, b.flow.toServer, epochDifference);
  const client = sharedTimes(a.flow.toClient, b.flow.toClient, epochDifference);
  return {
    a: a.point,
    b: b.point,
    toServer: server,
    toClient: client,
    ttlToServer: ttlDifference(a.flow.toServer, b.flow.toServer),
    ttlToClient: ttlDifference(a.flow.toClient, b.flow.toClient),
    moreToServer: a.flow.toServer.packets - b.flow.toServer.packets,
    moreToClient: a.flow.toClient.packets - b.flow.toClient.packets,
  };
}

/** Times of the packets both points sampled; samples are sorted by hash. */
function sharedTimes(a: TcpDirection, b: TcpDirection, epochDifference: number): { atA: number; atB: number }[] {
  const out: { atA: number; atB: number }[] = [];
  let i = 0;
  let j = 0;
  while (i < a.samples.length && j < b.samples.length) {
    if (a.samples[i] < b.samples[j]) i += 3;
    else if (a.samples[i] > b.samples[j]) j += 3;
    else {
      out.push({ atA: a.samples[i + 2], atB: b.samples[j + 2] + epochDifference });
      i += 3;
      j += 3;
    }
  }
  return out.length > 0 ? out : sharedMarks(a, b, epochDifference);
}

/**
 * Where no sampled packet is the same at both points, as on the two sides of a box that translates sequence numbers: the marks of the
 * connection are. Without timestamps repeats look alike; where both points saw as many, they saw the same ones.
 */
function sharedMarks(a: TcpDirection, b: TcpDirection, epochDifference: number): { atA: number; atB: number }[] {
  const out: { atA: number; atB: number }[] = [];
  const both = (x: Sighting | null, y: Sighting | null) => {
    if (x !== null && y !== null) out.push({ atA: x.time, atB: y.time + epochDifference });
  };
  if (a.syn === null || b.syn === null) return out;
  // A proxy answers SYNs itself: its answer is not the server's.
  if (a.syn.sequence === b.syn.sequence && a.syn.count === b.syn.count) both(a.syn, b.syn);
  if (a.covered[0] === b.covered[0]) both(a.firstData, b.firstData);
  if (a.fin?.at === b.fin?.at && a.fin?.count === b.fin?.count) both(a.fin, b.fin);
  return out;
}

/** Positive: the packet has more TTL left at a. Null unless each point saw one TTL only. */
function ttlDifference(a: TcpDirection, b: TcpDirection): number | null {
  if (a.ttl === null || b.ttl === null) return null;
  if (a.ttl.low !== a.ttl.high || b.ttl.low !== b.ttl.high) return null;
  return a.ttl.low - b.ttl.low;
}
