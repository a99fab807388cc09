import type { Sight } from "./finder.js";

/** Frames of a long flow's beginning that are kept. */
const HEAD = 800;
/** Bytes on either side of a frame of evidence that are kept with it. */
const AROUND = 128 * 1024;

type Pair = [number, number];

interface Position {
  side: 0 | 1;
  sequence: number;
  acknowledgment: number | null;
}

/** What is known of a TCP flow at one vantage point, of each side. */
export class FlowAtPoint {
  frames = 0;
  bytes = 0;
  /** Initial sequence numbers, where the SYN was seen. */
  readonly initial: [number | null, number | null] = [null, null];
  /** First sequence number seen. */
  readonly first: [number | null, number | null] = [null, null];
  /** How far the first frames went, counted from `first`. */
  readonly head: Pair = [0, 0];
  readonly evidence: Position[] = [];

  add(sight: Sight, captured: number, isEvidence: boolean): void {
    this.frames++;
    this.bytes += captured;
    const { tcp } = sight;
    if (tcp === null) return;
    const { side, sequence } = tcp;
    if (tcp.syn) this.initial[side] ??= sequence;
    const first = this.first[side] ?? sequence;
    this.first[side] = first;
    if (this.frames <= HEAD) this.head[side] = Math.max(this.head[side], ((sequence - first) | 0) + tcp.length);
    if (isEvidence) this.evidence.push(tcp);
  }
}

/**
 * Which part of a long TCP flow an extract holds: stretches of sequence numbers, so that it is the same part at every vantage point
 * and nothing seems lost that was not.
 */
export class Windows {
  private readonly ranges: [from: number, to: number][][] = [[], []];
  private readonly reference: FlowAtPoint;

  /** The beginning, as long as the point with most frames shows it, and what lies around the evidence. */
  constructor(points: readonly FlowAtPoint[]) {
    this.reference = points.reduce((most, point) => (point.frames > most.frames ? point : most));
    for (const side of [0, 1] as const) {
      const base = this.baseOf(this.reference, side);
      const first = this.reference.first[side] ?? base;
      this.ranges[side].push([-1, ((first - base) | 0) + this.reference.head[side]]);
    }
    for (const point of points) {
      for (const { side, sequence, acknowledgment } of point.evidence) {
        this.around((sequence - this.baseOf(point, side)) | 0, side);
        const other = side === 0 ? 1 : 0;
        if (acknowledgment !== null) this.around((acknowledgment - this.baseOf(point, other)) | 0, other);
      }
    }
  }

  /** Whether a segment begins in a stretch that is kept, and acknowledges one. */
  holds(point: FlowAtPoint, tcp: Position): boolean {
    const other = tcp.side === 0 ? 1 : 0;
    return (
      this.within(point, tcp.side, tcp.sequence) &&
      (tcp.acknowledgment === null || this.within(point, other, tcp.acknowledgment))
    );
  }

  private around(at: number, side: 0 | 1): void {
    this.ranges[side].push([at - AROUND, at + AROUND]);
  }

  private within(point: FlowAtPoint, side: 0 | 1, absolute: number): boolean {
    const at = (absolute - this.baseOf(point, side)) | 0;
    return this.ranges[side].some(([from, to]) => at >= from && at <= to);
  }

  /** A proxy may translate sequence numbers: where both points saw the SYN, each counts from its own. */
  private baseOf(point: FlowAtPoint, side: 0 | 1): number {
    const { initial, first } = this.reference;
    if (initial[side] !== null) return point.initial[side] ?? initial[side];
    return first[side] ?? 0;
  }
}
