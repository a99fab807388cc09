/**
 * What one vantage point knows of its traffic: small, serialisable, and all that correlation ever sees.
 *
 * Times are nanoseconds after `epoch` (whole seconds since 1970). Sizes are bytes. `size` of a packet is that of its
 * innermost IP packet as the frame held it, so a super-frame counts as one large packet here; correlation undoes it.
 * Sequence numbers are relative to the direction's `base`, unwrapped beyond 2^32; the first byte after a SYN is 1.
 */
export interface Digest {
  schema: "hopscope.digest/1";
  name: string;
  source: string;
  interface: string | null;
  linkType: number;
  /** tcpdump's name of the link type, such as EN10MB, or its number. */
  linkTypeName: string;
  epoch: number;
  frames: number;
  /** Frames in which an IP packet was found. */
  packets: number;
  start: number | null;
  end: number | null;
  snaplen: number | null;
  /** Frames the capture says it lost, null where it says nothing. */
  dropped: number | null;
  damage: { frame: number; offset: number; what: string } | null;
  /** Frames cut so short that a TCP or UDP header was incomplete, and the first such frame. */
  headersCut: { count: number; frame: number } | null;
  /** Longest stretch without any frame. */
  longestGap: { from: number; to: number } | null;
  /** Link types met that cannot be read, with their frames counted. */
  unreadable: { linkType: number; frames: number }[];
  tcp: TcpFlow[];
  datagrams: DatagramFlow[];
  icmpErrors: IcmpError[];
  fragments: FragmentedPacket[];
  /** TCP connections that came whole, beyond as many as are kept of those; null where every one is in `tcp`. */
  retired: Retired | null;
  /** What was left out because a bound was met, in words of this format ("flows", "whole-flows", "icmp-errors", ...). */
  coarsened: string[];
}

/**
 * Connections of which only a tally is left: every byte of them was seen once, in order, and acknowledged. Those kept have the smallest
 * hashes of their initial sequence numbers, so that all vantage points keep the same ones.
 */
export interface Retired {
  flows: number;
  packets: number;
  /** Payload. */
  bytes: number;
  hosts: RetiredHosts[];
}

/** Those of two hosts in one encapsulation: what they got through, and when. */
export interface RetiredHosts {
  client: string;
  server: string;
  /** Like that of {@link Encapsulation}. */
  overhead: number;
  toServer: RetiredStretch[];
  toClient: RetiredStretch[];
}

/** A stretch of time in which packets with payload passed. */
export interface RetiredStretch {
  from: number;
  until: number;
  packets: number;
  /** The largest of them, and the frame of one. */
  size: number;
  frame: number;
}

/** Where something was seen. */
export interface Sighting {
  frame: number;
  time: number;
}

export interface Endpoint {
  address: string;
  port: number;
}

export interface Encapsulation {
  /** Names of the layers between the link header and the innermost IP header, outermost first. */
  stack: string[];
  /** Bytes from the outermost network header to the innermost IP header. */
  overhead: number;
  packets: number;
}

export interface TcpFlow {
  client: Endpoint;
  server: Endpoint;
  /** How the client was told from the server: its SYN, the SYN-ACK, or a guess (well-known port, who spoke first). */
  clientBy: "syn" | "syn-ack" | "guess";
  encapsulations: Encapsulation[];
  /** Packets seen a second time in the same capture (mirror ports, bridges, "any" interfaces). */
  copies: number;
  toServer: TcpDirection;
  toClient: TcpDirection;
}

export interface Syn extends Sighting {
  sequence: number;
  mss: number | null;
  windowScale: number | null;
  sackPermitted: boolean;
  timestamps: boolean;
  window: number;
  size: number;
  ttl: number;
  /** How often it was sent (copies not counted). */
  count: number;
  last: Sighting;
  /** Other MSS values on copies of the same SYN in this capture. */
  otherMss: ({ mss: number } & Sighting)[];
}

/** A stretch of payload: `packets` consecutive packets of `size` bytes each (the last may be smaller), seen `count` times. */
export interface Segment {
  from: number;
  to: number;
  size: number;
  packets: number;
  count: number;
  first: Sighting;
  last: Sighting;
}

/** Bytes that came late: reordered, or sent again after a loss nearer the sender. */
export interface Late extends Sighting {
  size: number;
  /** Sequence numbers of what came, like those of a segment. */
  from: number;
  to: number;
  /** Nanoseconds since the hole opened. */
  delay: number;
  /** By the order of IP identifications: sent after what overtook it, hence again; null where there is none. */
  again: boolean | null;
}

export interface SizeRow {
  size: number;
  packets: number;
  /** Of these, how many carried bytes seen before. */
  repeats: number;
  /** Of these, how many were sent once and acknowledged at this point. */
  acknowledged: number;
  first: Sighting;
  last: Sighting;
}

