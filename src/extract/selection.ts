import type { Frame } from "../capture/frame.js";
import type { DecodeOptions } from "../dissect/dissection.js";
import type { Report } from "../report/contract.js";
import { FlowFinder, type Sight } from "./finder.js";
import { RANK, type Wanted, type WantedFlow, wantedBy } from "./wanted.js";
import { FlowAtPoint, Windows } from "./windows.js";

/** A flow with more frames than this at a vantage point is sampled. */
const FEW = 2000;
/** Frames and bytes in all; beyond them flows are sampled, then left out. */
const MAX_FRAMES = 200_000;
const MAX_BYTES = 256 * 1024 * 1024;

type Share = "whole" | "sampled" | "none";

/** The outermost frames of a vantage point, which show how long it was listening. */
interface Coverage {
  first: Bound;
  last: Bound;
  /** First frame that is no IP packet: what a capture filter would have left out. */
  noIp: number | null;
  frames: number;
}

interface Bound {
  frame: number;
  seconds: number;
  nanos: number;
  flow: number;
}

/**
 * Chooses the frames that prove a report. Every frame of every capture is shown to it twice, in the same order: first to `survey`, then,
 * after `decide`, to `reasonsFor`.
 */
export class Selection {
  private readonly wanted: Wanted;
  private readonly finder: FlowFinder;
  private readonly seen = new Map<string, FlowAtPoint>();
  private readonly coverage = new Map<string, Coverage>();
  /** Vantage point and packet -> the flow whose packet it is. */
  private readonly fragments = new Map<string, number>();
  private share: Share[] = [];
  private readonly windows = new Map<number, Windows>();
  /** Of a sampled flow of datagrams: one in so many is kept. */
  private readonly oneIn = new Map<number, number>();

  constructor(report: Report, decode: DecodeOptions) {
    this.wanted = wantedBy(report);
    this.finder = new FlowFinder(
      this.wanted.flows.map((f) => f.flow),
      decode,
    );
  }

  /** First pass. */
  survey(point: string, frame: Frame): void {
    const sight = this.finder.look(point, frame);
    this.cover(point, frame, sight);
    if (sight.flow < 0) return;
    for (const packet of sight.fragmentsOf) this.fragments.set(`${point} ${packet}`, sight.flow);
    const isEvidence = this.wanted.evidence.get(point)?.has(frame.number) === true;
    this.at(sight.flow, point).add(sight, frame.end - frame.start, isEvidence);
    const flow = this.wanted.flows[sight.flow];
    if (isEvidence) flow.rank = Math.min(flow.rank, RANK.compared);
  }

  /** Between the passes: gives the flows their room, those of the gravest findings first. */
  decide(): void {
    for (const { first, last } of this.coverage.values()) {
      // Half a conversation would look like one that failed.
      for (const { flow } of [first, last]) {
        const wanted = this.wanted.flows[flow];
        if (wanted !== undefined) wanted.rank = Math.min(wanted.rank, RANK.compared);
      }
    }
    const { flows } = this.wanted;
    this.share = flows.map(() => "none");
    const order = flows.map((_, i) => i).filter((i) => flows[i].rank < RANK.unwanted);
    order.sort((a, b) => flows[a].rank - flows[b].rank || a - b);
    let frames = 0;
    let bytes = 0;
    for (const i of order) {
      const points = flows[i].flow.endpoints.flatMap(({ at }) => this.seen.get(`${i} ${at}`) ?? []);
      if (points.length === 0) continue;
      const most = Math.max(...points.map((p) => p.frames));
      const all = points.reduce((sum, p) => sum + p.frames, 0);
      const size = points.reduce((sum, p) => sum + p.bytes, 0);
      const part = Math.min(1, FEW / most);
      frames += all * part;
      bytes += size * part;
      if (frames > MAX_FRAMES || bytes > MAX_BYTES) return;
      this.share[i] = most <= FEW ? "whole" : "sampled";
      if (most <= FEW) continue;
      this.windows.set(i, new Windows(points));
      this.oneIn.set(i, Math.ceil(most / FEW));
    }
  }

  /** Second pass: null for a frame that is left out, else what to say of it, which may be nothing. */
  reasonsFor(point: string, frame: Frame): string[] | null {
    const sight = this.finder.look(point, frame);
    const reasons = (this.wanted.evidence.get(point)?.get(frame.number) ?? []).map(
      (r) => `${r} (frame ${frame.number})`,
    );
    const covers = this.coverageOf(point, frame.number);
    if (covers !== null) reasons.push(covers);
    const flow = sight.flow >= 0 ? sight.flow : this.flowOfFragment(point, sight);
    const wanted = this.wanted.flows[flow];
    const holds = wanted !== undefined && this.holds(flow, point, sight);
    if (holds && sight.tcp?.syn) reasons.push(introduction(wanted));
    return holds || reasons.length > 0 ? reasons : null;
  }

  /** Ids of the flows that are there in part only, and of those that are left out although a finding is about them. */
  get limits(): { sampled: string[]; leftOut: string[] } {
    const ids = (share: Share) =>
      this.wanted.flows
        .filter(({ rank }, i) => this.share[i] === share && rank < RANK.compared)
        .map(({ flow }) => flow.id);
    return { sampled: ids("sampled"), leftOut: ids("none") };
  }

  private at(flow: number, point: string): FlowAtPoint {
    const key = `${flow} ${point}`;
    let found = this.seen.get(key);
    if (found === undefined) {
      found = new FlowAtPoint();
      this.seen.set(key, found);
    }
    return found;
  }

  private cover(point: string, frame: Frame, sight: Sight): void {
    const bound = { frame: frame.number, seconds: frame.seconds, nanos: frame.nanos, flow: sight.flow };
    const known = this.coverage.get(point);
    if (known === undefined) {
      this.coverage.set(point, { first: bound, last: bound, noIp: sight.hasIp ? null : frame.number, frames: 1 });
      return;
    }
    known.frames++;
    if (isBefore(bound, known.first)) known.first = bound;
    if (!isBefore(bound, known.last)) known.last = bound;
    if (!sight.hasIp) known.noIp ??= frame.number;
  }

  private coverageOf(point: string, frame: number): string | null {
    const c = this.coverage.get(point);
    if (c === undefined) return null;
    if (frame === c.first.frame) return `${point} was listening from here on (its first frame of ${c.frames})`;
    if (frame === c.last.frame) return `${point} was listening up to here (its last frame of ${c.frames})`;
    return frame === c.noIp ? `${point} captured more than IP` : null;
  }

  private flowOfFragment(point: string, sight: Sight): number {
    for (const packet of sight.fragmentsOf) {
      const flow = this.fragments.get(`${point} ${packet}`);
      if (flow !== undefined) return flow;
    }
    return -1;
  }

  private holds(flow: number, point: string, sight: Sight): boolean {
    const share = this.share[flow];
    if (share === "whole") return true;
    const { rank } = this.wanted.flows[flow];
    if (sight.milestone || sight.isError) return share === "sampled" || rank < RANK.compared;
    if (share === "none") return false;
    if (sight.tcp !== null) return this.windows.get(flow)?.holds(this.at(flow, point), sight.tcp) === true;
    return sight.hash % (this.oneIn.get(flow) ?? 1) === 0;
  }
}

function isBefore(a: Bound, b: Bound): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos);
}

function introduction({ flow, codes, rank }: WantedFlow): string {
  const way = `${flow.id}: ${flow.client} -> ${flow.server}, ${flow.outcome}`;
  return rank < RANK.compared ? `${codes.join(", ")}: handshake of ${way}` : `for comparison: handshake of ${way}`;
}
