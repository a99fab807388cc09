import { blankFrame } from "./blank-frame.js";
import { NotACapture } from "./errors.js";
import type {
  CaptureInterface,
  Damage,
  Frame,
  FrameLane,
  FrameSink,
  NumberedBlockSink,
  RecordLayout,
  Records,
} from "./frame.js";
import { readU16, readU32, readU64 } from "./integers.js";
import { eachOption } from "./pcapng-options.js";
import { MICROSECONDS, NANOSECONDS, type Resolution, setTime, ticksPerSecond } from "./pcapng-time.js";
import { MAX_FRAME, type RecordParser } from "./record-parser.js";
import { decodeUtf8 } from "./utf8.js";

const BLOCK = {
  section: 0x0a0d0d0a,
  interface: 1,
  /** Obsolete Packet Block, draft-ietf-opsawg-pcapng appendix A. */
  packet: 2,
  simplePacket: 3,
  interfaceStatistics: 5,
  enhancedPacket: 6,
} as const;

/** Blocks that are no frames but take a frame number in Wireshark (wiretap/pcapng.c): custom, journal, sysdig events. */
const NUMBERED = new Set([0x0bad, 0x40000bad, 0x09, 0x204, 0x208, 0x216, 0x217, 0x221]);
/** Of these, the custom ones (copied, or not, by tools that rewrite the file) begin with the number of who defined them. */
const CUSTOM = new Set([0x0bad, 0x40000bad]);
const ENTERPRISE_NUMBER = 4;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Type, length, and the byte-order magic of a section header. */
const OPENING = 12;
/** Type, length, and length again. */
const FRAME_OF_BLOCK = 12;
/** Longest section, interface or statistics block believed. */
const MAX_HEADER_BLOCK = 1024 * 1024;
const MAX_INTERFACES = 65536;

/** Bytes before the captured bytes, counted from the block's first byte. */
const PACKET_DATA = 28;
const SIMPLE_DATA = 12;

/** Whether a pcapng section header may begin at `at`; needs 12 bytes. */
export function isSectionHeader(b: Uint8Array, at: number): boolean {
  return (
    readU32(b, at, true) === BLOCK.section &&
    (readU32(b, at + 8, true) === BYTE_ORDER_MAGIC || readU32(b, at + 8, false) === BYTE_ORDER_MAGIC)
  );
}

/**
 * pcapng, draft-ietf-opsawg-pcapng. A file is a list of blocks:
 *
 *     | type (4) | total length (4) | body, padded to 4 bytes | total length (4) |
 *
 * A block that makes no sense is damage; reading goes on at the next section header, if any (files are concatenated).
 */
export class PcapngParser implements RecordParser {
  readonly format = "pcapng";
  readonly interfaces: CaptureInterface[] = [];
  damage: Damage | null = null;
  needed = OPENING;
  private readonly resolutions: Resolution[] = [];
  /** Of the interfaces' enhanced packet blocks; null where a lane cannot read their times. */
  private readonly layouts: (RecordLayout | null)[] = [];
  /** What is offered to the lane. */
  private readonly records: Records;
  private little = false;
  /** Index in `interfaces` of the section's first interface. */
  private firstInterface = 0;
  count = 0;
  private skip = 0;
  private searching = false;
  private readonly sink: FrameSink;
  private readonly onBlock: NumberedBlockSink;
  private readonly lane: FrameLane | null;
  private readonly frame: Frame;

  constructor(sink: FrameSink, onBlock: NumberedBlockSink, lane: FrameLane | null) {
    this.lane = lane;
    this.sink = sink;
    this.onBlock = onBlock;
    this.frame = blankFrame();
    const layout: RecordLayout = { format: "pcapng", little: true, unit: 1, header: 0, limit: 0, interfaceId: 0 };
    this.records = {
      ...{ bytes: this.frame.bytes, at: 0, end: 0, count: 0, fed: 0, interfaceIndex: 0, linkType: 0 },
      layout,
    };
  }

  get plain(): Records | null {
    const { records, interfaces } = this;
    const layout = this.firstInterface === 0 && interfaces.length === 1 ? this.layouts[0] : null;
    if (layout === null || this.skip > 0 || this.searching) return null;
    records.interfaceIndex = 0;
    records.linkType = interfaces[0].linkType;
    records.layout = layout;
    return records;
  }

