/**
 * The packets that the lane took last, by the numbers of their frames: time (a double), then sequence number, acknowledgment, size
 * and identification, window and flags, timestamp value, and the number of the frame before from the same side. It is written
 * from one end to the other, so that it costs little; only a flow that leaves the lane looks back.
 */
export const ENTRY = 8;
export const SEQUENCE = 2;
export const ACKNOWLEDGMENT = 3;
/** The size in the upper half, the identification in the lower. */
export const SIZE_AND_ID = 4;
/** The window in the upper half; whether there is a timestamp option, and the flags, in the lower. */
export const WINDOW_AND_FLAGS = 5;
export const TIMESTAMP = 6;
export const BEFORE = 7;
export const STAMPED = 0x8000;

const FIRST_FRAMES = 1024;
/** Frames remembered at most: a second of a million packets is more than a mirror port is behind. */
const MOST_FRAMES = 1 << 18;

export class PacketLog {
  private frames = FIRST_FRAMES;
  /** Number of the last frame written, for who writes it to set. */
  last = 0;
  /** A frame of this number or a later one is not to be written before {@link turn}. */
  limit = FIRST_FRAMES;
  mask = FIRST_FRAMES - 1;
  words = new Int32Array(FIRST_FRAMES * ENTRY);
  times = new Float64Array(this.words.buffer);

  /** Where the frame of this number is, or will be, written: a place in units of 4 bytes. */
  at(frame: number): number {
    return (frame & this.mask) * ENTRY;
  }

  /** Whether a frame that was written still is there. */
  has(frame: number): boolean {
    return frame > this.last - this.frames;
  }

  /**
   * Makes room for the frame of that number, and for many after it. Returns the number of the last frame that may be overwritten
   * until `turn` is called again: who still needs one must take it now.
   */
  turn(frame: number): number {
    while (frame >= this.limit && this.frames < MOST_FRAMES) this.grow();
    if (frame < this.limit) return 0;
    this.limit = frame + MOST_FRAMES / 2;
    return frame - MOST_FRAMES / 2;
  }

  private grow(): void {
    const { frames, mask, words } = this;
    this.frames = 2 * frames;
    this.mask = this.frames - 1;
    this.words = new Int32Array(this.frames * ENTRY);
    this.times = new Float64Array(this.words.buffer);
    for (let n = Math.max(0, this.last - frames + 1); n <= this.last; n++) {
      const from = (n & mask) * ENTRY;
      this.words.set(words.subarray(from, from + ENTRY), (n & this.mask) * ENTRY);
    }
    this.limit = this.last + frames + 1;
  }
}
