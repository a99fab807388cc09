import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 13;
/** Content types: change cipher spec to heartbeat, and connection ids (RFC 9146). */
const FIRST_TYPE = 20;
const LAST_TYPE = 25;

/** Whether a DTLS 1.0 or 1.2 record header begins at `at`; the version is the complement of what TLS would write. */
export function isDtls(b: Uint8Array, at: number, end: number): boolean {
  if (at + HEADER > end || b[at] < FIRST_TYPE || b[at] > LAST_TYPE) return false;
  const version = u16(b, at + 1);
  return version === 0xfeff || version === 0xfefd;
}

/**
 * DTLS, RFC 6347 section 4.1: opaque but for its header.
 *
 *     | content type (1) | version (2) | epoch (2) | sequence number (6) | length (2) |
 */
export function dissectDtls(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("DTLS header", HEADER, at, wireEnd);
  if (!isDtls(d.bytes, at, end)) return PROTOCOL.none;
  d.push(PROTOCOL.dtls, at, at + HEADER, end, wireEnd);
  return PROTOCOL.none;
}

/** Accessors take the offset of the record header. */
export const dtls = {
  contentType: (b: Uint8Array, at: number) => b[at],
  version: (b: Uint8Array, at: number) => u16(b, at + 1),
};