  take(b: Uint8Array, start: number, end: number, offset: number): number {
    let at = start;
    this.frame.bytes = b;
    this.records.bytes = b;
    this.records.end = end;
    this.records.fed++;
    for (;;) {
      if (this.skip > 0) {
        const skipped = Math.min(this.skip, end - at);
        at += skipped;
        this.skip -= skipped;
      }
      if (this.searching) at = this.search(b, at, end);
      if (end - at < OPENING) {
        this.needed = OPENING;
        return at;
      }
      const place = offset + at - start;
      if (readU32(b, at, true) === BLOCK.section) {
        const little = readU32(b, at + 8, true) === BYTE_ORDER_MAGIC;
        if (!little && readU32(b, at + 8, false) !== BYTE_ORDER_MAGIC) {
          this.breaks(place, "a section header has no byte-order magic");
          at += 4;
          continue;
        }
        this.little = little;
      }
      const { little } = this;
      const type = readU32(b, at, little);
      const length = readU32(b, at + 4, little);
      // Some writers leave out the padding in the length, but not in the file.
      const padded = length + ((4 - (length & 3)) & 3);
      if (length < FRAME_OF_BLOCK) {
        this.breaks(place, `a block claims a length of ${length} bytes`);
        at += 4;
        continue;
      }
      if (!isRead(type)) {
        if (NUMBERED.has(type)) {
          const around = CUSTOM.has(type) ? FRAME_OF_BLOCK + ENTERPRISE_NUMBER : FRAME_OF_BLOCK;
          this.onBlock(++this.count, Math.max(0, padded - around));
        }
        this.skip = padded;
        continue;
      }
      if (length > (isFrame(type) ? MAX_FRAME : MAX_HEADER_BLOCK)) {
        this.breaks(place, `a block claims a length of ${length} bytes`);
        at += 4;
        continue;
      }
      if (end - at < padded) {
        this.needed = padded;
        return at;
      }
      if (readU32(b, at + padded - 4, little) !== length) {
        this.breaks(place, "the two lengths of a block differ");
        at += 4;
        continue;
      }
      if (type === BLOCK.enhancedPacket && this.offer(at, readU32(b, at + 8, little))) {
        at = this.records.at;
        continue;
      }
      this.takeBlock(type, b, at, at + padded - 4, place);
      at += padded;
    }
  }

  /** Offers the lane the blocks from `at` on, the first of them of that interface. Says whether it took any: then the next one was refused. */
  private offer(at: number, id: number): boolean {
    const { lane, records } = this;
    const index = this.firstInterface + id;
    const layout = this.layouts[index] ?? null;
    if (lane === null || layout === null || (at === records.at && records.count === this.count)) return false;
    records.at = at;
    records.count = this.count;
    records.interfaceIndex = index;
    records.linkType = this.interfaces[index].linkType;
    records.layout = layout;
    lane.take(records);
    this.count = records.count;
    return records.at !== at;
  }

  finish(left: number, offset: number, broken: string | null): void {
    const cut = !this.searching && (left > 0 || this.skip > 0);
    if (cut || broken !== null) this.damage ??= { frame: this.count, offset, what: broken ?? "the last block is cut" };
  }

  private breaks(offset: number, what: string): void {
    this.damage ??= { frame: this.count, offset, what };
    this.searching = true;
  }

  /** Moves to the next section header; leaves fewer bytes than a header's opening where there is none. */
  private search(b: Uint8Array, start: number, end: number): number {
    let at = start;
    for (; at + OPENING <= end; at++) {
      if (b[at] === 0x0a && isSectionHeader(b, at)) {
        this.searching = false;
        return at;
      }
    }
    return at;
  }

  private takeBlock(type: number, b: Uint8Array, at: number, end: number, place: number): void {
    switch (type) {
      case BLOCK.enhancedPacket:
        if (end - at < PACKET_DATA) this.damage ??= this.tooShort(place);
        else this.takePacket(b, at, end, readU32(b, at + 8, this.little), place);
        break;
      case BLOCK.packet:
        if (end - at < PACKET_DATA) this.damage ??= this.tooShort(place);
        else this.takePacket(b, at, end, readU16(b, at + 8, this.little), place);
        break;
      case BLOCK.simplePacket:
        if (end - at < SIMPLE_DATA) this.damage ??= this.tooShort(place);
        else this.takeSimplePacket(b, at, end, place);
        break;
      case BLOCK.section:
        this.takeSection(b, at, place);
        break;
      case BLOCK.interface:
        this.takeInterface(b, at, end, place);
        break;
      case BLOCK.interfaceStatistics:
        this.takeStatistics(b, at, end);
        break;
    }
  }

  private tooShort(offset: number): Damage {
    return { frame: this.count, offset, what: "a block is too short for its type" };
  }

  /**
   * Enhanced Packet Block, section 4.3; the obsolete one differs in the interface field.
   *
   *     | interface (4) | time high (4) | time low (4) | captured (4) | wire (4) | bytes, padded | options |
   */
  private takePacket(b: Uint8Array, at: number, end: number, id: number, place: number): void {
    const { frame, little } = this;
    const captured = readU32(b, at + 20, little);
    const stop = at + PACKET_DATA + captured;
    if (stop > end) {
      this.damage ??= { frame: this.count, offset: place, what: "a frame is longer than its block" };
      return;
    }
    const index = this.firstInterface + id;
    if (index >= this.interfaces.length) {
      this.damage ??= { frame: this.count, offset: place, what: `interface ${id} was never described` };
      return;
    }
    setTime(frame, readU32(b, at + 12, little), readU32(b, at + 16, little), this.resolutions[index]);
    frame.untimed = false;
    frame.direction = "unknown";
    const options = stop + ((4 - (captured & 3)) & 3);
    if (options + 8 <= end) this.takeFlags(b, options, end);
    this.emit(index, at + PACKET_DATA, stop, readU32(b, at + 24, little));
  }

