import { encodeUtf8 } from "./utf8.js";

/** An interface to describe before its frames. */
export interface WrittenInterface {
  name: string;
  /** LINKTYPE_* value. */
  linkType: number;
  /** Largest number of bytes kept of a frame, 0 for no limit. */
  snaplen: number;
}

/** A frame to write; `bytes` is what is kept of it. */
export interface WrittenFrame {
  /** Index of its interface, in the order they were described. */
  interfaceIndex: number;
  seconds: number;
  nanos: number;
  bytes: Uint8Array;
  /** Length in bytes of the frame on the wire. */
  wireLength: number;
  direction: "unknown" | "in" | "out";
  comments: readonly string[];
}

const OPTION = {
  end: 0,
  comment: 1,
  /** if_name, epb_flags and shb_hardware share a number: codes mean something within their block only. */
  interfaceName: 2,
  flags: 2,
  application: 4,
  timeResolution: 9,
  ifdrop: 5,
} as const;

const NANOSECONDS = 9;
/** Lengths of options have 16 bits. */
const LONGEST_OPTION = 0xffff;

/**
 * Writes pcapng (draft-ietf-opsawg-pcapng), little-endian, one block a call; the caller puts them one after the other: a section
 * header, interfaces, frames, statistics. Times have a resolution of a nanosecond.
 */
export const pcapngWriter = {
  /** Section Header Block, section 4.1; of a length that is not told, since more follows. */
  section(application: string, comments: readonly string[] = []): Uint8Array {
    const body = new Body();
    body.u32(0x1a2b3c4d);
    body.u16(1);
    body.u16(0);
    body.u32(0xffffffff);
    body.u32(0xffffffff);
    for (const comment of comments) body.text(OPTION.comment, comment);
    body.text(OPTION.application, application);
    body.endOfOptions();
    return body.block(0x0a0d0d0a);
  },

  /** Interface Description Block, section 4.2. */
  interface({ name, linkType, snaplen }: WrittenInterface): Uint8Array {
    const body = new Body();
    body.u16(linkType);
    body.u16(0);
    body.u32(snaplen);
    body.text(OPTION.interfaceName, name);
    body.option(OPTION.timeResolution, Uint8Array.of(NANOSECONDS));
    body.endOfOptions();
    return body.block(1);
  },

  /** Enhanced Packet Block, section 4.3. */
  frame(frame: WrittenFrame): Uint8Array {
    const body = new Body();
    body.u32(frame.interfaceIndex);
    body.time(frame.seconds, frame.nanos);
    body.u32(frame.bytes.length);
    body.u32(frame.wireLength);
    body.bytes(frame.bytes);
    for (const comment of frame.comments) body.text(OPTION.comment, comment);
    if (frame.direction !== "unknown") {
      body.option(OPTION.flags, Uint8Array.of(frame.direction === "in" ? 1 : 2, 0, 0, 0));
    }
    if (frame.comments.length > 0 || frame.direction !== "unknown") body.endOfOptions();
    return body.block(6);
  },

  /** Interface Statistics Block, section 4.6: frames the capture lost, as counted at that time. */
  statistics(interfaceIndex: number, seconds: number, nanos: number, dropped: number): Uint8Array {
    const body = new Body();
    body.u32(interfaceIndex);
    body.time(seconds, nanos);
    body.u16(OPTION.ifdrop);
    body.u16(8);
    body.u32(dropped % 0x1_0000_0000);
    body.u32(Math.floor(dropped / 0x1_0000_0000));
    body.endOfOptions();
    return body.block(5);
  },
};

/** The body of a block, as it grows. */
class Body {
  private room = new Uint8Array(256);
  private length = 0;

  u16(value: number): void {
    this.reserve(2);
    this.room[this.length++] = value;
    this.room[this.length++] = value >>> 8;
  }

  u32(value: number): void {
    this.u16(value & 0xffff);
    this.u16(value >>> 16);
  }

  /** Nanoseconds since 1970 as two words, the high one first. They do not fit a double. */
  time(seconds: number, nanos: number): void {
    const count = BigInt.asUintN(64, BigInt(Math.max(0, seconds)) * 1_000_000_000n + BigInt(nanos));
    this.u32(Number(count >> 32n));
    this.u32(Number(count & 0xffffffffn));
  }

  /** Bytes, padded to 4. */
  bytes(value: Uint8Array): void {
    const padded = (value.length + 3) & ~3;
    this.reserve(padded);
    this.room.set(value, this.length);
    this.room.fill(0, this.length + value.length, this.length + padded);
    this.length += padded;
  }

  option(code: number, value: Uint8Array): void {
    this.u16(code);
    this.u16(value.length);
    this.bytes(value);
  }

  text(code: number, value: string): void {
    this.option(code, encodeUtf8(value, LONGEST_OPTION));
  }

  endOfOptions(): void {
    this.u16(OPTION.end);
    this.u16(0);
  }

  /**
   *     | type (4) | total length (4) | body | total length (4) |
   */
  block(type: number): Uint8Array {
    const total = this.length + 12;
    const out = new Uint8Array(total);
    const view = new DataView(out.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, total, true);
    out.set(this.room.subarray(0, this.length), 8);
    view.setUint32(total - 4, total, true);
    return out;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.room.length) return;
    const wider = new Uint8Array(Math.max(this.length + more, 2 * this.room.length));
    wider.set(this.room.subarray(0, this.length));
    this.room = wider;
  }
}
