import { combine, mix } from "./hash.js";

/**
 * Compares and hashes the addresses and ports of a packet where they lie in the frame, so that a lookup makes no text.
 * Both directions of a conversation have one key.
 */
export class FlowTable<T> {
  private readonly buckets = new Map<number, Entry<T>[]>();
  readonly all: T[] = [];

  /**
   * Finds the entry of this conversation. `addresses` holds source then destination, `length` bytes each, at `at`.
   * `tag` separates protocols.
   */
  find(bytes: Uint8Array, at: number, length: number, portA: number, portB: number, tag: number): Entry<T> | null {
    const bucket = this.buckets.get(keyOf(bytes, at, length, portA, portB, tag));
    if (bucket === undefined) return null;
    for (let i = bucket.length - 1; i >= 0; i--) {
      const e = bucket[i];
      if (e.tag !== tag || e.length !== length) continue;
      if (e.portA === portA && e.portB === portB && same(e.addresses, 0, bytes, at, 2 * length)) {
        this.from = 0;
        return e;
      }
      if (
        e.portA === portB &&
        e.portB === portA &&
        same(e.addresses, 0, bytes, at + length, length) &&
        same(e.addresses, length, bytes, at, length)
      ) {
        this.from = 1;
        return e;
      }
    }
    return null;
  }

  /** Which side of the entry that `find` returned last sent the packet. */
  from: 0 | 1 = 0;

  insert(bytes: Uint8Array, at: number, length: number, portA: number, portB: number, tag: number, value: T): Entry<T> {
    const key = keyOf(bytes, at, length, portA, portB, tag);
    // Not slice(): on a Buffer of Node that is a view, and the reader's buffer is used again.
    const addresses = new Uint8Array(2 * length);
    addresses.set(bytes.subarray(at, at + 2 * length));
    const entry: Entry<T> = { addresses, length, portA, portB, tag, value };
    const bucket = this.buckets.get(key);
    if (bucket === undefined) this.buckets.set(key, [entry]);
    else bucket.push(entry);
    this.all.push(value);
    this.from = 0;
    return entry;
  }
}

export interface Entry<T> {
  addresses: Uint8Array;
  length: number;
  portA: number;
  portB: number;
  tag: number;
  value: T;
}

function keyOf(b: Uint8Array, at: number, length: number, portA: number, portB: number, tag: number): number {
  return mix(side(b, at, length, portA) + side(b, at + length, length, portB) + tag);
}

function side(b: Uint8Array, at: number, length: number, port: number): number {
  let h = port;
  for (let i = at; i < at + length; i += 4) {
    h = combine(h, (b[i] << 24) | (b[i + 1] << 16) | (b[i + 2] << 8) | b[i + 3]);
  }
  return mix(h);
}

function same(a: Uint8Array, i: number, b: Uint8Array, j: number, n: number): boolean {
  for (let k = 0; k < n; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}
