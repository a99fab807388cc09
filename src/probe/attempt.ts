import type { QueuedError } from "../node/error-queue.js";
import type { Libc } from "../node/libc.js";
import { RawSocket, SocketError } from "../node/raw-socket.js";
import { decodeTcpInfo, type TcpInfo } from "../node/tcp-info.js";
import { headersOf, LARGEST, TIMESTAMPS } from "./sizes.js";

export interface Endpoint {
  address: string;
  port: number;
  family: 4 | 6;
  /** The local address to use. */
  bind: string | null;
}

/** How a connection ended, where it did. */
export type End = "refused" | "reset" | "closed" | "unreachable" | "failed";

export interface AttemptOptions {
  to: Endpoint;
  /** The largest packet we allow the other side to send, in IP bytes; the device's own MTU when null. */
  size: number | null;
  /** What to say once connected, each in a packet of its own. */
  records: readonly Buffer[];
  /** Bytes after which the other side has said enough. */
  enough: number;
}

const CLOSING: Readonly<Record<string, End>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EACCES: "unreachable",
};
/** Bytes of the answer's beginning that are kept. */
const HEAD = 64;
const room = Buffer.alloc(65_536);

/** One connection, looked at from the kernel's side; {@link tick} moves it on, and never waits. */
export class Attempt {
  readonly to: Endpoint;
  readonly socket: RawSocket;
  /** As asked for; see {@link offered} for what the SYN said. */
  readonly size: number | null;
  readonly startedAt = performance.now();
  connectedAt: number | null = null;
  /** When the first and the last byte of an answer came. */
  answeredAt: number | null = null;
  progressAt = this.startedAt;
  end: End | null = null;
  /** The error's code, where an error ended it. */
  error: string | null = null;
  icmp: QueuedError | null = null;
  info: TcpInfo = decodeTcpInfo(Buffer.alloc(0));
  head: Buffer = Buffer.alloc(0);
  received = 0;
  sent = 0;
  local: { address: string; port: number } | null = null;
  readonly #options: AttemptOptions;
  #guess = 0;
  #rcvMss = 0;
  #outOfOrder = 0;
  #open = true;

  /** @throws SocketError where there is no socket to be had */
  constructor(libc: Libc, options: AttemptOptions) {
    this.#options = options;
    this.to = options.to;
    this.size = options.size;
    const { family, address, port, bind } = options.to;
    this.socket = RawSocket.open(libc, family, "tcp");
    try {
      if (options.size !== null) this.socket.mss = options.size - headersOf(family);
      this.socket.receiveBuffer = receiveBufferFor(options.size ?? usualSize(address));
      if (bind !== null) this.socket.bind(bind);
      this.socket.connect(address, port);
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      this.#fail(error.code);
    }
  }

  get open(): boolean {
    return this.#open;
  }

  /** The largest packet our SYN allowed, in IP bytes; null before the connection stands. */
  get offered(): number | null {
    return this.connectedAt === null ? null : this.info.advMss + this.#overhead;
  }

  /** The largest packet we may send, in IP bytes. */
  get sendable(): number {
    return this.info.sndMss + this.#overhead;
  }

  /** The largest packet that is known to have come, in IP bytes; 0 when nothing did. */
  get largest(): number {
    const { bytesReceived, segmentsReceived, advMss } = this.info;
    if (bytesReceived === 0) return 0;
    const average = Math.ceil(bytesReceived / Math.max(1, segmentsReceived));
    // The kernel's estimate starts at a guess, which says nothing until something larger comes.
    const seen = this.#rcvMss > this.#guess ? this.#rcvMss : Math.min(average, advMss);
    return Math.max(seen, Math.min(average, advMss)) + this.#overhead;
  }

  /** Payload bytes of what we said that the other side acknowledged. */
  get acknowledged(): number {
    return Math.max(0, this.info.bytesAcked - 1);
  }

  get answered(): boolean {
    return this.info.bytesReceived > 0;
  }

  get enough(): boolean {
    return this.received >= this.#options.enough;
  }

  get #overhead(): number {
    return headersOf(this.to.family) + (this.info.timestamps ? TIMESTAMPS : 0);
  }

  tick(now: number): void {
    if (!this.#open) return;
    if (this.connectedAt === null) this.#connecting(now);
    if (this.connectedAt === null || !this.#open) return;
    this.look(now);
    this.#drain(now);
  }

  /** Takes over what the kernel knows by now. */
  look(now: number): void {
    if (!this.#open) return;
    const info = this.socket.tcpInfo();
    if (info.bytesReceived !== this.info.bytesReceived || info.outOfOrder !== this.#outOfOrder) this.progressAt = now;
    if (info.bytesReceived > 0 && this.answeredAt === null) this.answeredAt = now;
    // A reset connection keeps its counters, and nothing else.
    this.info = info.advMss === 0 ? { ...info, advMss: this.info.advMss, sndMss: this.info.sndMss } : info;
    this.#rcvMss = Math.max(this.#rcvMss, info.rcvMss);
    this.#outOfOrder = info.outOfOrder;
  }

  say(records: readonly Buffer[]): void {
    try {
      for (const record of records) {
        this.socket.sendRecord(record);
        this.sent += record.length;
      }
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      this.#fail(error.code);
    }
  }

  /** Ends it with a reset: nothing lingers here or there. */
  close(): void {
    this.#shut();
  }

  /** Ends it as an ordinary client would. */
  finish(): void {
    if (!this.#open) return;
    this.#open = false;
    this.socket.closeInPeace();
    this.socket.close();
  }

  /** Leaves the socket to somebody else; it is still looked at until {@link forget}. */
  release(): void {
    this.socket.release();
  }

  forget(): void {
    this.#open = false;
  }

  #connecting(now: number): void {
    for (const error of this.socket.errors()) this.icmp = error;
    const error = this.socket.takeError();
    if (error !== null) {
      this.#fail(error);
      return;
    }
    const info = this.socket.tcpInfo();
    if (info.connecting) return;
    // Reading an ICMP error off its queue has cleared the error itself.
    if (info.closed) {
      this.#fail(this.icmp === null ? "ECONNRESET" : "EHOSTUNREACH");
      return;
    }
    this.info = info;
    this.connectedAt = now;
    this.progressAt = now;
    this.#guess = info.rcvMss;
    this.#outOfOrder = info.outOfOrder;
    this.local = this.socket.localAddress();
    this.say(this.#options.records);
  }

  #drain(now: number): void {
    while (this.#open && !this.enough) {
      const got = this.socket.receive(room);
      if (got === "nothing") return;
      if (got === "end") {
        this.end = "closed";
        this.progressAt = now;
        this.finish();
      } else if (typeof got === "object") {
        this.#fail(got.error);
      } else {
        if (this.head.length < HEAD) this.head = Buffer.concat([this.head, room.subarray(0, got)]).subarray(0, HEAD);
        this.received += got;
      }
    }
  }

  /** Also called by the constructor: nothing of a subclass may be needed. */
  #fail(code: string): void {
    this.error = code;
    this.end = CLOSING[code] ?? "failed";
    this.progressAt = performance.now();
    this.#shut();
  }

  #shut(): void {
    if (!this.#open) return;
    this.#open = false;
    this.socket.close();
  }
}

/** Room for a few full segments: less would make senders cut them, more would let a large answer pour in. */
function receiveBufferFor(size: number): number {
  return Math.max(16_384, 4 * size);
}

/** The largest packets that devices take: Ethernet's jumbo frames, or what a loopback has. */
function usualSize(address: string): number {
  return /^(127\.|::1$)/.test(address) ? LARGEST : 9000;
}
