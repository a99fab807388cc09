import { formatIpv4, formatIpv6 } from "../../dissect/address.js";
import type { Encapsulation } from "../../dissect/encapsulation.js";
import type { Endpoint } from "../digest.js";
import type { HostsTally, PassedSize, RetiredTally } from "../retired.js";
import { nameOf } from "../server-name.js";
import type { SizeTable } from "../sizes.js";
import type { Engine } from "./engine.js";
import type { FrameTemplates } from "./frame-templates.js";
import {
  ACKED,
  BOTH_FINS,
  COUNT,
  DESTINATION,
  FAR,
  FAR_WORDS,
  FIN_FRAME,
  FIN_TIME,
  FIRST_FRAME,
  FIRST_TIME,
  FOLD,
  FOLDS,
  KEPT_FIRST,
  MSS,
  NEW_FRAME,
  NEW_TIME,
  NEXT,
  OPENING,
  OTHER_COUNT,
  OTHER_FIRST_FRAME,
  OTHER_FIRST_TIME,
  OTHER_SIZE,
  OUTLINE,
  OUTLINE_SIDE,
  OUTLINE_SIZE,
  PACKETS,
  PAUSE_FRAME,
  PAUSE_TIME,
  PIECE,
  PIECE_FRAME,
  PIECE_KIND,
  PIECE_LENGTH,
  PIECE_NEXT,
  PIECE_SEQUENCE,
  PIECE_TIME,
  PIECE_WIRE,
  PORTS,
  ROW,
  SIZE,
  SOUND_ROWS,
  SOURCE,
  START,
  TEMPLATE,
  TEMPLATE_MASK,
  WHOLE_FRAME,
} from "./layout.js";
import { retireOutlined } from "./outlined.js";
import { type LaneRows, sideAt } from "./row.js";
import { endOtherSize, endSize } from "./run.js";

/** Most flows of a capture have a few hosts. */
const MOST_NAMES = 4096;

/** What was kept of a folded flow: a whole frame, or the payload of one. */
export interface Piece {
  side: 0 | 1;
  isFrame: boolean;
  frame: number;
  time: number;
  /** Where it lies in the engine's memory. */
  start: number;
  end: number;
  /** Bytes of the frame on the wire; of the payload in the packet. */
  wire: number;
  sequence: number;
}

/** What the engine's memory says of folded flows, by their rows. */
export class Fold {
  private readonly engine: Engine;
  private readonly rows: LaneRows;
  private readonly templates: FrameTemplates;
  private readonly outlined: Float64Array;
  private readonly four = new Uint8Array(4);
  private readonly pairBytes = new Uint8Array(8);
  private readonly pair = new DataView(this.pairBytes.buffer);
  private readonly names = new Map<number, string>();
  private readonly serverNames = new Map<number, string>();
  /** The hosts asked for last, by their words: most captures have few. */
  private last: { source: number; destination: number; template: number; hosts: HostsTally } | null = null;

  /** Called before a row is forgotten. */
  private readonly onForget: (row: number) => void;

  constructor(engine: Engine, rows: LaneRows, templates: FrameTemplates, onForget: (row: number) => void) {
    const { doubles } = engine;
    this.onForget = onForget;
    this.outlined = doubles.subarray(OUTLINE / 8, OUTLINE / 8 + OUTLINE_SIDE + 2 * OUTLINE_SIZE);
    this.engine = engine;
    this.rows = rows;
    this.templates = templates;
  }

  private word(row: number, place: number): number {
    return this.rows.words[row * ROW + place];
  }

  private template(row: number): number {
    return (this.word(row, TEMPLATE) & TEMPLATE_MASK) - 1;
  }

  encapsulation(row: number): Encapsulation {
    return this.templates.encapsulation(this.template(row));
  }

  /** Both ports of the row, its first side's in the upper half. */
  ports(row: number): number {
    return this.word(row, PORTS);
  }

