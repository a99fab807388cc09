import type { TcpDirection, TcpFlow } from "../flow/digest.js";
import type { View } from "./match.js";

const TRUST = { syn: 2, "syn-ack": 1, guess: 0 } as const;

/** Makes all views of one connection agree on who the client is: whoever saw the SYN is right. */
export function orient(views: View<TcpFlow>[]): View<TcpFlow>[] {
  if (views.length === 1) return views;
  let best = views[0];
  for (const v of views) if (TRUST[v.flow.clientBy] > TRUST[best.flow.clientBy]) best = v;
  return views.map((v) =>
    v !== best && v.flow.clientBy === "guess" && isTurned(v.flow, best.flow)
      ? { point: v.point, flow: turn(v.flow) }
      : v,
  );
}

function turn(flow: TcpFlow): TcpFlow {
  return { ...flow, client: flow.server, server: flow.client, toServer: flow.toClient, toClient: flow.toServer };
}

function isTurned(a: TcpFlow, b: TcpFlow): boolean {
  if (same(a.client, b.client) || same(a.server, b.server)) return false;
  if (same(a.client, b.server) || same(a.server, b.client)) return true;
  return distance(a.toServer, b.toClient) < distance(a.toServer, b.toServer);
}

function same(a: { address: string; port: number }, b: { address: string; port: number }): boolean {
  return a.address === b.address && a.port === b.port;
}

function distance(a: TcpDirection, b: TcpDirection): number {
  if (a.base === null || b.base === null) return Number.MAX_SAFE_INTEGER;
  return Math.abs((a.base - b.base) | 0);
}
