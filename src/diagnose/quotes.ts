import type { Conversation, Correlation, Journeying } from "../correlate/conversation.js";
import type { Endpoint, IcmpError, Quoted } from "../flow/digest.js";
import type { Quote } from "./case.js";

const TCP = 6;

/** ICMP errors that quote a packet of this direction, as any point knew its addresses: NAT may have changed them on the way. */
export function quotesOf(c: Correlation, conversation: Conversation, journey: Journeying): Quote[] {
  const toServer = journey.direction === "client-to-server";
  const tuples = [...conversation.views, ...conversation.doubles].map(({ flow }) => ({
    source: toServer ? flow.client : flow.server,
    destination: toServer ? flow.server : flow.client,
  }));
  const out: Quote[] = [];
  for (const point of c.path) {
    for (const error of c.digests[point].icmpErrors) {
      const quoted = matching(error, tuples);
      if (quoted === null) continue;
      const overhead = quoted === error.inner ? error.inner.overhead : 0;
      out.push({
        point,
        error,
        direction: journey.direction,
        size: quoted.size,
        mtu: error.mtu === null ? null : error.mtu - overhead,
      });
    }
  }
  return out;
}

function matching(error: IcmpError, tuples: readonly { source: Endpoint; destination: Endpoint }[]): Quoted | null {
  for (const q of [error.inner, error.quoted]) {
    if (q === null || q.protocol !== TCP) continue;
    if (tuples.some((t) => same(t.source, q.source) && same(t.destination, q.destination))) return q;
  }
  return null;
}

function same(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.address === b.address;
}
