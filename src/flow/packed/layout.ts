import type { Digest } from "../digest.js";

/**
 * Where the numbers of a packed direction lie, from its beginning. A sighting is its frame, -1 for none, and its time. A list is how far on
 * it lies, 0 where it is empty; there, its length and its elements.
 */
export const PACKETS = 0;
export const BYTES = 1;
export const FIRST = 2;
export const LAST = 4;
/** NaN for null, as with every number that may be. */
export const BASE = 6;
export const ACK = 7;
export const ACK_PROGRESS = 8;
export const DUPLICATE_ACKS = 10;
export const NEW_DATA = 11;
export const BEFORE_PAUSE = 13;
export const FIRST_REPEAT = 15;
export const LAST_REPEAT = 17;
export const REPEATS = 19;
export const LATE_COUNT = 20;
export const KEEP_ALIVES = 21;
export const WINDOW = 22;
export const TTL_LOW = 23;
export const TTL_HIGH = 24;
export const DF_SET = 25;
export const DF_CLEAR = 26;
export const VERIFIED = 27;
export const WRONG = 28;
export const PARTIAL = 29;
export const FIRST_DATA = 30;
export const BARE = 32;
export const LARGEST_BARE = 33;
export const LAST_BARE = 34;
export const OUTER_FRAGMENTS = 36;
/** How far on these lie, which are lists or may be null. */
export const SYN = 37;
export const FIN = 38;
export const RST = 39;
export const TLS = 40;
export const COVERED = 41;
export const SETTLED = 42;
export const SEGMENTS = 43;
export const SIZES = 44;
export const SACKED = 45;
export const DUPLICATED = 46;
export const LATE = 47;
export const ZERO_WINDOW = 48;
export const WRONG_FRAMES = 49;
export const SAMPLES = 50;
export const DIRECTION = 51;

export const CLIENT_BY = ["syn", "syn-ack", "guess"] as const;

/** A share's digest: what it says beside its TCP flows, and these. */
export interface PackedDigest {
  digest: Digest;
  flows: PackedFlows;
}

/** TCP flows as one stretch of doubles, which goes from thread to thread without a copy; texts by their places in a list. */
export interface PackedFlows {
  count: number;
  numbers: Float64Array<ArrayBuffer>;
  texts: string[];
}
