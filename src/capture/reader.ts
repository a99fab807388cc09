import { NotACapture } from "./errors.js";
import type {
  CaptureInterface,
  CaptureReader,
  Damage,
  FrameLane,
  FrameSink,
  NumberedBlockSink,
  Records,
} from "./frame.js";
import { isPcap, PcapParser } from "./pcap.js";
import { isSectionHeader, PcapngParser } from "./pcapng.js";
import type { RecordParser } from "./record-parser.js";
import { looksLike } from "./sniff.js";

/** Bytes that tell the formats apart: pcapng needs its byte-order magic. */
const SNIFFED = 12;
/** The first room for a record that straddles two chunks. */
const FIRST_ROOM = 4096;

/**
 * Opens a push-parser that tells pcap from pcapng by itself; frames go to `sink`, blocks that only take a frame
 * number to `onBlock`. Frames that `lane` takes do not go to `sink`.
 * Throws {@link NotACapture} from `push` or `end` when the bytes are no capture at all; anything else wrong is `damage`.
 */
export function openCaptureReader(
  sink: FrameSink,
  onBlock: NumberedBlockSink = () => {},
  lane: FrameLane | null = null,
): CaptureReader {
  return new Reader(sink, onBlock, lane);
}

class Reader implements CaptureReader {
  private parser: RecordParser | null = null;
  /** The beginning of a record whose end has not come yet. */
  private rest = new Uint8Array(FIRST_ROOM);
  private restLength = 0;
  offset = 0;
  private readonly sink: FrameSink;
  private readonly onBlock: NumberedBlockSink;
  private readonly lane: FrameLane | null;

  constructor(sink: FrameSink, onBlock: NumberedBlockSink, lane: FrameLane | null) {
    this.sink = sink;
    this.onBlock = onBlock;
    this.lane = lane;
  }

  get interfaces(): readonly CaptureInterface[] {
    return this.parser?.interfaces ?? [];
  }

  get damage(): Damage | null {
    return this.parser?.damage ?? null;
  }

  get count(): number {
    return this.parser?.count ?? 0;
  }

  get plain(): Records | null {
    return this.parser?.plain ?? null;
  }

  get format(): "pcap" | "pcapng" | null {
    return this.parser?.format ?? null;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (this.restLength > 0 || this.parser === null) {
      // Only as much as completes the record: what follows is read in place.
      const wanted = this.parser === null ? SNIFFED : this.parser.needed;
      const missing = Math.min(wanted - this.restLength, chunk.length - at);
      if (missing > 0) this.keep(chunk, at, at + missing);
      at += Math.max(missing, 0);
      if (this.restLength < wanted) return;
      this.parser ??= this.recognise();
      const taken = this.parser.take(this.rest, 0, this.restLength, this.offset);
      this.offset += taken;
      this.rest.copyWithin(0, taken, this.restLength);
      this.restLength -= taken;
    }
    if (at === chunk.length) return;
    const stop = this.parser.take(chunk, at, chunk.length, this.offset);
    this.offset += stop - at;
    this.keep(chunk, stop, chunk.length);
  }

  skip(offset: number, count: number): void {
    if (this.parser === null) throw new Error("nothing tells yet how the records lie");
    this.parser.count = count;
    this.offset = offset;
    this.restLength = 0;
  }

  end(broken?: string): void {
    if (this.parser === null) {
      if (this.restLength === 0) throw new NotACapture("empty", "it is empty");
      this.parser = this.recognise();
      this.parser.take(this.rest, 0, this.restLength, this.offset);
    }
    this.parser.finish(this.restLength, this.offset, broken ?? null);
  }

  private recognise(): RecordParser {
    const head = this.rest.subarray(0, this.restLength);
    if (head.length >= 4 && isPcap(head, 0)) return new PcapParser(this.sink, this.lane);
    if (head.length >= SNIFFED && isSectionHeader(head, 0)) return new PcapngParser(this.sink, this.onBlock, this.lane);
    const what = looksLike(head);
    throw new NotACapture(
      "unknown-format",
      what === null ? "it begins like neither pcap nor pcapng" : `it is ${what}, neither pcap nor pcapng`,
    );
  }

  private keep(chunk: Uint8Array, start: number, end: number): void {
    const length = this.restLength + end - start;
    if (length > this.rest.length) {
      // Grows with the bytes that came, never with those that a length field promises.
      const wider = new Uint8Array(Math.max(length, 2 * this.rest.length));
      wider.set(this.rest.subarray(0, this.restLength));
      this.rest = wider;
    }
    this.rest.set(chunk.subarray(start, end), this.restLength);
    this.restLength = length;
  }
}
