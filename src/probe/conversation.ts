import { Socket } from "node:net";
import { connect } from "node:tls";
import type { Libc } from "../node/libc.js";
import { Attempt, type Endpoint } from "./attempt.js";
import { headTo, requestTo, serverName } from "./request.js";
import type { Target } from "./target.js";

/** Bytes of an answer after which a conversation counts as working. */
const PLENTY = 65_536;

/**
 * A connection that speaks as an ordinary client does: the TLS handshake of this Node where the target wants TLS, and where the
 * target is a URL, its request.
 */
export class Conversation extends Attempt {
  readonly target: Target;
  /** When all of it was done: the handshake, and the answer where something was asked for. */
  completedAt: number | null = null;
  /** Whether the TLS handshake was completed. */
  secure = false;
  tlsProtocol: string | null = null;
  /** A TLS alert that ended the handshake, and who sent it. */
  alert: { description: number; from: "client" | "server" } | null = null;
  readonly #name: string | null;
  #stream: Socket | null = null;

  constructor(libc: Libc, to: Endpoint, target: Target, size: number | null = null) {
    const name = serverName(target);
    const records = target.protocol === "http" ? [requestTo(target)] : [];
    super(libc, { to, size, records, enough: PLENTY });
    this.target = target;
    this.#name = name;
  }

  override tick(now: number): void {
    if (this.target.protocol !== "tls") {
      super.tick(now);
      const done = this.target.protocol === "tcp" ? this.connectedAt !== null : this.received > 0 && this.#ended();
      if (done && this.completedAt === null) this.completedAt = now;
      return;
    }
    if (this.#stream !== null) {
      this.sent = this.#stream.bytesWritten;
      if (!this.#stream.destroyed) this.look(now);
      return;
    }
    super.tick(now);
    if (this.connectedAt !== null && this.open) this.#startTls();
  }

  override close(): void {
    if (this.#stream === null) super.close();
    else {
      this.forget();
      this.#stream.destroy();
    }
  }

  #ended(): boolean {
    return this.end === "closed" || this.enough;
  }

  #startTls(): void {
    this.release();
    const stream = new Socket({ fd: this.socket.fd, readable: true, writable: true });
    this.#stream = stream;
    const tls = connect({
      socket: stream,
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
      ...(this.#name === null ? {} : { servername: this.#name }),
    });
    const finish = () => {
      this.completedAt ??= performance.now();
      if (!stream.destroyed) this.socket.closeInPeace();
      tls.destroy();
    };
    tls.once("secureConnect", () => {
      this.secure = true;
      this.tlsProtocol = tls.getProtocol();
      this.look(performance.now());
      if (/^https:/i.test(this.target.given)) tls.write(`${headTo(this.target)}\r\n`);
      else finish();
    });
    tls.on("data", (bytes: Buffer) => {
      this.received += bytes.length;
      this.#lookIfOpen();
      if (this.enough) finish();
    });
    tls.once("end", () => {
      this.#lookIfOpen();
      this.end = "closed";
      if (this.received > 0) finish();
    });
    const fail = (error: NodeJS.ErrnoException) => {
      this.alert ??= alertOf(error);
      this.error ??= error.code ?? error.message;
      if (error.code === "ECONNRESET" || error.code === "EPIPE") this.end ??= "reset";
      else this.end ??= "failed";
      this.progressAt = performance.now();
    };
    tls.once("error", fail);
    stream.once("error", fail);
  }

  #lookIfOpen(): void {
    if (this.#stream !== null && !this.#stream.destroyed) this.look(performance.now());
  }
}

/** OpenSSL's errors for alerts that came are 1000 and the description (openssl/ssl.h, SSL_AD_REASON_OFFSET). */
function alertOf(error: NodeJS.ErrnoException): Conversation["alert"] {
  const number = /(?:alert number |SSL alert number )(\d+)/.exec(error.message)?.[1];
  return number === undefined ? null : { description: Number(number), from: "server" };
}
