/**
 * One frame of a capture, as handed to a {@link FrameSink}.
 *
 * A reader owns one such object and refills it for every frame, so a sink must copy what it wants to keep:
 * `bytes` is a window on the reader's own buffer and is valid only during the call.
 */
export interface Frame {
  /** 1 for the first frame of the capture, as Wireshark counts (pcapng custom blocks take a number too). */
  number: number;
  /** The buffer that holds the captured bytes. */
  bytes: Uint8Array;
  /** Offset in `bytes` of the first captured byte. */
  start: number;
  /** Offset in `bytes` just past the last captured byte. */
  end: number;
  /** Length in bytes of the frame on the wire, at least `end - start` in a sane file. */
  wireLength: number;
  /** Index into {@link CaptureInterface} list of the reader. */
  interfaceIndex: number;
  /** LINKTYPE_* value, https://www.tcpdump.org/linktypes.html. */
  linkType: number;
  /** Whole seconds since 1970-01-01T00:00:00Z. */
  seconds: number;
  /** Nanoseconds within the second, 0..999999999. */
  nanos: number;
  /** True where the file gives no time (pcapng simple packet blocks): `seconds` and `nanos` are 0. */
  untimed?: boolean;
  /** Direction at the interface where the file tells it (pcapng epb_flags). */
  direction: "unknown" | "in" | "out";
}

/** Receives every frame in file order. Return nothing; throw only for bugs. */
export type FrameSink = (frame: Frame) => void;

/** How records of frames lie one behind the other, each with a header of its own. */
export interface RecordLayout {
  /** pcap's records, or pcapng's enhanced packet blocks of one interface. */
  format: "pcap" | "pcapng";
  little: boolean;
  /** pcap: nanoseconds in one unit of the fraction. pcapng: units in a second, which divide a billion. */
  unit: number;
  /** Bytes of a record's header. */
  header: number;
  /** A record that claims more bytes is none: captured ones in pcap, those of the block in pcapng. */
  limit: number;
  /** pcapng: the number by which blocks name the interface. */
  interfaceId: number;
}

/** Records in `bytes[at, end)`, the last of which may be cut; the reader's own object, refilled. */
export interface Records {
  bytes: Uint8Array;
  at: number;
  end: number;
  /** Number of the last frame before `at`. */
  count: number;
  /** Counts up whenever `bytes` hold something else. */
  fed: number;
  interfaceIndex: number;
  linkType: number;
  layout: RecordLayout;
}

/** Takes frames without a {@link Frame} for them. */
export interface FrameLane {
  /**
   * Takes as many of the records in a row as it can: moves `at` behind them and `count` to the last one's number. What it does not
   * take goes to the {@link FrameSink}.
   */
  take(records: Records): void;
  /** Where the next bytes of the capture are best put, so that records need not be moved to be taken; null where it does not matter. */
  room(): Uint8Array | null;
}

/**
 * Receives the pcapng blocks that are no frames but take a frame number, as in Wireshark: custom blocks and those of the
 * systemd journal and of sysdig. `length` is that of what they hold, in bytes.
 */
export type NumberedBlockSink = (number: number, length: number) => void;

/** An interface a capture was taken on; a pcap file has exactly one, without a name. */
export interface CaptureInterface {
  /** if_name (pcapng), or null. */
  name: string | null;
  linkType: number;
  /** Largest number of bytes kept of a frame; 0 or 262144 and above mean unlimited. */
  snaplen: number;
  /** Frames the capture lost (pcapng isb_ifdrop or isb_osdrop), or null where the file does not say. */
  dropped: number | null;
  /** Capture filter (pcapng if_filter) where the file tells it. */
  filter: string | null;
}

/** Where and how a capture file is broken; what lies before is sound. */
export interface Damage {
  /** Number of the last sound frame, 0 when none. */
  frame: number;
  /** Offset in the (decompressed) file, in bytes, of the record that is broken. */
  offset: number;
  /** A short English phrase; the file's last record is cut, a length is impossible, and so on. */
  what: string;
}

/** Push-parser of a capture: feed it chunks of any size, in order, then call `end`. */
export interface CaptureReader {
  /** Feeds the next bytes. Frames complete so far are given to the sink before it returns. */
  push(chunk: Uint8Array): void;
  /**
   * Says that no more bytes come; a record cut short becomes `damage`. Where the source itself failed (a compressed
   * stream that breaks off), `broken` is the damage's phrase.
   */
  end(broken?: string): void;
  /** Says that what lies before `offset` of the file, a record's beginning, was taken by others, the last frame's number being `count`. */
  skip(offset: number, count: number): void;
  /** Offset in the file of the first byte not yet taken: a record begins there. */
  readonly offset: number;
  /** How the records that follow lie, as long as they are those of the only interface there has been; null where that is not known. */
  readonly plain: Records | null;
  readonly interfaces: readonly CaptureInterface[];
  readonly damage: Damage | null;
  /** The last frame number given. */
  readonly count: number;
  /** "pcap" or "pcapng", null until enough bytes came to tell. */
  readonly format: "pcap" | "pcapng" | null;
}
