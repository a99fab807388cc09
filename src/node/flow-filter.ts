import type { Digest, Endpoint } from "../flow/digest.js";

/** Which flows an analysis is about; each given condition must hold. */
export interface FlowFilter {
  /** An address of either end, or its beginning up to a dot or colon. */
  host?: string;
  port?: number;
  /** The TLS server name, or a suffix of it beginning with a dot. */
  sni?: string;
}

/** Whether anything is asked for. */
export function isFilter({ host, port, sni }: FlowFilter): boolean {
  return host !== undefined || port !== undefined || sni !== undefined;
}

/** Leaves out the flows that are not asked for; the capture's own coverage stays, so that absence still means what it meant. */
export function filterDigest(d: Digest, filter: FlowFilter): Digest {
  if (!isFilter(filter)) return d;
  const ends = (f: { client: Endpoint; server: Endpoint }) =>
    (filter.host === undefined || f.client.address === filter.host || f.server.address === filter.host) &&
    (filter.port === undefined || f.client.port === filter.port || f.server.port === filter.port);
  return {
    ...d,
    tcp: d.tcp.filter(
      (f) => ends(f) && (filter.sni === undefined || matches(f.toServer.tls?.clientHello?.sni ?? null, filter.sni)),
    ),
    datagrams: filter.sni === undefined ? d.datagrams.filter(ends) : [],
  };
}

function matches(name: string | null, wanted: string): boolean {
  return name !== null && (name === wanted || (wanted.startsWith(".") && name.endsWith(wanted)));
}
