import { u16 } from "../../dissect/bytes.js";
import {
  clientHelloServerName,
  isTlsHandshake,
  isTlsRecord,
  TLS_CONTENT,
  TLS_HANDSHAKE,
  TLS_HANDSHAKE_HEADER,
  TLS_RECORD_HEADER,
} from "../../dissect/tls.js";
import type { Rewrite } from "./rewrite.js";

/** Directions remembered before all are forgotten: their next record is then found where a segment begins with one. */
const MAX_DIRECTIONS = 100_000;
/** Further than a record reaches there is none to wait for: RFC 5246 section 6.2.3. */
const LONGEST_RECORD = TLS_RECORD_HEADER + 16384 + 2048;
/** A plaintext alert has two bytes, RFC 8446 section 6; an encrypted one has more. */
const PLAIN_ALERT = 2;

/** Empties TLS records but for what tells how far a handshake came: headers, alerts in the clear, and another server's name. */
export class TlsRecords {
  /** Direction -> the sequence number its next record header has. */
  private readonly due = new Map<string, number>();

  /**
   * Empties the payload `[at, end)` of a segment whose first byte has the number `sequence`; on the wire it went to `wireEnd`.
   * `direction` names the flow's direction at its vantage point. Returns the end of what is worth keeping.
   */
  blank(w: Rewrite, direction: string, sequence: number, at: number, end: number, wireEnd: number): number {
    w.out.fill(0, at, end);
    const due = this.due.get(direction);
    const skip = due === undefined ? 0 : distance(sequence, due);
    if (skip > 0 && at + skip >= wireEnd) return at;
    let record = at + skip;
    let kept = at;
    while (record + TLS_RECORD_HEADER <= end && isTlsRecord(w.before, record)) {
      kept = blankRecord(w, record, end);
      record += TLS_RECORD_HEADER + u16(w.before, record + 3);
    }
    const next = (sequence + record - at) >>> 0;
    // What is sent again does not take back what is due.
    if (kept > at && (due === undefined || distance(next, due) === 0)) {
      if (this.due.size >= MAX_DIRECTIONS) this.due.clear();
      this.due.set(direction, next);
    }
    return kept;
  }
}

/** How far `to` lies ahead; 0 where it does not, or further than a record reaches, as that of an earlier connection. */
function distance(from: number, to: number): number {
  const ahead = (to - from) | 0;
  return ahead > 0 && ahead <= LONGEST_RECORD ? ahead : 0;
}

/** Puts back of one record what may be kept; returns the end of that. */
function blankRecord(w: Rewrite, at: number, end: number): number {
  const body = at + TLS_RECORD_HEADER;
  const length = u16(w.before, at + 3);
  const stop = Math.min(end, body + length);
  let kept = body;
  if (w.before[at] === TLS_CONTENT.alert && length === PLAIN_ALERT) kept = stop;
  if (w.before[at] === TLS_CONTENT.handshake && body + TLS_HANDSHAKE_HEADER <= stop && isTlsHandshake(w.before, body)) {
    kept = body + TLS_HANDSHAKE_HEADER;
    if (w.before[body] === TLS_HANDSHAKE.clientHello) kept = blankHello(w, kept, stop);
  }
  // Within a ClientHello more than the header was put back already.
  const header = Math.min(kept, body + TLS_HANDSHAKE_HEADER);
  w.out.set(w.before.subarray(at, header), at);
  return kept;
}

/**
 * Of a ClientHello (RFC 8446 section 4.1.2) lengths and types of extensions up to the server's name (RFC 6066 section 3), and that
 * name replaced. Returns the end of it, or `at` where it has none or is cut before it.
 */
function blankHello(w: Rewrite, at: number, stop: number): number {
  const name = clientHelloServerName(w.before, at, stop);
  if (name === null) return at;
  const copy = (from: number, to: number) => w.out.set(w.before.subarray(from, to), from);
  copy(at, at + 2);
  let p = at + 34;
  for (const size of [1, 2, 1]) {
    copy(p, p + size);
    p += size + (size === 1 ? w.before[p] : u16(w.before, p));
  }
  copy(p, p + 2);
  p += 2;
  while (u16(w.before, p) !== 0) {
    copy(p, p + 4);
    p += 4 + u16(w.before, p + 2);
  }
  // Type and length, length of the list, kind, length of the name.
  const text = p + 9;
  copy(p, text);
  const other = w.name(name);
  for (let i = 0; i < name.length; i++) w.out[text + i] = other.charCodeAt(i);
  return text + name.length;
}
