import { CHECKSUM } from "../dissect/checksum.js";

/** What a verified checksum says of a packet; null where it cannot be told. */
export type ChecksumWord = "right" | "wrong" | "partial" | null;

export function checksumWord(value: number): ChecksumWord {
  if (value === CHECKSUM.good) return "right";
  if (value === CHECKSUM.bad) return "wrong";
  return value === CHECKSUM.partial ? "partial" : null;
}
