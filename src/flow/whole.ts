import type { TcpDirection, TcpFlow } from "./digest.js";
import { combine, mix } from "./hash.js";

/** Nanoseconds: a client that closes sooner after its last bytes did not give up waiting for an answer to them. */
export const WAITS = 1e9;

/**
 * Whether a connection came whole: one SYN and one FIN of each side, between them every byte once, in order and acknowledged, and nothing
 * that anybody could wonder about. `TcpFlowState.isWhole` says the same of a connection that is still being read.
 */
export function isWhole(flow: TcpFlow): boolean {
  const { toServer, toClient } = flow;
  if (!isOneOfAKind(flow)) return false;
  // Most that are not have no end yet.
  if (toServer.fin === null || toClient.fin === null) return false;
  return cameWhole(toServer, toClient.ack) && cameWhole(toClient, toServer.ack) && wasAnswered(toServer, toClient);
}

/**
 * Whether a connection is sound: it came whole, or nobody has closed it yet, both sides have spoken, and what came so far is as of one
 * that came whole, to the answer. `TcpFlowState.isSound` says the same of a connection that is still being read.
 */
export function isSound(flow: TcpFlow): boolean {
  const { toServer, toClient } = flow;
  if (toServer.fin !== null || toClient.fin !== null) return isWhole(flow);
  if (!isOneOfAKind(flow)) return false;
  if (toServer.newData === null || toClient.newData === null) return false;
  if (toClient.newData.time < toServer.newData.time) return false;
  return cameSoFar(toServer, toClient.ack) && cameSoFar(toClient, toServer.ack);
}

/** Whether it was seen from its SYN on, each packet once and in one encapsulation. */
function isOneOfAKind({ clientBy, copies, encapsulations }: TcpFlow): boolean {
  return clientBy === "syn" && copies === 0 && encapsulations.length === 1;
}

function cameWhole(d: TcpDirection, acknowledged: number | null): boolean {
  const { fin } = d;
  if (fin === null || fin.count !== 1 || fin.at !== endOf(d)) return false;
  return acknowledged === fin.at + 1 && isUneventful(d);
}

function cameSoFar(d: TcpDirection, acknowledged: number | null): boolean {
  return acknowledged === endOf(d) && isUneventful(d);
}

function endOf({ covered }: TcpDirection): number {
  return covered.length === 0 ? 1 : covered[1];
}

function isUneventful(d: TcpDirection): boolean {
  const { syn, covered } = d;
  if (syn === null || d.rst !== null || syn.count !== 1 || syn.otherMss.length > 0) return false;
  if (covered.length > 2 || (covered.length === 2 && covered[0] !== 1) || d.segments.length > 0) return false;
  if (d.repeats + d.late.count + d.keepAlives + d.duplicateAcks + d.outerFragments + d.checksums.wrong > 0)
    return false;
  return d.zeroWindow.length + d.duplicated.length === 0 && d.tls?.alert == null;
}

/** Whether the client got an answer to its last bytes, or closed at once after them: a goodbye. */
function wasAnswered(client: TcpDirection, server: TcpDirection): boolean {
  const { newData, beforePause, fin } = client;
  const answered = server.newData?.time ?? Number.NEGATIVE_INFINITY;
  if (newData === null || answered >= newData.time) return true;
  if (fin === null || fin.time - newData.time >= WAITS) return false;
  return beforePause === null || answered >= beforePause.time;
}

/** Of connections that came whole those with the smallest are kept: the same number at every point, whatever translates addresses. */
export function keepingOrder(clientSequence: number, serverSequence: number): number {
  return mix(combine(combine(0x5eed, clientSequence | 0), serverSequence | 0));
}
