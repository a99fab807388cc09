import { blankFrame } from "./blank-frame.js";
import type { CaptureInterface, Damage, Frame, FrameLane, FrameSink, Records } from "./frame.js";
import { readU16, readU32 } from "./integers.js";
import { MAX_FRAME, type RecordParser } from "./record-parser.js";

/** Bytes of the file header of the plain formats. */
const FILE_HEADER = 24;
const VERSION_MINOR = 6;
const SNAPLEN = 16;
const LINK_TYPE = 20;

/** Offsets in a record header; the modified formats append fields to it. */
const CAPTURED = 8;
const WIRE = 12;
/** In Kuznetzov's record header: `sll_pkttype` of the frame. */
const PACKET_TYPE = 22;
const PACKET_OUTGOING = 4;

/** Frames up to this size are believed whatever the snaplen says: writers that merge frames exceed it. */
const BELIEVED = 1024 * 1024;

interface Variant {
  /** Nanoseconds in one unit of the fraction field. */
  unit: number;
  fileHeader: number;
  recordHeader: number;
}

/**
 * Magic numbers, as read in the byte order of the writer.
 * https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html and Wireshark's wiretap/libpcap.h.
 */
const VARIANTS: Record<number, Variant> = {
  2712847316: { unit: 1000, fileHeader: FILE_HEADER, recordHeader: 16 },
  2712812621: { unit: 1, fileHeader: FILE_HEADER, recordHeader: 16 },
  2712849716: { unit: 1000, fileHeader: FILE_HEADER, recordHeader: 24 }, // Alexey Kuznetzov's
  469762475: { unit: 1, fileHeader: 28, recordHeader: 16 }, // Ixia software
  469762476: { unit: 1, fileHeader: 28, recordHeader: 16 }, // Ixia hardware
};

/** Whether the four bytes at `at` begin a pcap file. */
export function isPcap(b: Uint8Array, at: number): boolean {
  return readU32(b, at, true) in VARIANTS || readU32(b, at, false) in VARIANTS;
}

/**
 * pcap, draft-ietf-opsawg-pcap. File header, then records:
 *
 *     | magic (4) | major (2) minor (2) | zone (4) | sigfigs (4) | snaplen (4) | FCS, link type (4) |
 *     | seconds (4) | micro- or nanoseconds (4) | captured length (4) | wire length (4) | bytes ...
 */
export class PcapParser implements RecordParser {
  readonly format = "pcap";
  readonly interfaces: CaptureInterface[] = [];
  damage: Damage | null = null;
  needed = FILE_HEADER;
  private little = false;
  private unit = 1;
  private recordHeader = 0;
  private limit = 0;
  private lengthsSwapped = false;
  private broken = false;
  count = 0;
  private readonly sink: FrameSink;
  private readonly lane: FrameLane | null;
  private readonly frame: Frame;
  /** What is offered to the lane; null where it cannot read these records. */
  private records: Records | null = null;

  constructor(sink: FrameSink, lane: FrameLane | null) {
    this.sink = sink;
    this.lane = lane;
    this.frame = blankFrame();
  }

  get plain(): Records | null {
    return this.broken ? null : this.records;
  }

  take(b: Uint8Array, start: number, end: number, offset: number): number {
    if (this.broken) return end;
    let at = start;
    if (this.recordHeader === 0) {
      at = this.takeFileHeader(b, start, end);
      if (at === start) return start;
    }
    const { frame, sink, lane, records, little, unit, recordHeader, limit } = this;
    const view = new DataView(b.buffer, b.byteOffset, b.length);
    const modified = recordHeader > 16;
    frame.bytes = b;
    if (records !== null) {
      records.bytes = b;
      records.end = end;
      records.fed++;
    }
    for (;;) {
      if (lane !== null && records !== null) {
        records.at = at;
        records.count = this.count;
        lane.take(records);
        at = records.at;
        this.count = records.count;
      }
      const body = at + recordHeader;
      if (body > end) {
        this.needed = recordHeader;
        return at;
      }
      let captured = view.getUint32(at + CAPTURED, little);
      let wire = view.getUint32(at + WIRE, little);
      if (this.lengthsSwapped && captured > wire) {
        const kept = captured;
        captured = wire;
        wire = kept;
      }
      if (captured > limit) {
        this.broken = true;
        this.damage = {
          frame: this.count,
          offset: offset + at - start,
          what: `a record claims ${captured} captured bytes`,
        };
        return end;
      }
      const next = body + captured;
      if (next > end) {
        this.needed = recordHeader + captured;
        return at;
      }
      // Some writers carry whole seconds over into the fraction.
      let seconds = view.getUint32(at, little);
      let nanos = view.getUint32(at + 4, little) * unit;
      if (nanos >= 1_000_000_000) {
        seconds += Math.floor(nanos / 1_000_000_000);
        nanos %= 1_000_000_000;
      }
      if (modified) frame.direction = b[at + PACKET_TYPE] === PACKET_OUTGOING ? "out" : "in";
      frame.number = ++this.count;
      frame.start = body;
      frame.end = next;
      frame.wireLength = wire;
      frame.seconds = seconds;
      frame.nanos = nanos;
      sink(frame);
      at = next;
    }
  }

  finish(left: number, offset: number, broken: string | null): void {
    if (this.damage !== null || (left === 0 && broken === null)) return;
    const what =
      broken ??
      (this.recordHeader === 0 ? "the file header is cut" : `the last record is cut: ${left} of ${this.needed} bytes`);
    this.damage = { frame: this.count, offset, what };
  }

  private takeFileHeader(b: Uint8Array, at: number, end: number): number {
    if (end - at < FILE_HEADER) return at;
    this.little = readU32(b, at, true) in VARIANTS;
    const variant = VARIANTS[readU32(b, at, this.little)];
    if (end - at < variant.fileHeader) {
      this.needed = variant.fileHeader;
      return at;
    }
    const snaplen = readU32(b, at + SNAPLEN, this.little);
    this.unit = variant.unit;
    this.recordHeader = variant.recordHeader;
    this.limit = Math.min(MAX_FRAME, Math.max(BELIEVED, snaplen));
    // Versions before 2.4 could write the two lengths in either order.
    this.lengthsSwapped = readU16(b, at + VERSION_MINOR, this.little) < 4;
    // The upper bits hold the length of the FCS, not the link type.
    this.frame.linkType = readU32(b, at + LINK_TYPE, this.little) & 0xffff;
    const { linkType } = this.frame;
    this.interfaces.push({ name: null, linkType, snaplen, dropped: null, filter: null });
    const { little, unit, recordHeader: header, limit } = this;
    if (!this.lengthsSwapped) {
      this.records = {
        ...{ bytes: b, at: 0, end: 0, count: 0, fed: 0, interfaceIndex: 0, linkType },
        layout: { format: "pcap", little, unit, header, limit, interfaceId: 0 },
      };
    }
    return at + variant.fileHeader;
  }
}
