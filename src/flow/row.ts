/** Rows in one piece: large enough that pieces are few, small enough that a capture of one flow takes little. */
const FIRST_ROWS = 64;
const MOST_ROWS = 4096;

/**
 * Hands out rows of numbers that lie side by side, for state that changes with every packet: a number in an array of
 * doubles is written in place, where a property of an object that is no small integer is a box of its own.
 */
export class RowPool {
  private readonly width: number;
  /** Rows given back: pieces, and where in them. */
  private readonly backPieces: Float64Array[] = [];
  private readonly backPlaces: number[] = [];
  private rows = FIRST_ROWS;
  private next = FIRST_ROWS;
  /** The piece that the last row taken lies in; it begins at `at`. */
  piece: Float64Array = new Float64Array(0);
  at = 0;
  private fresh: Float64Array = new Float64Array(0);

  /** `width`: numbers in a row. */
  constructor(width: number) {
    this.width = width;
  }

  /** Takes a row of zeros, to be found at `piece[at]` and beyond. */
  take(): void {
    const again = this.backPieces.pop();
    if (again !== undefined) {
      this.piece = again;
      this.at = this.backPlaces.pop() as number;
      again.fill(0, this.at, this.at + this.width);
      return;
    }
    if (this.next * this.width >= this.fresh.length) {
      this.fresh = new Float64Array(this.rows * this.width);
      this.rows = Math.min(MOST_ROWS, 2 * this.rows);
      this.next = 0;
    }
    this.piece = this.fresh;
    this.at = this.next++ * this.width;
  }

  giveBack(piece: Float64Array, at: number): void {
    this.backPieces.push(piece);
    this.backPlaces.push(at);
  }
}
