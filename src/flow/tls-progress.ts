import {
  clientHelloServerName,
  isTlsRecord,
  TLS_CONTENT,
  TLS_HANDSHAKE,
  TLS_HANDSHAKE_HEADER,
  TLS_RECORD_HEADER,
  tlsHandshake,
  tlsRecord,
} from "../dissect/tls.js";
import type { TlsProgress } from "./digest.js";

/** As much of a ClientHello as is kept to find the server name in; post-quantum hellos have some 1900 bytes. */
const MAX_HELLO = 4096;

const NOTHING: number[] = [];

/**
 * Follows the TLS records of one direction by their headers, across segments.
 * Where bytes were not captured it waits for the next segment that begins like a record.
 */
export class TlsTracker {
  private progress: TlsProgress | null = null;
  /** Relative sequence number at which the next record header is due; null when lost. */
  private due: number | null = null;
  private partial: number[] = NOTHING;
  private hello: Uint8Array | null = null;
  private helloLength = 0;
  /** Relative sequence number of the next hello byte to collect. */
  private helloDue = 0;
  private helloEnd = 0;
  private encrypted = false;
  private rejected = false;

  /** Whether nothing that may follow can tell more: it is no TLS, or all of it is encrypted. */
  get isDone(): boolean {
    // What of a ClientHello was not captured before that will not come any more.
    return this.rejected || this.progress?.applicationData != null;
  }

  get alerted(): boolean {
    return this.progress?.alert != null;
  }

  /** Whether only payload that begins like a record can tell more. */
  get isBetween(): boolean {
    return this.due === null && this.hello === null && this.partial.length === 0;
  }

  /** Payload [from, to) on the wire, of which `bytes[start, end)` was captured. */
  feed(from: number, to: number, bytes: Uint8Array, start: number, end: number, frame: number, time: number): void {
    if (this.rejected) return;
    if (this.hello !== null) this.collect(from, bytes, start, end);
    if (this.partial.length > 0 && this.due !== null) {
      const carried = this.due + this.partial.length;
      if (from === carried) {
        const header = this.partial.slice();
        let at = start;
        while (header.length < TLS_RECORD_HEADER + 6 && at < end) header.push(bytes[at++]);
        const joined = Uint8Array.from(header);
        this.partial = NOTHING;
        const next = this.record(this.due, joined, 0, joined.length, frame, time);
        if (next === null) return;
        this.due = next;
      }
    }
    if (this.due === null || (this.due !== from && (this.due < from || this.due >= to))) {
      if (this.due !== null && this.due >= to) return;
      if (!looksLikeRecord(bytes, start, end)) {
        if (this.progress === null && from === 1) this.rejected = true;
        return;
      }
      this.due = from;
    }
    while (this.due !== null && this.due >= from && this.due < to) {
      const at = start + (this.due - from);
      if (at + TLS_RECORD_HEADER > end) {
        this.partial = NOTHING;
        if (at < end && this.due + (end - at) === to) this.partial = [...bytes.subarray(at, end)];
        else this.due = null;
        return;
      }
      this.due = this.record(this.due, bytes, at, end, frame, time);
    }
  }

  /** Reads one record header at `at`; returns where the next is due, null when this is none. */
  private record(relative: number, b: Uint8Array, at: number, end: number, frame: number, time: number): number | null {
    if (!looksLikeRecord(b, at, end)) return null;
    const type = tlsRecord.contentType(b, at);
    const length = tlsRecord.length(b, at);
    const p = this.start();
    const body = at + TLS_RECORD_HEADER;
    if (type === TLS_CONTENT.applicationData) {
      p.applicationData ??= { frame, time };
      // In TLS 1.3 nothing announces it (RFC 8446 section 5); in TLS 1.2 it was.
      this.encrypted = true;
    } else if (type === TLS_CONTENT.changeCipherSpec) {
      p.changeCipherSpec ??= { frame, time };
      this.encrypted = true;
    } else if (type === TLS_CONTENT.alert) {
      // A plaintext alert has exactly two bytes, RFC 8446 section 6.
      if (!this.encrypted && length === 2 && body + 2 <= end) {
        const level = b[body];
        const description = b[body + 1];
        if (level === 2 || p.alert === null) p.alert = { frame, time, level, description };
      }
    } else if (!this.encrypted && body + TLS_HANDSHAKE_HEADER <= end) {
      const handshake = tlsHandshake.type(b, body);
      if (handshake === TLS_HANDSHAKE.clientHello && p.clientHello === null) {
        const helloLength = tlsHandshake.length(b, body);
        p.clientHello = { frame, time, length: helloLength + TLS_HANDSHAKE_HEADER, sni: null };
        this.hello = new Uint8Array(Math.min(MAX_HELLO, helloLength));
        this.helloLength = 0;
        this.helloDue = relative + TLS_RECORD_HEADER + TLS_HANDSHAKE_HEADER;
        this.helloEnd = this.helloDue + this.hello.length;
        this.collect(relative, b, at, end);
      } else if (handshake === TLS_HANDSHAKE.serverHello) {
        p.serverHello ??= { frame, time };
      } else if (handshake === TLS_HANDSHAKE.certificate) {
        p.certificate ??= { frame, time };
      }
    }
    return relative + TLS_RECORD_HEADER + length;
  }

  private collect(from: number, b: Uint8Array, start: number, end: number): void {
    const hello = this.hello;
    if (hello === null) return;
    const skip = this.helloDue - from;
    if (skip < 0 || start + skip >= end) return;
    const take = Math.min(end - start - skip, this.helloEnd - this.helloDue);
    hello.set(b.subarray(start + skip, start + skip + take), this.helloLength);
    this.helloLength += take;
    this.helloDue += take;
    const name = clientHelloServerName(hello, 0, this.helloLength);
    const p = this.start();
    if (p.clientHello !== null && name !== null) p.clientHello.sni = name;
    if (name !== null || this.helloDue >= this.helloEnd) this.hello = null;
  }

  private start(): TlsProgress {
    this.progress ??= {
      clientHello: null,
      serverHello: null,
      certificate: null,
      alert: null,
      changeCipherSpec: null,
      applicationData: null,
    };
    return this.progress;
  }

  finish(): TlsProgress | null {
    return this.progress;
  }
}

function looksLikeRecord(b: Uint8Array, at: number, end: number): boolean {
  return at + TLS_RECORD_HEADER <= end && isTlsRecord(b, at);
}
