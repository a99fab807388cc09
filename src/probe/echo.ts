import { RawSocket, SocketError } from "../node/raw-socket.js";
import type { Surroundings } from "./surroundings.js";

/** Type, code, checksum, identifier and sequence number (RFC 792, RFC 4443 section 4.1); the kernel fills checksum and identifier. */
const HEADER = 8;
const REQUEST = { 4: 8, 6: 128 } as const;
const REPLY = { 4: 0, 6: 129 } as const;
/** IP headers without options. */
const IP_HEADER = { 4: 20, 6: 40 } as const;
const room = Buffer.alloc(65_536);

/**
 * Echo requests without root, where net.ipv4.ping_group_range allows it. A reply proves that a packet of that size reached whoever answers for
 * the address, which may stand before the server: so it never contradicts what TCP found.
 */
export class Echo {
  readonly #s: Surroundings;
  readonly #socket: RawSocket;
  readonly #sizes: number[] = [];
  /** The largest echo request that was answered, in IP bytes. */
  answered: number | null = null;

  private constructor(s: Surroundings, socket: RawSocket) {
    this.#s = s;
    this.#socket = socket;
  }

  /** Null where the kernel does not allow it. */
  static open(s: Surroundings): Echo | null {
    try {
      const socket = RawSocket.open(s.libc, s.to.family, "ping");
      if (s.to.bind !== null) socket.bind(s.to.bind);
      return new Echo(s, socket);
    } catch (error) {
      if (error instanceof SocketError) return null;
      throw error;
    }
  }

  /** Sends a request of so many IP bytes, with DF. */
  ask(size: number): void {
    const { family, address } = this.#s.to;
    const request = Buffer.alloc(size - IP_HEADER[family]);
    request.writeUInt8(REQUEST[family], 0);
    request.writeUInt16BE(this.#sizes.length, 6);
    if (!this.#s.budget.datagram(size)) return;
    this.#sizes.push(size);
    // An error that came meanwhile is reported by the next call, which then sends nothing.
    for (let attempt = 0; attempt < 2 && !this.#socket.sendTo(request, address, 0); attempt++);
  }

  /** Takes in the replies that have come, and returns what the network said of the requests. */
  listen(): ReturnType<RawSocket["errors"]> {
    for (let got = this.#socket.receive(room); typeof got === "number"; got = this.#socket.receive(room)) {
      if (got < HEADER || room.readUInt8(0) !== REPLY[this.#s.to.family]) continue;
      const size = this.#sizes[room.readUInt16BE(6)];
      // Who answers with less than was sent has not shown that all of it arrived.
      if (size !== undefined && got === size - IP_HEADER[this.#s.to.family])
        this.answered = Math.max(this.answered ?? 0, size);
    }
    return this.#socket.errors();
  }

  close(): void {
    this.#socket.close();
  }
}
