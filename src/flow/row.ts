/** Rows in one piece: large enough that pieces are few, small enough that a capture of one flow takes little. */
const FIRST_ROWS = 64;
const MOST_ROWS = 4096;

/**
 * Hands out rows of numbers that lie side by side, for state that changes with every packet: a number in an array of
 * doubles is written in place, where a property of an object that is no small integer is a box of its own.
 */
export class RowPool {
  private readonly width: number;
  private rows = FIRST_ROWS;
  private next = FIRST_ROWS;
  /** The piece that the last row taken lies in; it begins at `at`. */
  piece = new Float64Array(0);
  at = 0;

  /** `width`: numbers in a row. */
  constructor(width: number) {
    this.width = width;
  }

  /** Takes a row of zeros, to be found at `piece[at]` and beyond. */
  take(): void {
    if (this.next * this.width >= this.piece.length) {
      this.piece = new Float64Array(this.rows * this.width);
      this.rows = Math.min(MOST_ROWS, 2 * this.rows);
      this.next = 0;
    }
    this.at = this.next++ * this.width;
  }
}
