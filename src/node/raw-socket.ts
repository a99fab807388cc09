import { constants } from "node:os";
import { type QueuedError, readError } from "./error-queue.js";
import type { Libc } from "./libc.js";
import { decodeAddress, encodeAddress } from "./socket-address.js";
import { decodeTcpInfo, TCP_INFO_BYTES, type TcpInfo } from "./tcp-info.js";

const AF = { 4: 2, 6: 10 } as const;
const NONBLOCK_CLOEXEC = 0o4000 | 0o2000000;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const SO_RCVBUF = 8;
const SO_LINGER = 13;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const TCP_MAXSEG = 2;
const TCP_INFO = 11;
const MSG_DONTWAIT = 0x40;
/** Ends a record: what is sent later never shares a segment with it, nor does what is sent again. */
const MSG_EOR = 0x80;
const MSG_NOSIGNAL = 0x4000;

/** Level and names of the options that IPv4 and IPv6 have each for themselves. */
const IP = {
  4: { level: 0, mtuDiscover: 10, recvErr: 11, mtu: 14, hops: 2 },
  6: { level: 41, mtuDiscover: 23, recvErr: 25, mtu: 24, hops: 16 },
} as const;
/** Send with DF whatever is believed of the path (IP_PMTUDISC_PROBE, IPV6_PMTUDISC_PROBE). */
const PMTUDISC_PROBE = 3;

/** A failed system call: `code` as in Node's own errors. */
export class SocketError extends Error {
  readonly code: string;
  constructor(call: string, errno: number) {
    const code = nameOf(errno);
    super(`${call}: ${code}`);
    this.code = code;
  }
}

/** A non-blocking socket with the options that measuring needs. Its methods never wait. */
export class RawSocket {
  readonly fd: number;
  readonly family: 4 | 6;
  readonly #libc: Libc;
  #open = true;

  private constructor(libc: Libc, family: 4 | 6, fd: number) {
    this.#libc = libc;
    this.family = family;
    this.fd = fd;
  }

  /** @throws SocketError, of code EACCES where an ICMP socket is not allowed */
  static open(libc: Libc, family: 4 | 6, kind: "tcp" | "udp" | "ping"): RawSocket {
    const protocol = kind === "ping" ? (family === 4 ? 1 : 58) : 0;
    const fd = libc.socket(AF[family], (kind === "tcp" ? 1 : 2) | NONBLOCK_CLOEXEC, protocol);
    if (fd < 0) throw new SocketError("socket", libc.errno());
    const socket = new RawSocket(libc, family, fd);
    if (kind === "tcp") {
      socket.#set(IPPROTO_TCP, TCP_NODELAY, 1);
      // Closing resets, even when the process is killed: nothing is sent again for minutes, and the server is free at once.
      socket.#setBytes(SOL_SOCKET, SO_LINGER, pair(1, 0));
    } else {
      socket.#set(IP[family].level, IP[family].mtuDiscover, PMTUDISC_PROBE);
    }
    socket.#set(IP[family].level, IP[family].recvErr, 1);
    return socket;
  }

  /** The MSS to announce, and to send at most; before connect. */
  set mss(value: number) {
    this.#set(IPPROTO_TCP, TCP_MAXSEG, value);
  }

  /** Bounds what the other side may send before it is read; before connect. */
  set receiveBuffer(bytes: number) {
    this.#set(SOL_SOCKET, SO_RCVBUF, bytes);
  }

  /** Closing then ends the connection as usual, instead of resetting it. */
  closeInPeace(): void {
    this.#setBytes(SOL_SOCKET, SO_LINGER, pair(0, 0));
  }

  set hops(value: number) {
    this.#set(IP[this.family].level, IP[this.family].hops, value);
  }

