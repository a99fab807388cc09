import type { Libc } from "./libc.js";
import { decodeAddress } from "./socket-address.js";

/** An error of the network that a socket's error queue holds (struct sock_extended_err of linux/errqueue.h). */
export interface QueuedError {
  errno: number;
  /** `local` where this host itself would not send the packet. */
  origin: "local" | "icmp" | "icmp6" | "other";
  type: number;
  code: number;
  /** The MTU in a PTB. */
  value: number;
  /** Who sent the ICMP error. */
  offender: string | null;
  /** Where the packet in question was going. */
  destination: { address: string; port: number } | null;
}

const MSG_ERRQUEUE = 0x2000;
const ORIGINS = { 1: "local", 2: "icmp", 3: "icmp6" } as const;
/** IP_RECVERR under SOL_IP, IPV6_RECVERR under SOL_IPV6. */
const RECVERR: Readonly<Record<number, number>> = { 0: 11, 41: 25 };
const CMSG_HEADER = 16;

/** The next error in a socket's queue; null when it is empty. */
export function readError(libc: Libc, fd: number): QueuedError | null {
  const name = Buffer.alloc(128);
  const payload = Buffer.alloc(128);
  const control = Buffer.alloc(512);
  // struct iovec and struct msghdr of a 64-bit machine.
  const vector = Buffer.alloc(128);
  vector.writeBigUInt64LE(libc.addressOf(payload), 0);
  vector.writeBigUInt64LE(BigInt(payload.length), 8);
  const header = Buffer.alloc(128);
  header.writeBigUInt64LE(libc.addressOf(name), 0);
  header.writeUInt32LE(name.length, 8);
  header.writeBigUInt64LE(libc.addressOf(vector), 16);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(libc.addressOf(control), 32);
  header.writeBigUInt64LE(BigInt(control.length), 40);
  if (libc.recvmsg(fd, header, MSG_ERRQUEUE) < 0) return null;
  const used = Number(header.readBigUInt64LE(40));
  return decodeErrors(control.subarray(0, used), decodeAddress(name.subarray(0, header.readUInt32LE(8))));
}

/** The error among the control messages of one reading: each a length (8), a level (4), a type (4), and what it says, padded to 8. */
export function decodeErrors(control: Buffer, destination: QueuedError["destination"]): QueuedError | null {
  for (let at = 0; at + CMSG_HEADER <= control.length; ) {
    const length = Number(control.readBigUInt64LE(at));
    if (length < CMSG_HEADER || at + length > control.length) return null;
    const level = control.readUInt32LE(at + 8);
    const type = control.readUInt32LE(at + 12);
    const said = control.subarray(at + CMSG_HEADER, at + length);
    if (RECVERR[level] === type && said.length >= 16) return decodeExtendedError(said, destination);
    at += (length + 7) & ~7;
  }
  return null;
}

function decodeExtendedError(said: Buffer, destination: QueuedError["destination"]): QueuedError {
  const origin = said.readUInt8(4);
  return {
    errno: said.readUInt32LE(0),
    origin: ORIGINS[origin as keyof typeof ORIGINS] ?? "other",
    type: said.readUInt8(5),
    code: said.readUInt8(6),
    value: said.readUInt32LE(8),
    offender: decodeAddress(said, 16)?.address ?? null,
    destination,
  };
}