  /** The row's addresses, as packets of its first side have them, until this is called again. */
  addresses(row: number): Uint8Array {
    const far = FAR_WORDS + row * FAR * 4;
    if (!this.isIpv4(row)) return this.engine.bytes.subarray(far, far + FAR * 4);
    this.pair.setInt32(0, this.word(row, SOURCE));
    this.pair.setInt32(4, this.word(row, DESTINATION));
    return this.pairBytes;
  }

  endpoints(row: number): [Endpoint, Endpoint] {
    const ports = this.word(row, PORTS);
    const isIpv4 = this.templates.isIpv4(this.template(row));
    const far = FAR_WORDS + row * FAR * 4;
    const [first, second] = isIpv4
      ? [this.ipv4(this.word(row, SOURCE)), this.ipv4(this.word(row, DESTINATION))]
      : [formatIpv6(this.engine.bytes, far), formatIpv6(this.engine.bytes, far + FAR * 2)];
    return [
      { address: first, port: ports >>> 16 },
      { address: second, port: ports & 0xffff },
    ];
  }

  isIpv4(row: number): boolean {
    return this.templates.isIpv4(this.template(row));
  }

  /** What is counted of the row's two hosts. */
  hosts(row: number, tally: RetiredTally): HostsTally {
    const source = this.word(row, SOURCE);
    const destination = this.word(row, DESTINATION);
    const template = this.template(row);
    const { last } = this;
    // Of IPv6 they are not all of the address.
    if (last?.source === source && last.destination === destination && last.template === template) return last.hosts;
    const [client, server] = this.endpoints(row);
    const hosts = tally.hosts(client.address, server.address, this.encapsulation(row).overhead);
    this.last = this.isIpv4(row) ? { source, destination, template, hosts } : null;
    return hosts;
  }

  /** The address and the port of the row's second side, as one text. */
  serverName(row: number): string {
    const { words } = this.rows;
    const at = row * ROW;
    const key = (words[at + DESTINATION] >>> 0) * 0x10000 + (words[at + PORTS] & 0xffff);
    const isIpv4 = this.isIpv4(row);
    const known = isIpv4 ? this.serverNames.get(key) : undefined;
    if (known !== undefined) return known;
    const name = nameOf(this.endpoints(row)[1]);
    if (isIpv4 && this.serverNames.size < MOST_NAMES) this.serverNames.set(key, name);
    return name;
  }

  private ipv4(address: number): string {
    let name = this.names.get(address);
    if (name === undefined) {
      for (let i = 0; i < 4; i++) this.four[i] = address >>> (24 - 8 * i);
      name = formatIpv4(this.four, 0);
      if (this.names.size < MOST_NAMES) this.names.set(address, name);
    }
    return name;
  }

  /** The initial sequence number of a side; 0 where no SYN of it was seen. */
  initial(row: number, side: number): number {
    return this.packets(row, side) === 0 ? 0 : (this.word(row, START + side) - 1) >>> 0;
  }

  packets(row: number, side: number): number {
    return this.rows.words[sideAt(row * ROW, side) + PACKETS];
  }

  private hasData(row: number, side: number): boolean {
    return this.rows.words[sideAt(row * ROW, side) + NEW_FRAME] !== 0;
  }

  /** When its last byte was seen; minus infinity where none was. */
  answered(row: number, side: number): number {
    if (!this.hasData(row, side)) return Number.NEGATIVE_INFINITY;
    return this.rows.doubles[(sideAt(row * ROW, side) >> 1) + NEW_TIME];
  }

  /** When its last byte before a pause was seen; minus infinity where there was no pause. */
  paused(row: number, side: number): number {
    const s = sideAt(row * ROW, side);
    return this.rows.words[s + PAUSE_FRAME] === 0 ? Number.NEGATIVE_INFINITY : this.rows.doubles[(s >> 1) + PAUSE_TIME];
  }

  hasFin(row: number): boolean {
    return (this.word(row, TEMPLATE) & BOTH_FINS) !== 0;
  }

  /** Whether each side closed it, and acknowledged that the other did. */
  isClosed(row: number): boolean {
    if ((this.word(row, TEMPLATE) & BOTH_FINS) !== BOTH_FINS) return false;
    return this.pending(row, 0) === -1 && this.pending(row, 1) === -1;
  }

