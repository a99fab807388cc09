import { damaged } from "./errors.js";

/** Grows as it is written to. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  length = 0;

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  /** Seven bits a byte, the lowest first, the eighth bit where more follow (LEB128). `value`: 0 to 2^53 - 1. */
  varint(value: number): void {
    this.room(8);
    while (value >= 0x80) {
      this.bytes[this.length++] = (value % 0x80) | 0x80;
      value = value < 0x80000000 ? value >>> 7 : Math.floor(value / 0x80);
    }
    this.bytes[this.length++] = value;
  }

  float64(value: number): void {
    this.room(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  append(other: Uint8Array): void {
    this.room(other.length);
    this.bytes.set(other, this.length);
    this.length += other.length;
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private room(wanted: number): void {
    if (this.length + wanted <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(2 * this.bytes.length, this.length + wanted));
    wider.set(this.written());
    this.bytes = wider;
  }
}

/** Reads [at, end) of bytes, and throws where there are no more. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get position(): number {
    return this.at;
  }

  byte(): number {
    if (this.at >= this.end) throw damaged("a column ends too early");
    return this.bytes[this.at++];
  }

  varint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let scale = 0x80;
    for (let i = 1; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 0x80;
    }
    throw damaged("a number is too large");
  }

  float64(): number {
    if (this.end - this.at < 8) throw damaged("a column ends too early");
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset).getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  /** The next `length` bytes, apart. */
  part(length: number): ByteReader {
    if (length > this.end - this.at) throw damaged("a column is longer than its block");
    this.at += length;
    return new ByteReader(this.bytes, this.at - length, this.at);
  }
}
