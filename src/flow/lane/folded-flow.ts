import type { Endpoint } from "../digest.js";
import { fullSizeOf, type HostsTally, largestPassed, type RetiredTally } from "../retired.js";
import type { RowPool } from "../row.js";
import { Samples } from "../samples.js";
import { SizeTable } from "../sizes.js";
import type { TcpFlowState } from "../tcp-flow.js";
import { keepingOrder, WAITS } from "../whole.js";
import type { Fold } from "./fold.js";
import { retireOutlined } from "./outlined.js";

/** What a side gathered that has no room in its row any more. */
export interface FoldedSide {
  readonly sizes: SizeTable;
  readonly samples: Samples;
}

/**
 * A flow that the lane took from its SYN on, and of which there is nothing but its row and a few kept pieces, as long as it is healthy:
 * what becomes of most. Whoever needs more of it has it unfolded, and finds the flow that its packets would have made one by one.
 */
export class FoldedFlow {
  /** Its place in the table. */
  index = -1;
  readonly row: number;
  isLeaving = false;
  /** What it became when it was unfolded, and speaks for it since. */
  unfolded: TcpFlowState | null = null;
  private sides: [FoldedSide | null, FoldedSide | null] | null = null;
  private readonly fold: Fold;
  private retired = false;

  constructor(fold: Fold, row: number) {
    this.fold = fold;
    this.row = row;
  }

  side(of: number): FoldedSide {
    this.sides ??= [null, null];
    this.sides[of] ??= { sizes: new SizeTable(), samples: new Samples() };
    return this.sides[of];
  }

  sideIfAny(of: number): FoldedSide | null {
    return this.sides === null ? null : this.sides[of];
  }

  /** Client and server: who sent the SYN is the row's first side. */
  get endpoints(): [Endpoint, Endpoint] {
    return this.fold.endpoints(this.row);
  }

  get serverName(): string {
    return this.unfolded?.serverName ?? this.fold.serverName(this.row);
  }

  get isRetired(): boolean {
    return this.unfolded?.isRetired ?? this.retired;
  }

  set isRetired(is: boolean) {
    if (this.unfolded !== null) this.unfolded.isRetired = is;
    this.retired = is;
  }

  get clientSequence(): number {
    return this.unfolded?.clientSequence ?? this.fold.initial(this.row, 0);
  }

  get keepingOrder(): number {
    return this.unfolded?.keepingOrder ?? keepingOrder(this.fold.initial(this.row, 0), this.fold.initial(this.row, 1));
  }

  /** As `TcpFlowState.isWhole`: all that could speak against it would have unfolded it. */
  get isWhole(): boolean {
    if (this.unfolded !== null) return this.unfolded.isWhole;
    const { fold, row } = this;
    if (!fold.isClosed(row)) return false;
    const client = fold.answered(row, 0);
    const server = fold.answered(row, 1);
    if (server >= client) return true;
    return fold.finTime(row, 0) - client < WAITS && server >= fold.paused(row, 0);
  }

  /** As `TcpFlowState.isSound`. */
  get isSound(): boolean {
    if (this.unfolded !== null) return this.unfolded.isSound;
    const { fold, row } = this;
    if (fold.hasFin(row)) return this.isWhole;
    return fold.cameSoFar(row) && fold.answered(row, 1) >= fold.answered(row, 0);
  }

  /** Adds it to what was retired; its row is free, if anything follows that could want it. */
  retire(tally: RetiredTally, rows: RowPool, last: boolean): void {
    if (this.unfolded !== null) {
      this.unfolded.retire(tally, rows);
      return;
    }
    const { fold, row, sides } = this;
    const hosts = fold.hosts(row, tally);
    const outline = fold.outline(row);
    if (sides === null) retireOutlined(outline, 1, hosts, tally);
    else {
      tally.count(1, outline[0], outline[1]);
      this.retireSide(0, hosts.toServer);
      this.retireSide(1, hosts.toClient);
    }
    if (!last) fold.forget(row);
  }

  private retireSide(of: 0 | 1, stretches: HostsTally["toServer"]): void {
    const { fold, row } = this;
    const sizes = fold.sizes(row, of, this.sideIfAny(of)?.sizes ?? null);
    const largest = largestPassed(sizes, fullSizeOf(fold.mss(row, 1 - of), fold.isIpv4(row)));
    if (largest === null) return;
    let from = Number.POSITIVE_INFINITY;
    for (const { first } of sizes) if (first.time < from) from = first.time;
    const { size, packets, frame } = largest;
    stretches.add({ from, until: fold.answered(row, of), size, packets, frame });
  }
}