  /** epb_flags: option 2, the lowest two bits are the direction. */
  private takeFlags(b: Uint8Array, start: number, end: number): void {
    const { little } = this;
    let at = start;
    while (at + 8 <= end) {
      const code = readU16(b, at, little);
      const length = readU16(b, at + 2, little);
      if (code === 0) return;
      if (code === 2 && length === 4) {
        const direction = readU32(b, at + 4, little) & 3;
        this.frame.direction = direction === 1 ? "in" : direction === 2 ? "out" : "unknown";
        return;
      }
      at += 4 + ((length + 3) & ~3);
    }
  }

  /** Simple Packet Block, section 4.4: no time, always the section's first interface, cut to its snaplen. */
  private takeSimplePacket(b: Uint8Array, at: number, end: number, place: number): void {
    const { frame } = this;
    const own = this.interfaces[this.firstInterface];
    if (own === undefined) {
      this.damage ??= { frame: this.count, offset: place, what: "interface 0 was never described" };
      return;
    }
    const wire = readU32(b, at + 8, this.little);
    const room = end - at - SIMPLE_DATA;
    const captured = Math.min(wire, own.snaplen === 0 ? wire : own.snaplen, room);
    frame.seconds = 0;
    frame.nanos = 0;
    frame.untimed = true;
    frame.direction = "unknown";
    this.emit(this.firstInterface, at + SIMPLE_DATA, at + SIMPLE_DATA + captured, wire);
  }

  private emit(index: number, start: number, end: number, wire: number): void {
    const { frame } = this;
    const { linkType } = this.interfaces[index];
    frame.number = ++this.count;
    frame.start = start;
    frame.end = end;
    frame.wireLength = wire;
    frame.interfaceIndex = index;
    frame.linkType = linkType;
    this.sink(frame);
  }

  /** Section Header Block, section 4.1: interfaces count anew from here. */
  private takeSection(b: Uint8Array, at: number, place: number): void {
    const major = readU16(b, at + 12, this.little);
    if (major !== 1) {
      if (place === 0) throw new NotACapture("unsupported-version", `pcapng version ${major} is not known`);
      this.breaks(place, `pcapng version ${major} is not known`);
    }
    this.firstInterface = this.interfaces.length;
  }

  /**
   * Interface Description Block, section 4.2.
   *
   *     | link type (2) | reserved (2) | snaplen (4) | options |
   */
  private takeInterface(b: Uint8Array, at: number, end: number, place: number): void {
    const { little } = this;
    if (end - at < 16 || this.interfaces.length >= MAX_INTERFACES) {
      this.breaks(place, "an interface description is too short, or one too many");
      return;
    }
    const described: CaptureInterface = {
      name: null,
      linkType: readU16(b, at + 8, little),
      snaplen: readU32(b, at + 12, little),
      dropped: null,
      filter: null,
    };
    let ticks = MICROSECONDS.ticks;
    let offset = 0;
    eachOption(b, at + 16, end, little, (code, value, length) => {
      if (code === 2) described.name = decodeUtf8(b, value, length);
      else if (code === 9 && length >= 1) ticks = ticksPerSecond(b[value]);
      // The first byte says what follows: 0 is a filter's text, 1 is BPF code.
      else if (code === 11 && length >= 1 && b[value] === 0) described.filter = decodeUtf8(b, value + 1, length - 1);
      else if (code === 14 && length >= 8) {
        offset = readU64(b, value, little);
        if (offset >= 2 ** 63) offset -= 2 ** 64;
      }
    });
    const interfaceId = this.interfaces.length - this.firstInterface;
    this.interfaces.push(described);
    this.resolutions.push({ ticks, offset });
    const isPlain = offset === 0 && (ticks === MICROSECONDS.ticks || ticks === NANOSECONDS.ticks);
    this.layouts.push(
      isPlain ? { format: "pcapng", little, unit: ticks, header: PACKET_DATA, limit: MAX_FRAME, interfaceId } : null,
    );
  }

  /** Interface Statistics Block, section 4.6; its counters are totals, so that the last block holds. */
  private takeStatistics(b: Uint8Array, at: number, end: number): void {
    const { little } = this;
    if (end - at < 20) return;
    const described = this.interfaces[this.firstInterface + readU32(b, at + 8, little)];
    if (described === undefined) return;
    let dropped: number | null = null;
    eachOption(b, at + 20, end, little, (code, value, length) => {
      if ((code === 5 || code === 7) && length >= 8) dropped = (dropped ?? 0) + readU64(b, value, little);
    });
    if (dropped !== null) described.dropped = dropped;
  }
}

function isFrame(type: number): boolean {
  return type === BLOCK.enhancedPacket || type === BLOCK.simplePacket || type === BLOCK.packet;
}

function isRead(type: number): boolean {
  return isFrame(type) || type === BLOCK.section || type === BLOCK.interface || type === BLOCK.interfaceStatistics;
}
