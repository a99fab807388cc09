/** What the kernel knows of a TCP connection: struct tcp_info of linux/tcp.h, as far as sizes and losses go. */
export interface TcpInfo {
  /** The handshake is still under way. */
  connecting: boolean;
  /** There is no connection, or none any more. */
  closed: boolean;
  /** Both sides send timestamps: 12 bytes in every segment. */
  timestamps: boolean;
  /** Payload bytes of the largest segment we send, options taken off. */
  sndMss: number;
  /** Payload bytes of the largest segment that came lately, never less than the kernel's first guess (at most 536). */
  rcvMss: number;
  /** The payload we allow the other side, timestamps taken off. */
  advMss: number;
  unacked: number;
  sacked: number;
  lost: number;
  /** Segments sent again, in all. */
  retransmitted: number;
  /** The path MTU towards the other side that this connection goes by. */
  pathMtu: number;
  /** Microseconds. */
  rtt: number;
  bytesAcked: number;
  bytesReceived: number;
  segmentsReceived: number;
  /** Packets that came beyond a hole. */
  outOfOrder: number;
}

export const TCP_INFO_BYTES = 280;

const SYN_SENT = 2;
const CLOSE = 7;
const TCPI_OPT_TIMESTAMPS = 1;

/** `length` is what the kernel filled: older ones know fewer fields, which then read 0. */
export function decodeTcpInfo(bytes: Buffer, length = bytes.length): TcpInfo {
  const u8 = (at: number) => (at < length ? bytes.readUInt8(at) : 0);
  const u32 = (at: number) => (at + 4 <= length ? bytes.readUInt32LE(at) : 0);
  const u64 = (at: number) => (at + 8 <= length ? Number(bytes.readBigUInt64LE(at)) : 0);
  return {
    connecting: u8(0) === SYN_SENT,
    closed: u8(0) === CLOSE,
    timestamps: (u8(5) & TCPI_OPT_TIMESTAMPS) !== 0,
    sndMss: u32(16),
    rcvMss: u32(20),
    unacked: u32(24),
    sacked: u32(28),
    lost: u32(32),
    pathMtu: u32(60),
    rtt: u32(68),
    advMss: u32(84),
    retransmitted: u32(100),
    bytesAcked: u64(120),
    bytesReceived: u64(128),
    segmentsReceived: u32(152),
    outOfOrder: u32(224),
  };
}
