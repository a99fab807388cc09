import type { TcpDirection, TcpFlow } from "../flow/digest.js";
import { type Ranges, shift, union } from "../flow/ranges.js";

/** One direction of a flow as one vantage point saw it, its sequence numbers moved to the common base. */
export interface DirectionView {
  point: number;
  /** What the sender of this direction sent. */
  sent: TcpDirection;
  /** What the receiver sent back: acknowledgments and window. */
  back: TcpDirection;
  /** Add to this view's relative sequence numbers of `sent` to get common ones. */
  delta: number;
  covered: Ranges;
}

function directionOf(flow: TcpFlow, toServer: boolean): { sent: TcpDirection; back: TcpDirection } {
  return toServer ? { sent: flow.toServer, back: flow.toClient } : { sent: flow.toClient, back: flow.toServer };
}

/**
 * Aligns the views of one direction. Where both points saw the SYN, relative numbers agree by themselves, also behind a box
 * that translates sequence numbers; else absolute numbers decide.
 */
export function alignViews(flows: { point: number; flow: TcpFlow }[], toServer: boolean): DirectionView[] {
  const reference = flows.map((f) => directionOf(f.flow, toServer).sent).find((d) => d.syn !== null);
  const fallback = flows.map((f) => directionOf(f.flow, toServer).sent).find((d) => d.base !== null);
  const base = (reference ?? fallback)?.base ?? null;
  return flows.map(({ point, flow }) => {
    const { sent, back } = directionOf(flow, toServer);
    let delta = 0;
    if (base !== null && sent.base !== null && !(reference !== undefined && sent.syn !== null)) {
      delta = (sent.base - base) | 0;
    }
    return { point, sent, back, delta, covered: shift(sent.covered, delta) };
  });
}

/** Everything the receiver acknowledged, cumulatively or selectively, at any point; never more than was sent. */
export function acknowledged(views: readonly DirectionView[]): Ranges {
  let highest: number | null = null;
  let sacked: Ranges = [];
  for (const v of views) {
    if (v.back.ack !== null) highest = Math.max(highest ?? Number.NEGATIVE_INFINITY, v.back.ack + v.delta);
    sacked = union(sacked, shift(v.back.sacked, v.delta));
  }
  if (highest === null) return sacked;
  return union([Number.MIN_SAFE_INTEGER, highest], sacked);
}
