import type { DirectionView } from "../correlate/align.js";
import type { Conversation, Correlation, Journeying } from "../correlate/conversation.js";
import type { LostPacket } from "../correlate/loss.js";
import type { Endpoint, IcmpError, Quoted } from "../flow/digest.js";
import type { Quote } from "./case.js";

const TCP = 6;

interface Indexed {
  point: number;
  error: IcmpError;
  quoted: Quoted;
}

/** Errors by what they quote, and by its ports alone, made once: there may be thousands of each, and of flows. */
const indexes = new WeakMap<Correlation, Map<string, Indexed[]>>();

function indexOf(c: Correlation): Map<string, Indexed[]> {
  const known = indexes.get(c);
  if (known !== undefined) return known;
  const index = new Map<string, Indexed[]>();
  for (const point of c.path) {
    for (const error of c.digests[point].icmpErrors) {
      for (const quoted of [error.inner, error.quoted]) {
        if (quoted === null) continue;
        for (const key of [keyOf(quoted.protocol, quoted.source, quoted.destination), portsOf(quoted)]) {
          const list = index.get(key);
          if (list === undefined) index.set(key, [{ point, error, quoted }]);
          else list.push({ point, error, quoted });
        }
      }
    }
  }
  indexes.set(c, index);
  return index;
}

/** ICMP errors that quote a packet of this direction, as any point knew its addresses: NAT may have changed them on the way. */
export function quotesOf(c: Correlation, conversation: Conversation, journey: Journeying): Quote[] {
  const index = indexOf(c);
  if (index.size === 0) return [];
  const toServer = journey.direction === "client-to-server";
  const keys = new Set(
    [...conversation.views, ...conversation.doubles].map(({ flow }) =>
      toServer ? keyOf(TCP, flow.client, flow.server) : keyOf(TCP, flow.server, flow.client),
    ),
  );
  const rank = new Map(c.path.map((p, i) => [p, i]));
  const named = [...keys].flatMap((key) => index.get(key) ?? []);
  const [{ flow }] = conversation.views;
  const [from, to] = toServer ? [flow.client, flow.server] : [flow.server, flow.client];
  const alike = (index.get(`${TCP} ${from.port} ${to.port}`) ?? []).filter(
    (x) =>
      !keys.has(keyOf(TCP, x.quoted.source, x.quoted.destination)) && quotesBytesOf(conversation, journey, x.quoted),
  );
  return [...named, ...alike]
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

/**
 * Whether a packet whose addresses no point knows is one of this direction all the same: a box that translates addresses may forget those
 * that an error quotes. One of its ends is right, and its sequence number is among those sent.
 */
function quotesBytesOf(conversation: Conversation, journey: Journeying, quoted: Quoted): boolean {
  const { sequence } = quoted;
  if (sequence === null) return false;
  const ends = conversation.views.flatMap(({ flow }) => [flow.client.address, flow.server.address]);
  if (!ends.includes(quoted.source.address) && !ends.includes(quoted.destination.address)) return false;
  return journey.views.some(({ sent }) => {
    const last = sent.covered[sent.covered.length - 1];
    if (sent.base === null || last === undefined) return false;
    const relative = (sequence - sent.base) >>> 0;
    return relative >= 1 && relative < last;
  });
}

/**
 * The index of the last view that packets are known to have passed: a point that saw an ICMP error quote one was passed by it, and by
 * those of its size that stop at the same place, though its capture missed them.
 */
export function reachOf(
  { views, cutting }: Journeying,
  quotes: readonly Quote[],
  lost: readonly LostPacket[],
): (p: LostPacket) => number {
  const reached = new Map<string, number>();
  const alike = (p: LostPacket) => `${p.lastSeen} ${p.missing} ${p.size}`;
  for (const p of quotes.length === 0 ? [] : lost) {
    for (let i = p.missing; i < views.length; i++) {
      const quoted = quotes.some((q) => q.point === views[i].point && quotesPacket(views[i], q, p, cutting.limit));
      if (quoted) reached.set(alike(p), Math.max(i, reached.get(alike(p)) ?? i));
    }
  }
  return (p) => reached.get(alike(p)) ?? p.lastSeen;
}

/** By sequence number and size; a super-frame is quoted whole. */
function quotesPacket({ sent, delta }: DirectionView, { error, size }: Quote, p: LostPacket, limit: number): boolean {
  const { base } = sent;
  if (base === null || (size !== p.size && size <= limit)) return false;
  return [error.quoted, error.inner].some((quoted) => {
    if (quoted === null || quoted.sequence === null) return false;
    const from = ((quoted.sequence - base) | 0) + delta;
    return p.from >= from && p.from < from + size;
  });
}

function portsOf(quoted: Quoted): string {
  return `${quoted.protocol} ${quoted.source.port} ${quoted.destination.port}`;
}

function keyOf(protocol: number, source: Endpoint, destination: Endpoint): string {
  return `${protocol} ${source.address} ${source.port} ${destination.address} ${destination.port}`;
}