  bind(address: string, port = 0): void {
    const name = encodeAddress(address, port);
    if (this.#libc.bind(this.fd, name, name.length) < 0) throw new SocketError("bind", this.#libc.errno());
  }

  /** Starts to connect. @throws SocketError where it fails at once */
  connect(address: string, port: number): void {
    const name = encodeAddress(address, port);
    if (this.#libc.connect(this.fd, name, name.length) < 0) {
      const errno = this.#libc.errno();
      if (errno !== constants.errno.EINPROGRESS) throw new SocketError("connect", errno);
    }
  }

  localAddress(): { address: string; port: number } | null {
    const name = Buffer.alloc(128);
    const length = lengthOf(name.length);
    if (this.#libc.getsockname(this.fd, name, length) < 0) return null;
    return decodeAddress(name.subarray(0, length.readUInt32LE(0)));
  }

  /** The path MTU that the kernel has for a connected socket's destination. */
  pathMtu(): number | null {
    return this.#get(IP[this.family].level, IP[this.family].mtu);
  }

  /** The error that ended the connection, once, as a code; null when there is none. */
  takeError(): string | null {
    const errno = this.#get(SOL_SOCKET, SO_ERROR);
    return errno ? nameOf(errno) : null;
  }

  tcpInfo(): TcpInfo {
    return tcpInfoOf(this.#libc, this.fd);
  }

  /** Sends all of it as a record of its own. @throws SocketError */
  sendRecord(bytes: Buffer): void {
    const sent = this.#libc.send(this.fd, bytes, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL | MSG_EOR);
    if (sent < 0) throw new SocketError("send", this.#libc.errno());
  }

  /** @returns false where the kernel refused it (too large for the device, an earlier ICMP error) */
  sendTo(bytes: Buffer, address: string, port: number): boolean {
    const name = encodeAddress(address, port);
    return this.#libc.sendto(this.fd, bytes, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL, name, name.length) >= 0;
  }

  /** What has come: bytes, the end, nothing yet, or an error's code. */
  receive(room: Buffer): number | "end" | "nothing" | { error: string } {
    const count = this.#libc.recv(this.fd, room, room.length, MSG_DONTWAIT);
    if (count > 0) return Number(count);
    if (count === 0) return "end";
    const errno = this.#libc.errno();
    return errno === constants.errno.EAGAIN ? "nothing" : { error: nameOf(errno) };
  }

  /** What the network said of packets sent before. */
  *errors(): Generator<QueuedError> {
    for (let error = readError(this.#libc, this.fd); error !== null; error = readError(this.#libc, this.fd))
      yield error;
  }

  /** From now on somebody else closes it; it may still be asked for its {@link tcpInfo} until then. */
  release(): void {
    this.#open = false;
  }

  close(): void {
    if (!this.#open) return;
    this.release();
    this.#libc.close(this.fd);
  }

  #set(level: number, name: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    this.#setBytes(level, name, bytes);
  }

  #setBytes(level: number, name: number, bytes: Buffer): void {
    if (this.#libc.setsockopt(this.fd, level, name, bytes, bytes.length) < 0)
      throw new SocketError("setsockopt", this.#libc.errno());
  }

  #get(level: number, name: number): number | null {
    const value = Buffer.alloc(8);
    const length = lengthOf(4);
    return this.#libc.getsockopt(this.fd, level, name, value, length) < 0 ? null : value.readInt32LE(0);
  }
}

function tcpInfoOf(libc: Libc, fd: number): TcpInfo {
  const value = Buffer.alloc(TCP_INFO_BYTES);
  const length = lengthOf(TCP_INFO_BYTES);
  if (libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO, value, length) < 0) return decodeTcpInfo(value, 0);
  return decodeTcpInfo(value, length.readUInt32LE(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeUInt32LE(bytes);
  return length;
}

function pair(a: number, b: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(a, 0);
  bytes.writeInt32LE(b, 4);
  return bytes;
}

const NAMES = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

function nameOf(errno: number): string {
  return NAMES.get(errno) ?? `errno ${errno}`;
}
