import { REMEMBERED } from "./copies.js";

/**
 * A row of the lane is one flow's: what is scattered over memory takes longer to fetch than to change.
 *
 * Numbers of 32 bits and doubles lie in one buffer. A row is a header and two sides, each of whole cache lines; places count
 * in units of 4 bytes, those of doubles (`..._TIME`) in units of 8.
 */
const PIECE_BITS = 8;
const PIECE_ROWS = 1 << PIECE_BITS;
export const HEADER = 16;
export const SIDE = 48;
const ROW = HEADER + 2 * SIDE;

/** Of the header: the first address words of the side that sent first and of the other, their ports. */
export const SOURCE = 0;
export const DESTINATION = 1;
export const PORTS = 2;
/** Number of the frames' template, counted from 1; 0 while the flow is not in the lane. */
export const TEMPLATE = 3;
export const HASH = 4;

/** Of a side. */
export const LAST_TIME = 0;
export const NEW_TIME = 1;
export const ACK_TIME = 2;
export const BARE_TIME = 3;
/** First and last of one size of packets with payload, first and last of another. */
export const SIZE_TIME = 4;
/** The next sequence number, and the highest acknowledgment sent. */
export const NEXT = 16;
export const ACKED = 17;
export const PACKETS = 18;
export const LAST_FRAME = 19;
/** Of payload, of an acknowledgment that was progress, of a packet without payload. */
export const NEW_FRAME = 20;
export const ACK_FRAME = 21;
export const BARES = 22;
export const BARE_FRAME = 23;
export const LARGEST_BARE = 24;
/** As the header says it. */
export const WINDOW = 25;
/** IP identification of the last payload. */
export const LAST_ID = 26;
/** Hashes above are no sample. */
export const SAMPLE_LIMIT = 27;
/** Times to live there were before: others are news. */
export const TTL_LOW = 28;
export const TTL_HIGH = 29;
export const TLS = 30;
/** Checksums still to be verified. */
export const TO_VERIFY = 31;
/** Twice: size, packets, frame of the first, frame of the last. */
export const SIZES = 32;
export const SIZE_UNITS = 4;
/** Sequence number of the first byte of the run. */
export const START = 40;
/** Checksums that were right, and packets with the don't-fragment bit. */
export const VERIFIED = 41;
export const DF_SET = 42;
/**
 * The last packets of a side, apart from its row, which is small so that many rows stay in a cache: time (a double), sequence,
 * frame, fingerprint, size, payload, identification.
 */
export const RING_ENTRY = 8;
export const RING_ENTRIES = REMEMBERED;
export const RING = RING_ENTRY * RING_ENTRIES;
export const ENTRY_SEQUENCE = 2;
export const ENTRY_FRAME = 3;
export const ENTRY_PRINT = 4;
export const ENTRY_SIZE = 5;
export const ENTRY_PAYLOAD = 6;
export const ENTRY_ID = 7;

interface Piece {
  words: Int32Array;
  doubles: Float64Array;
  ring: Int32Array;
  ringTimes: Float64Array;
}

/** The rows, and after `select`, where one of them lies. */
export class LaneRows {
  private readonly pieces: Piece[] = [];
  private readonly free: number[] = [];
  private used = 0;
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  at = 0;
  ring: Int32Array = new Int32Array(0);
  ringTimes: Float64Array = new Float64Array(0);
  /** Where the ring of side 0 begins; that of side 1 is `RING` behind it. */
  ringAt = 0;

  select(row: number): void {
    const piece = this.pieces[row >> PIECE_BITS];
    const inPiece = row & (PIECE_ROWS - 1);
    this.words = piece.words;
    this.doubles = piece.doubles;
    this.at = inPiece * ROW;
    this.ring = piece.ring;
    this.ringTimes = piece.ringTimes;
    this.ringAt = inPiece * 2 * RING;
  }

  take(): number {
    const again = this.free.pop();
    if (again !== undefined) return again;
    if (this.used === this.pieces.length * PIECE_ROWS) {
      const buffer = new ArrayBuffer(PIECE_ROWS * ROW * 4);
      const rings = new ArrayBuffer(PIECE_ROWS * 2 * RING * 4);
      this.pieces.push({
        words: new Int32Array(buffer),
        doubles: new Float64Array(buffer),
        ring: new Int32Array(rings),
        ringTimes: new Float64Array(rings),
      });
    }
    return this.used++;
  }

  giveBack(row: number): void {
    this.free.push(row);
  }
}
