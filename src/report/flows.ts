import type { Correlation, DatagramConversation } from "../correlate/conversation.js";
import { type Case, synOf } from "../diagnose/case.js";
import type { DatagramFlow, Endpoint, TcpFlow } from "../flow/digest.js";
import { sizeOf } from "../flow/ranges.js";
import type { ReportFlow } from "./contract.js";
import { isoTime } from "./time.js";

interface Views {
  views: { point: number; flow: TcpFlow | DatagramFlow }[];
}

export function reportFlow(c: Correlation, k: Case, ids: readonly string[]): ReportFlow {
  const { conversation } = k;
  const nearest = conversation.views[0].flow;
  const hello = conversation.views.flatMap((v) => v.flow.toServer.tls?.clientHello ?? []);
  return {
    id: conversation.id,
    protocol: "tcp",
    client: text(nearest.client),
    server: text(nearest.server),
    endpoints: endpointsOf(conversation, ids),
    encapsulation: encapsulationsOf(conversation, ids),
    outcome: k.outcome,
    mss: {
      client: synOf(k, "client-to-server")?.syn.mss ?? null,
      server: synOf(k, "server-to-client")?.syn.mss ?? null,
    },
    tls: tlsOf(k),
    sni: hello.find((h) => h.sni !== null)?.sni ?? null,
    ...span(c, conversation),
    bytes: {
      clientToServer: Math.max(...conversation.views.map((v) => sizeOf(v.flow.toServer.covered))),
      serverToClient: Math.max(...conversation.views.map((v) => sizeOf(v.flow.toClient.covered))),
    },
    baseline: false,
  };
}

export function reportDatagrams(c: Correlation, d: DatagramConversation, ids: readonly string[]): ReportFlow {
  const nearest = d.views[0].flow;
  const most = (pick: (f: DatagramFlow) => number) => Math.max(...d.views.map((v) => pick(v.flow)));
  return {
    id: d.id,
    protocol: d.views.some((v) => v.flow.quicVersion !== null) ? "quic" : d.protocol,
    client: text(nearest.client),
    server: text(nearest.server),
    endpoints: endpointsOf(d, ids),
    encapsulation: encapsulationsOf(d, ids),
    outcome: "datagrams",
    mss: { client: null, server: null },
    tls: null,
    sni: null,
    ...span(c, d),
    bytes: { clientToServer: most((f) => f.toServer.bytes), serverToClient: most((f) => f.toClient.bytes) },
    baseline: false,
  };
}

function endpointsOf(x: Views, ids: readonly string[]): ReportFlow["endpoints"] {
  return x.views.map((v) => ({ at: ids[v.point], client: text(v.flow.client), server: text(v.flow.server) }));
}

function encapsulationsOf(x: Views, ids: readonly string[]): ReportFlow["encapsulation"] {
  return x.views.flatMap((v) =>
    v.flow.encapsulations
      .filter((e) => e.stack.length > 0)
      .map((e) => ({ at: ids[v.point], stack: e.stack, overhead: e.overhead })),
  );
}

/** How far the TLS handshake came, in a word; null where there was none. */
function tlsOf(k: Case): string | null {
  const sent = k.conversation.views.map((v) => v.flow.toServer.tls);
  const back = k.conversation.views.map((v) => v.flow.toClient.tls);
  if (back.some((t) => t?.alert?.level === 2) || sent.some((t) => t?.alert?.level === 2)) return "alert";
  if (back.some((t) => t?.applicationData) && sent.some((t) => t?.applicationData)) return "application-data";
  if (back.some((t) => t?.serverHello)) return "server-hello";
  return sent.some((t) => t?.clientHello) ? "client-hello" : null;
}

function span(c: Correlation, x: Views): { start: string | null; end: string | null } {
  let first: { epoch: number; time: number } | null = null;
  let last: { epoch: number; time: number } | null = null;
  const v = x.views[0];
  const epoch = c.digests[v.point].epoch;
  for (const d of [v.flow.toServer, v.flow.toClient]) {
    if (d.first !== null && (first === null || d.first.time < first.time)) first = { epoch, time: d.first.time };
    if (d.last !== null && (last === null || d.last.time > last.time)) last = { epoch, time: d.last.time };
  }
  return {
    start: first === null ? null : isoTime(first.epoch, first.time),
    end: last === null ? null : isoTime(last.epoch, last.time),
  };
}

/** `address:port`, with an IPv6 address in brackets (RFC 3986). */
function text(e: Endpoint): string {
  return e.address.includes(":") ? `[${e.address}]:${e.port}` : `${e.address}:${e.port}`;
}
