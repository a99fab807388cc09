import { u32 } from "../../dissect/bytes.js";
import { DESTINATION, type LaneRows, PORTS, ROW, SOURCE } from "./row.js";

const FIRST_SLOTS = 256;
const GONE = -1;
/** Address words kept outside of the rows: IPv6 has four each. */
const FAR = 8;

/** Finds rows by the addresses and ports of a packet where they lie in the frame; seeded, like the table of flows. */
export class RowIndex {
  private readonly rows: LaneRows;
  /** Pairs: the hash, and row + 1, 0 for a free slot, `GONE` for one that was given up. */
  private slots = new Int32Array(2 * FIRST_SLOTS);
  private mask = FIRST_SLOTS - 1;
  private filled = 0;
  private far = new Int32Array(0);
  private slot = 0;
  /** Which side of the row that `find` returned last sent the packet. */
  from: 0 | 1 = 0;

  constructor(rows: LaneRows) {
    this.rows = rows;
  }

  /**
   * The row of the addresses, source then destination, `width` words each, that lie at `at`, and of the ports (source in the
   * upper half), whose {@link connectionHash} is given; -1 where there is none.
   */
  find(b: Uint8Array, at: number, width: number, ports: number, hash: number): number {
    const { slots, mask } = this;
    const { words } = this.rows;
    let slot = hash & mask;
    for (; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      if (slots[2 * slot] !== hash || slots[2 * slot + 1] === GONE) continue;
      const row = slots[2 * slot + 1] - 1;
      const r = row * ROW;
      const source = u32(b, at) | 0;
      const destination = u32(b, at + 4 * width) | 0;
      if (words[r + PORTS] === ports && words[r + SOURCE] === source && words[r + DESTINATION] === destination) {
        if (width === 1 || this.isFar(row, b, at, 0)) {
          this.from = 0;
          this.slot = slot;
          return row;
        }
      }
      const back = (ports << 16) | (ports >>> 16);
      if (words[r + PORTS] === back && words[r + SOURCE] === destination && words[r + DESTINATION] === source) {
        if (width === 1 || this.isFar(row, b, at, width)) {
          this.from = 1;
          this.slot = slot;
          return row;
        }
      }
    }
    this.slot = slot;
    return -1;
  }

  /** A row for a key that `find` did not find just now; its first side is the one that sent this packet. -1 where `most` are taken. */
  insert(b: Uint8Array, at: number, width: number, ports: number, hash: number, most: number): number {
    const row = this.rows.take(most);
    if (row === null) return -1;
    if (2 * ++this.filled > this.mask) {
      this.rehash();
      this.find(b, at, width, ports, hash);
    }
    this.slots[2 * this.slot] = hash;
    this.slots[2 * this.slot + 1] = row + 1;
    this.key(row, b, at, width, ports);
    return row;
  }

  /** Makes the side that sent this packet the row's first. */
  key(row: number, b: Uint8Array, at: number, width: number, ports: number): void {
    const { words } = this.rows;
    const r = row * ROW;
    words[r + SOURCE] = u32(b, at) | 0;
    words[r + DESTINATION] = u32(b, at + 4 * width) | 0;
    words[r + PORTS] = ports;
    if (width === 1) return;
    if (this.far.length < FAR * (row + 1)) {
      const larger = new Int32Array(Math.max(FAR * 2 * (row + 1), 1024));
      larger.set(this.far);
      this.far = larger;
    }
    for (let w = 0; w < 2 * width; w++) this.far[FAR * row + w] = u32(b, at + 4 * w) | 0;
  }

  /** Turns the sides of the row's key round. */
  turn(row: number): void {
    const { words } = this.rows;
    const r = row * ROW;
    const source = words[r + SOURCE];
    words[r + SOURCE] = words[r + DESTINATION];
    words[r + DESTINATION] = source;
    words[r + PORTS] = (words[r + PORTS] << 16) | (words[r + PORTS] >>> 16);
    if (this.far.length < FAR * (row + 1)) return;
    for (let w = FAR * row; w < FAR * row + FAR / 2; w++) {
      const own = this.far[w];
      this.far[w] = this.far[w + FAR / 2];
      this.far[w + FAR / 2] = own;
    }
  }

  /** Gives up the row that lies in the slot `find` saw last. */
  remove(row: number): void {
    this.slots[2 * this.slot + 1] = GONE;
    this.rows.giveBack(row);
  }

  private rehash(): void {
    const { slots } = this;
    let live = 0;
    for (let s = 1; s < slots.length; s += 2) if (slots[s] > 0) live++;
    this.filled = live + 1;
    this.slots = new Int32Array(this.filled * 8 > slots.length ? 2 * slots.length : slots.length);
    this.mask = this.slots.length / 2 - 1;
    for (let s = 0; s < slots.length; s += 2) {
      if (slots[s + 1] <= 0) continue;
      let slot = slots[s] & this.mask;
      while (this.slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.mask;
      this.slots[2 * slot] = slots[s];
      this.slots[2 * slot + 1] = slots[s + 1];
    }
  }

  private isFar(row: number, b: Uint8Array, at: number, turn: number): boolean {
    const { far } = this;
    for (let w = 0; w < FAR; w++) if (far[FAR * row + ((w + turn) % FAR)] !== (u32(b, at + 4 * w) | 0)) return false;
    return true;
  }
}