export interface TcpDirection {
  packets: number;
  /** Payload bytes, repeats included. */
  bytes: number;
  first: Sighting | null;
  last: Sighting | null;
  /** Absolute sequence number that relative number 0 stands for; null while unknown. */
  base: number | null;
  syn: Syn | null;
  /** Ranges of payload seen at least once: [from, to, from, to, ...], ascending, disjoint. */
  covered: number[];
  /** Of these, what was sent once and acknowledged, and is no longer kept as segments. */
  settled: number[];
  /** Kept until acknowledged; for good where sent more than once or never acknowledged. */
  segments: Segment[];
  sizes: SizeRow[];
  /** Highest acknowledgment this side sent, relative to the other direction's base. */
  ack: number | null;
  ackProgress: Sighting | null;
  /** Ranges this side acknowledged selectively, like `covered`, of the other direction. */
  sacked: number[];
  /**
   * Ranges this side got twice, or got before they were sent again, as it said: by DSACK (RFC 2883) or by the timestamps it echoed
   * (RFC 3522). Sending them again was needless.
   */
  duplicated: number[];
  duplicateAcks: number;
  /** Last new byte first seen. */
  newData: Sighting | null;
  /** The last new byte before a pause of a second or more, where more came after it (a close notification, say). */
  beforePause: Sighting | null;
  /** First and last packet that carried bytes seen before. */
  firstRepeat: Sighting | null;
  lastRepeat: Sighting | null;
  repeats: number;
  /** New bytes that arrived below bytes seen earlier. */
  late: { count: number; kept: Late[] };
  keepAlives: number;
  /** Times this side's window was closed, after the handshake. `until` null: never opened again. */
  zeroWindow: { from: Sighting; until: Sighting | null }[];
  window: number;
  /** `count`: how often it was sent. */
  fin: (Sighting & { at: number; count: number }) | null;
  rst: (Sighting & { at: number; ttl: number; count: number; withAck: boolean }) | null;
  ttl: { low: number; high: number } | null;
  /** Don't-fragment bit: seen set, seen clear. */
  df: { set: number; clear: number };
  checksums: { verified: number; wrong: number; partial: number; wrongFrames: number[] };
  tls: TlsProgress | null;
  /** A sample, by hash, of packets for matching points: [hash, frame, time, ...]; only hashes seen once. */
  samples: number[];
  firstData: Sighting | null;
  /** Packets without payload (bare ACK, SYN, FIN): small ones, whose passing tells size from everything else. */
  bare: number;
  /** IP bytes of the largest of them. */
  largestBare: number;
  lastBare: Sighting | null;
  /** Packets whose outer IP header was a fragment. */
  outerFragments: number;
}

export interface TlsProgress {
  clientHello: (Sighting & { length: number; sni: string | null }) | null;
  serverHello: Sighting | null;
  certificate: Sighting | null;
  alert: (Sighting & { level: number; description: number }) | null;
  changeCipherSpec: Sighting | null;
  applicationData: Sighting | null;
}

/** A conversation without acknowledgments that can be seen: UDP, QUIC, ICMP echo, ESP. */
export interface DatagramFlow {
  protocol: string;
  client: Endpoint;
  server: Endpoint;
  encapsulations: Encapsulation[];
  copies: number;
  quicVersion: number | null;
  toServer: DatagramDirection;
  toClient: DatagramDirection;
}

export interface DatagramDirection {
  packets: number;
  bytes: number;
  first: Sighting | null;
  last: Sighting | null;
  sizes: SizeRow[];
  /** Content hashes; every datagram below the bound, beyond it those with the smallest hashes. */
  datagrams: Datagram[];
  /** Datagrams not kept. */
  dropped: number;
  ttl: { low: number; high: number } | null;
  df: { set: number; clear: number };
  checksums: { verified: number; wrong: number; partial: number; wrongFrames: number[] };
  outerFragments: number;
}

export interface Datagram extends Sighting {
  hash: number;
  size: number;
  count: number;
  last: Sighting;
}

export interface Quoted {
  protocol: number;
  source: Endpoint;
  destination: Endpoint;
  /** Absolute TCP sequence number, when quoted. */
  sequence: number | null;
  /** IP bytes of the packet that did not fit, as its header says. */
  size: number;
  identification: number | null;
}

/** An ICMP error: PTB or unreachable, and what it quotes. */
export interface IcmpError extends Sighting {
  family: 4 | 6;
  type: number;
  code: number;
  source: string;
  destination: string;
  ttl: number;
  /** Next-hop MTU of a PTB, else null. */
  mtu: number | null;
  /** The packet quoted, as its outermost header says; null when unreadable. */
  quoted: Quoted | null;
  /** The innermost packet inside what is quoted, where that was a tunnel's; and the bytes between. */
  inner: (Quoted & { overhead: number }) | null;
  count: number;
  last: Sighting;
}

/** An IP packet that crossed this point in fragments, outer (a tunnel's) or innermost. */
export interface FragmentedPacket {
  family: 4 | 6;
  source: string;
  destination: string;
  identification: number;
  protocol: number;
  ports: { source: number; destination: number } | null;
  /** Whether it is a tunnel's outer packet. */
  outer: boolean;
  /** Byte ranges of the payload seen, like `covered`. */
  ranges: number[];
  /** Payload bytes in all, known once the last fragment was seen. */
  total: number | null;
  fragments: number;
  largest: number;
  smallest: number;
  sizes: { from: number; size: number; frame: number }[];
  first: Sighting;
  last: Sighting;
  /** Bytes of IP header of the whole packet. */
  header: number;
  overhead: number;
}
