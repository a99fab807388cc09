import type { Segment } from "../flow/digest.js";
import type { DirectionView } from "./align.js";

/** TCP timestamps, padded, RFC 7323 appendix A. */
const TIMESTAMPS = 12;
const LARGEST_ORDINARY = 1500;

/** How the sender of one direction cut its stream, as far as the handshake and the segments tell. */
export interface Cutting {
  /** The receiver's MSS as the sender knew it; null where no SYN was seen. */
  mss: number | null;
  /** Payload of a full segment, TCP options taken off. */
  fullPayload: number;
  /** IP size of a full segment: the MSS plus 40 bytes of headers, 60 with IPv6. What is larger is a super-frame. */
  limit: number;
}

/**
 * The MSS in force is the receiver's, as the point nearest the sender saw it: a clamp on the way lowers what the sender learns.
 * Without a SYN the commonest large size decides; a size that nothing repeats is a merge, not an MTU.
 */
export function cuttingOf(views: readonly DirectionView[], family: 4 | 6): Cutting {
  const headers = family === 4 ? 40 : 60;
  const withSyn = views.find((v) => v.back.syn !== null);
  const mss = withSyn?.back.syn?.mss ?? null;
  if (withSyn !== undefined && mss !== null) {
    const options = withSyn.back.syn?.timestamps && withSyn.sent.syn?.timestamps !== false ? TIMESTAMPS : 0;
    return { mss, fullPayload: mss - options, limit: mss + headers };
  }
  const limit = commonestLarge(views);
  return { mss: null, fullPayload: limit - headers - TIMESTAMPS, limit };
}

function commonestLarge(views: readonly DirectionView[]): number {
  const count = new Map<number, number>();
  let above = 0;
  let best = 0;
  for (const v of views) {
    for (const row of v.sent.sizes) {
      if (row.size > LARGEST_ORDINARY) above += row.packets;
      count.set(row.size, (count.get(row.size) ?? 0) + row.packets);
    }
  }
  for (const [size, n] of count) if (size > LARGEST_ORDINARY && n * 2 > above && n > 2 && size < 9300) best = size;
  return best > 0 ? best : LARGEST_ORDINARY;
}

/** One packet as the wire carried it. */
export interface WirePacket {
  from: number;
  to: number;
  size: number;
}

function isSuperFrame(segment: Segment, cutting: Cutting): boolean {
  if (segment.packets !== 1) return false;
  return segment.size > cutting.limit && segment.to - segment.from > cutting.fullPayload;
}

/** IP size on the wire of a packet counted with `size` bytes: a super-frame was cut into packets of the limit. */
export function wireSize(size: number, cutting: Cutting): number {
  return Math.min(size, cutting.limit);
}

/** The packets a segment was on the wire: itself, or what a super-frame was cut into. Bounded. */
export function wirePackets(segment: Segment, delta: number, cutting: Cutting): WirePacket[] {
  const from = segment.from + delta;
  const to = segment.to + delta;
  const out: WirePacket[] = [];
  if (segment.packets > 1) {
    const step = Math.ceil((to - from) / segment.packets);
    for (let at = from; at < to && out.length < 256; at += step)
      out.push({ from: at, to: Math.min(at + step, to), size: segment.size });
    return out;
  }
  if (!isSuperFrame(segment, cutting)) return [{ from, to, size: segment.size }];
  const header = segment.size - (segment.to - segment.from);
  for (let at = from; at < to && out.length < 256; at += cutting.fullPayload) {
    const end = Math.min(at + cutting.fullPayload, to);
    out.push({ from: at, to: end, size: header + end - at });
  }
  return out;
}
