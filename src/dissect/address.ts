import { u16 } from "./bytes.js";

/** The IPv4 address of 4 bytes at `at`, dotted. */
export function formatIpv4(b: Uint8Array, at: number): string {
  return `${b[at]}.${b[at + 1]}.${b[at + 2]}.${b[at + 3]}`;
}

/**
 * The IPv6 address of 16 bytes at `at`, RFC 5952: lower case, the longest run of two or more zero groups (the first of
 * equals) shortened, an IPv4-mapped address with its last four bytes dotted.
 */
export function formatIpv6(b: Uint8Array, at: number): string {
  let runStart = -1;
  let runLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && u16(b, at + 2 * (i + length)) === 0) length++;
    if (length > runLength) {
      runStart = i;
      runLength = length;
    }
    i += length;
  }
  const mapped = runStart === 0 && runLength === 5 && u16(b, at + 10) === 0xffff;
  if (mapped) return `::ffff:${formatIpv4(b, at + 12)}`;
  let text = "";
  for (let i = 0; i < 8; i++) {
    if (i === runStart) {
      text += "::";
      i += runLength - 1;
    } else {
      if (text !== "" && !text.endsWith(":")) text += ":";
      text += u16(b, at + 2 * i).toString(16);
    }
  }
  return text;
}
