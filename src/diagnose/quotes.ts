import type { Conversation, Correlation, Journeying } from "../correlate/conversation.js";
import type { Endpoint, IcmpError, Quoted } from "../flow/digest.js";
import type { Quote } from "./case.js";

const TCP = 6;

interface Indexed {
  point: number;
  error: IcmpError;
  quoted: Quoted;
}

/** Errors by what they quote, made once: there may be thousands of each, and of flows. */
const indexes = new WeakMap<Correlation, Map<string, Indexed[]>>();

function indexOf(c: Correlation): Map<string, Indexed[]> {
  const known = indexes.get(c);
  if (known !== undefined) return known;
  const index = new Map<string, Indexed[]>();
  for (const point of c.path) {
    for (const error of c.digests[point].icmpErrors) {
      for (const quoted of [error.inner, error.quoted]) {
        if (quoted === null) continue;
        const key = keyOf(quoted.protocol, quoted.source, quoted.destination);
        const list = index.get(key);
        if (list === undefined) index.set(key, [{ point, error, quoted }]);
        else list.push({ point, error, quoted });
      }
    }
  }
  indexes.set(c, index);
  return index;
}

/** ICMP errors that quote a packet of this direction, as any point knew its addresses: NAT may have changed them on the way. */
export function quotesOf(c: Correlation, conversation: Conversation, journey: Journeying): Quote[] {
  const toServer = journey.direction === "client-to-server";
  const keys = new Set(
    [...conversation.views, ...conversation.doubles].map(({ flow }) =>
      toServer ? keyOf(TCP, flow.client, flow.server) : keyOf(TCP, flow.server, flow.client),
    ),
  );
  const index = indexOf(c);
  const rank = new Map(c.path.map((p, i) => [p, i]));
  return [...keys]
    .flatMap((key) => index.get(key) ?? [])
    .sort((a, b) => (rank.get(a.point) as number) - (rank.get(b.point) as number) || a.error.frame - b.error.frame)
    .map(({ point, error, quoted }) => {
      const overhead = quoted === error.inner ? error.inner.overhead : 0;
      return {
        point,
        error,
        direction: journey.direction,
        size: quoted.size,
        mtu: error.mtu === null ? null : error.mtu - overhead,
      };
    });
}

function keyOf(protocol: number, source: Endpoint, destination: Endpoint): string {
  return `${protocol} ${source.address} ${source.port} ${destination.address} ${destination.port}`;
}
