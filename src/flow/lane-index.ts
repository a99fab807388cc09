import { u32 } from "../dissect/bytes.js";
import { combine, mix } from "./hash.js";
import { DESTINATION, HASH, type LaneRows, PORTS, SOURCE } from "./lane-row.js";

const FIRST_SLOTS = 256;
const GONE = -1;
/** Address words kept outside of the rows: IPv6 has four each. */
const FAR = 8;

/** Finds rows by the addresses and ports of a packet where they lie in the frame; seeded, like the table of flows. */
export class LaneIndex {
  private readonly rows: LaneRows;
  /** Row + 1, 0 for a free slot, `GONE` for one that was given up. */
  private slots = new Int32Array(FIRST_SLOTS);
  private filled = 0;
  private far = new Int32Array(0);
  private readonly seed = Math.trunc(Math.random() * 0x7fffffff);
  private slot = 0;
  private hash = 0;
  /** Which side of the row that `find` returned last sent the packet. */
  from: 0 | 1 = 0;

  constructor(rows: LaneRows) {
    this.rows = rows;
  }

  /**
   * The row of the addresses, source then destination, `width` words each, that lie at `at`, and of the ports (source in the
   * upper half); -1 where there is none. Selects it.
   */
  find(b: Uint8Array, at: number, width: number, ports: number): number {
    const source = u32(b, at) | 0;
    const destination = u32(b, at + 4 * width) | 0;
    let x = source ^ this.seed;
    let y = destination ^ this.seed;
    for (let w = 1; w < width; w++) {
      x = combine(x, u32(b, at + 4 * w) | 0);
      y = combine(y, u32(b, at + 4 * (width + w)) | 0);
    }
    const hash = mix(mix(combine(x, ports >>> 16)) + mix(combine(y, ports & 0xffff))) | 0;
    const back = (ports << 16) | (ports >>> 16);
    const { slots, rows } = this;
    const mask = slots.length - 1;
    this.hash = hash;
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      if (slots[slot] === GONE) continue;
      const row = slots[slot] - 1;
      rows.select(row);
      const { words, at: r } = rows;
      if (words[r + HASH] !== hash) continue;
      if (words[r + PORTS] === ports && words[r + SOURCE] === source && words[r + DESTINATION] === destination) {
        if (width === 1 || this.isFar(row, b, at, 0)) {
          this.from = 0;
          this.slot = slot;
          return row;
        }
      }
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

  /** A row for a key that `find` did not find just now; its first side is the one that sent this packet. Selects it. */
  insert(b: Uint8Array, at: number, width: number, ports: number): number {
    if (2 * ++this.filled > this.slots.length) {
      this.rehash();
      this.find(b, at, width, ports);
    }
    const row = this.rows.take();
    this.slots[this.slot] = row + 1;
    this.rows.select(row);
    this.rows.words[this.rows.at + HASH] = this.hash;
    this.key(row, b, at, width, ports);
    return row;
  }

  /** Makes the side that sent this packet the row's first. */
  key(row: number, b: Uint8Array, at: number, width: number, ports: number): void {
    const { words, at: r } = this.rows;
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
    const { words, at: r } = this.rows;
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

  /** Gives up a row. */
  remove(row: number): void {
    this.rows.select(row);
    const mask = this.slots.length - 1;
    let slot = this.rows.words[this.rows.at + HASH] & mask;
    while (this.slots[slot] !== row + 1) slot = (slot + 1) & mask;
    this.slots[slot] = GONE;
    this.rows.giveBack(row);
  }

  private rehash(): void {
    const rows = this.slots.filter((entry) => entry > 0);
    this.filled = rows.length + 1;
    this.slots = new Int32Array(this.filled * 4 > this.slots.length ? 2 * this.slots.length : this.slots.length);
    const mask = this.slots.length - 1;
    for (const entry of rows) {
      this.rows.select(entry - 1);
      let slot = this.rows.words[this.rows.at + HASH] & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
    }
  }

  private isFar(row: number, b: Uint8Array, at: number, turn: number): boolean {
    const { far } = this;
    for (let w = 0; w < FAR; w++) if (far[FAR * row + ((w + turn) % FAR)] !== (u32(b, at + 4 * w) | 0)) return false;
    return true;
  }
}
