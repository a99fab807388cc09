import { u32 } from "../dissect/bytes.js";
import { absorb, mix } from "./hash.js";

/** Words of an entry's key: eight of addresses (IPv4 takes two), the ports, then length and tag. */
const KEY = 10;
const PORTS = 8;
const KIND = 9;
const FIRST_SLOTS = 256;

/**
 * Conversations by the addresses and ports of a packet where they lie in the frame, so that a lookup makes no text and no
 * object. Both directions of a conversation have one key. Of two entries with one key, the newer is found.
 *
 * Open addressing over typed arrays. The hash is seeded: whoever writes a capture must not choose which keys collide.
 */
export class FlowTable<T> {
  /** In the order of insertion. */
  readonly all: T[] = [];
  /** Which side of the entry that `find` returned last sent the packet: 0 the side that sent the first one. */
  from: 0 | 1 = 0;
  /** The place in `all` of the entry that `find` returned last. */
  found = -1;
  /** Two words a slot: entry index + 1, 0 for a free slot, and its hash, so that keys elsewhere in memory are rarely looked at in vain. */
  private slots = new Int32Array(2 * FIRST_SLOTS);
  private keys = new Int32Array((FIRST_SLOTS / 2) * KEY);
  private readonly seed = Math.trunc(Math.random() * 0x7fffffff);
  /** Where the last search ended, at its entry or at a free slot, and its hash. */
  private slot = 0;
  private hash = 0;

  /**
   * Finds the entry of this conversation. `addresses` holds source then destination, `length` bytes each (4 or 16), at `at`.
   * `tag` separates protocols.
   */
  find(bytes: Uint8Array, at: number, length: number, portA: number, portB: number, tag: number): T | null {
    const { slots, keys } = this;
    const mask = slots.length - 2;
    const kind = (tag << 8) | length;
    const here = (portA << 16) | portB;
    const there = (portB << 16) | portA;
    const words = length >> 2;
    const first = u32(bytes, at) | 0;
    const second = u32(bytes, at + length) | 0;
    let a = first ^ this.seed;
    let b = second ^ this.seed;
    for (let w = 1; w < words; w++) {
      a = absorb(a, u32(bytes, at + 4 * w) | 0);
      b = absorb(b, u32(bytes, at + length + 4 * w) | 0);
    }
    const hash = mix(mix(absorb(a, portA)) + mix(absorb(b, portB)) + tag) | 0;
    this.hash = hash;
    let slot = (hash << 1) & mask;
    for (; slots[slot] !== 0; slot = (slot + 2) & mask) {
      if (slots[slot + 1] !== hash) continue;
      const entry = slots[slot];
      const k = (entry - 1) * KEY;
      if (keys[k + KIND] === kind) {
        if (
          keys[k + PORTS] === here &&
          keys[k] === first &&
          keys[k + words] === second &&
          (words === 1 || same(keys, k, bytes, at, 2 * words))
        ) {
          this.from = 0;
          this.slot = slot;
          this.found = entry - 1;
          return this.all[entry - 1];
        }
        if (
          keys[k + PORTS] === there &&
          keys[k] === second &&
          keys[k + words] === first &&
          (words === 1 || (same(keys, k, bytes, at + length, words) && same(keys, k + words, bytes, at, words)))
        ) {
          this.from = 1;
          this.slot = slot;
          this.found = entry - 1;
          return this.all[entry - 1];
        }
      }
    }
    this.slot = slot;
    return null;
  }

  /**
   * Adds an entry of the conversation that `find` looked for last; one with the same key is found no more. Its first packet is from side 0.
   * Returns its place in `all`.
   */
  insert(bytes: Uint8Array, at: number, length: number, portA: number, portB: number, tag: number, value: T): number {
    const index = this.all.push(value) - 1;
    const k = index * KEY;
    if (k === this.keys.length) {
      this.grow();
      this.find(bytes, at, length, portA, portB, tag);
    }
    // The search left where the entry belongs.
    this.slots[this.slot] = index + 1;
    this.slots[this.slot + 1] = this.hash;
    const { keys } = this;
    for (let w = 0; w < length >> 1; w++) keys[k + w] = u32(bytes, at + 4 * w) | 0;
    keys[k + PORTS] = (portA << 16) | portB;
    keys[k + KIND] = (tag << 8) | length;
    this.from = 0;
    return index;
  }

  /** Twice the room, half of it free. */
  private grow(): void {
    const { slots, keys } = this;
    this.keys = new Int32Array(2 * keys.length);
    this.keys.set(keys);
    this.slots = new Int32Array(2 * slots.length);
    const mask = this.slots.length - 2;
    for (let old = 0; old < slots.length; old += 2) {
      if (slots[old] === 0) continue;
      let slot = (slots[old + 1] << 1) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 2) & mask;
      this.slots[slot] = slots[old];
      this.slots[slot + 1] = slots[old + 1];
    }
  }
}

function same(keys: Int32Array, k: number, b: Uint8Array, at: number, words: number): boolean {
  for (let w = 0; w < words; w++) if (keys[k + w] !== (u32(b, at + 4 * w) | 0)) return false;
  return true;
}