  /** Whether both sides have spoken, and acknowledged all that the other said. */
  cameSoFar(row: number): boolean {
    if ((this.word(row, TEMPLATE) & OPENING) !== 0 || !this.hasData(row, 0) || !this.hasData(row, 1)) return false;
    return this.pending(row, 0) === 0 && this.pending(row, 1) === 0;
  }

  /** Bytes of a side that the other has not acknowledged; one less where it acknowledged its FIN. */
  private pending(row: number, side: number): number {
    return (this.word(row, NEXT + side) - this.word(row, ACKED + 1 - side)) | 0;
  }

  /** The frame of a side's FIN, 0 where it sent none. */
  finFrame(row: number, side: number): number {
    return this.engine.words[FOLDS / 4 + row * FOLD + FIN_FRAME + side];
  }

  finTime(row: number, side: number): number {
    return this.engine.doubles[FOLDS / 8 + (row * FOLD) / 2 + FIN_TIME + side];
  }

  /** Says of the row what is counted of a flow that is given up, as OUTLINE has it; as long as it has all of the flow's sizes. */
  outline(row: number): Float64Array {
    this.engine.calls.outline(row);
    return this.outlined;
  }

  /** Gives up flows that are listed as sound, those [from, count), as many as are counted together. Returns the place of the first that is left. */
  giveUp(from: number, count: number, tally: RetiredTally): number {
    const { calls, words } = this.engine;
    const hosts = this.hosts(words[SOUND_ROWS / 4 + from], tally);
    const left = calls.giveUp(from, count);
    retireOutlined(this.outlined, left - from, hosts, tally);
    return left;
  }

  /** What the row counted of a side's payload sizes; `table` has those that had no room in it. */
  sizes(row: number, side: number, table: SizeTable | null): PassedSize[] {
    const { words, doubles } = this.rows;
    const s = sideAt(row * ROW, side);
    const f = s >> 1;
    if (table !== null) {
      endOtherSize(words, doubles, s, { sizes: table });
      endSize(words, doubles, s, { sizes: table });
      return table.finish();
    }
    const out: PassedSize[] = [];
    const put = (size: number, packets: number, frame: number, time: number) => {
      if (packets > 0) out.push({ size, packets, first: { frame, time } });
    };
    put(words[s + OTHER_SIZE], words[s + OTHER_COUNT], words[s + OTHER_FIRST_FRAME], doubles[f + OTHER_FIRST_TIME]);
    put(words[s + SIZE], words[s + COUNT], words[s + FIRST_FRAME], doubles[f + FIRST_TIME]);
    return out.length > 1 && out[0].size > out[1].size ? out.reverse() : out;
  }

  /** The MSS that a side's SYN offered; null where it offered none. */
  mss(row: number, side: number): number | null {
    const mss = this.engine.words[FOLDS / 4 + row * FOLD + MSS + side];
    return mss === 0 ? null : mss - 1;
  }

  linkType(row: number): number {
    return this.templates.linkType(this.template(row));
  }

  /** What was kept, in order. */
  *pieces(row: number): Generator<Piece> {
    const { words, doubles, base } = this.engine;
    for (let address = words[FOLDS / 4 + row * FOLD + KEPT_FIRST]; address !== 0; ) {
      const at = address - base;
      const p = at >> 2;
      const kind = words[p + PIECE_KIND];
      yield {
        side: (kind & 1) as 0 | 1,
        isFrame: (kind & WHOLE_FRAME) !== 0,
        frame: words[p + PIECE_FRAME],
        time: doubles[(at >> 3) + PIECE_TIME],
        start: at + PIECE,
        end: at + PIECE + words[p + PIECE_LENGTH],
        wire: words[p + PIECE_WIRE] >>> 0,
        sequence: words[p + PIECE_SEQUENCE] >>> 0,
      };
      address = words[p + PIECE_NEXT];
    }
  }

  /** Its row is free. */
  forget(row: number): void {
    this.onForget(row);
    this.engine.calls.forget(row);
    this.rows.giveBack(row);
  }
}
