import { u16, u24 } from "./bytes.js";

/** TLS over TCP, RFC 8446: records, the type of handshake messages, the server's name. */

const EXTENSION_SERVER_NAME = 0;
const NAME_TYPE_HOST = 0;

/** Record content types, RFC 8446 section 5.1. */
export const TLS_CONTENT = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;

/** Handshake types, RFC 8446 section 4. */
export const TLS_HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

export const TLS_RECORD_HEADER = 5;
export const TLS_HANDSHAKE_HEADER = 4;
/** 2^14 of plaintext and what TLS 1.2 lets encryption add, RFC 5246 section 6.2.3. */
const MAX_FRAGMENT = 16384 + 2048;

/**
 * Whether a TLS record header begins at `at`; the 5 bytes must be there.
 *
 *     | content type (1) | version (2) | length (2) | fragment ... |
 */
export function isTlsRecord(b: Uint8Array, at: number): boolean {
  const type = b[at];
  if (type < TLS_CONTENT.changeCipherSpec || type > TLS_CONTENT.heartbeat) return false;
  if (b[at + 1] !== 3 || b[at + 2] > 4) return false;
  return u16(b, at + 3) <= MAX_FRAGMENT;
}

/** Accessors take the offset of the record header. */
export const tlsRecord = {
  contentType: (b: Uint8Array, at: number) => b[at],
  version: (b: Uint8Array, at: number) => u16(b, at + 1),
  /** Of the fragment that follows the header, in bytes. */
  length: (b: Uint8Array, at: number) => u16(b, at + 3),
};

/**
 * Accessors take the offset of the handshake header, RFC 8446 section 4; once the handshake is encrypted its bytes mean nothing.
 *
 *     | type (1) | length (3) | message ... |
 */
export const tlsHandshake = {
  type: (b: Uint8Array, at: number) => b[at],
  /** Of the message that follows the header, in bytes. */
  length: (b: Uint8Array, at: number) => u24(b, at + 1),
};

/** Whether a handshake message header of a type that opens in the clear, and of a length it can have, begins at `at`. */
export function isTlsHandshake(b: Uint8Array, at: number): boolean {
  return b[at] <= 25 && u24(b, at + 1) <= 0x20000;
}

/** Version and random. */
const FIXED = 34;
const LONGEST_NAME = 255;

/**
 * The host name of a ClientHello's server_name extension, or null where it has none or is cut before it.
 * `at` is the offset just past the handshake header, `end` the end of the bytes there are.
 *
 * ClientHello, RFC 8446 section 4.1.2; server_name, RFC 6066 section 3.
 *
 *     | version (2) | random (32) | session id (1 + n) | cipher suites (2 + n) | compression (1 + n) | extensions (2 + n) |
 */
export function clientHelloServerName(b: Uint8Array, at: number, end: number): string | null {
  let p = at + FIXED;
  if (p + 1 > end) return null;
  p += 1 + b[p];
  if (p + 2 > end) return null;
  p += 2 + u16(b, p);
  if (p + 1 > end) return null;
  p += 1 + b[p];
  if (p + 2 > end) return null;
  const stop = Math.min(end, p + 2 + u16(b, p));
  p += 2;
  while (p + 4 <= stop) {
    const type = u16(b, p);
    const length = u16(b, p + 2);
    if (type === EXTENSION_SERVER_NAME) return hostName(b, p + 4, Math.min(stop, p + 4 + length));
    p += 4 + length;
  }
  return null;
}

/**
 *     | list length (2) | name type (1) | name length (2) | name ... |
 */
function hostName(b: Uint8Array, at: number, end: number): string | null {
  if (at + 5 > end || b[at + 2] !== NAME_TYPE_HOST) return null;
  const length = u16(b, at + 3);
  if (length === 0 || length > LONGEST_NAME || at + 5 + length > end) return null;
  let name = "";
  for (let i = at + 5; i < at + 5 + length; i++) {
    // RFC 6066: ASCII, without the control characters that would reach a terminal.
    if (b[i] <= 0x20 || b[i] >= 0x7f) return null;
    name += String.fromCharCode(b[i]);
  }
  return name;
}
