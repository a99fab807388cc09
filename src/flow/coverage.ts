/** Places of the numbers that change with every frame: doubles in an array are written in place. */
const TIME = 0;
const START = 1;
const END = 2;
const GAP = 3;
const GAP_FROM = 4;
const GAP_TO = 5;
/** The whole second of the first frame, since 1970. */
const EPOCH = 6;
const NUMBERS = 7;

/** What a capture spans, and the clock its times are told in: nanoseconds after `epoch`. */
export class Coverage {
  frames = 0;
  /** Number of the frame at hand. */
  frame = 0;
  /** Its first number is the time of the frame at hand. */
  readonly clock = new Float64Array(NUMBERS);

  /** Counts a frame, which is at hand from now on. */
  count(number: number, seconds: number, nanos: number): void {
    const { clock } = this;
    if (this.frames === 0) {
      clock[EPOCH] = seconds;
      clock[TIME] = nanos;
      clock[START] = nanos;
      clock[END] = nanos;
    }
    const time = (seconds - clock[EPOCH]) * 1e9 + nanos;
    const passed = time - clock[TIME];
    if (passed > clock[GAP]) {
      clock[GAP] = passed;
      clock[GAP_FROM] = clock[TIME];
      clock[GAP_TO] = time;
    }
    if (time < clock[START]) clock[START] = time;
    if (time > clock[END]) clock[END] = time;
    clock[TIME] = time;
    this.frame = number;
    this.frames++;
  }

  /** Counts frames that the clock has seen already, the last of that number. */
  took(frames: number, last: number): void {
    if (frames === 0) return;
    this.frames += frames;
    this.frame = last;
  }

  /** A frame that the clock has seen already is at hand. */
  at(number: number, time: number): void {
    this.frame = number;
    this.clock[TIME] = time;
  }

  get time(): number {
    return this.clock[TIME];
  }

  get epoch(): number | null {
    return this.frames === 0 ? null : this.clock[EPOCH];
  }

  get start(): number | null {
    return this.frames === 0 ? null : this.clock[START];
  }

  get end(): number | null {
    return this.frames === 0 ? null : this.clock[END];
  }

  /** Longest stretch without any frame. */
  get gap(): { from: number; to: number } | null {
    const { clock } = this;
    return clock[GAP] === 0 ? null : { from: clock[GAP_FROM], to: clock[GAP_TO] };
  }
}
