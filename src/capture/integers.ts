/** Reads in the byte order of the file that wrote them, without bounds checks. */

export function readU16(b: Uint8Array, at: number, little: boolean): number {
  return little ? b[at] | (b[at + 1] << 8) : (b[at] << 8) | b[at + 1];
}

export function readU32(b: Uint8Array, at: number, little: boolean): number {
  return little
    ? (b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) | (b[at + 3] << 24)) >>> 0
    : ((b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]) >>> 0;
}

/** An unsigned 64-bit number as a double: exact up to 2^53. */
export function readU64(b: Uint8Array, at: number, little: boolean): number {
  const first = readU32(b, at, little);
  const second = readU32(b, at + 4, little);
  return little ? second * 0x1_0000_0000 + first : first * 0x1_0000_0000 + second;
}
