import type { DirectionView } from "../correlate/align.js";
import type { Conversation, Correlation, Journeying } from "../correlate/conversation.js";
import type { LostPacket } from "../correlate/loss.js";
import type { Endpoint, IcmpError, Quoted } from "../flow/digest.js";
import type { Quote } from "./case.js";
import type { LostHere } from "./lost-here.js";

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
  const toServer = journey.direction === "client-to-server";
  const keys = new Set(
    [...conversation.views, ...conversation.doubles].map(({ flow }) =>
      toServer ? keyOf(TCP, flow.client, flow.server) : keyOf(TCP, flow.server, flow.client),
    ),
  );
  const index = indexOf(c);
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
 * A point that saw an ICMP error quote one of the packets lost was passed by it, and missed it: what is lost at a place then was lost
 * behind that point.
 */
export function passedQuoting(journey: Journeying, quotes: readonly Quote[], place: LostHere): LostHere {
  const { views } = journey;
  let lastSeen = place.lastSeen;
  for (let i = place.missing; i < views.length; i++) {
    const { point } = views[i];
    if (quotes.some((q) => q.point === point && place.packets.some((p) => quotesPacket(views[i], q, p)))) lastSeen = i;
  }
  if (lastSeen < place.missing) return place;
  const beyond = views.findIndex((v, i) => i > lastSeen && v.sent.packets > 0);
  const missing = beyond < 0 ? views.length : beyond;
  // Where they were last seen they have frames; the error proves the rest.
  return { ...place, missing, lastSeenAt: views[lastSeen].point, missingAt: views[missing]?.point ?? null };
}

function quotesPacket({ sent, delta }: DirectionView, { error }: Quote, p: LostPacket): boolean {
  const { base } = sent;
  if (base === null) return false;
  return [error.quoted, error.inner].some((quoted) => {
    if (quoted === null || quoted.sequence === null) return false;
    const at = ((quoted.sequence - base) | 0) + delta;
    return at >= p.from && at < p.to;
  });
}

function portsOf(quoted: Quoted): string {
  return `${quoted.protocol} ${quoted.source.port} ${quoted.destination.port}`;
}

function keyOf(protocol: number, source: Endpoint, destination: Endpoint): string {
  return `${protocol} ${source.address} ${source.port} ${destination.address} ${destination.port}`;
}
