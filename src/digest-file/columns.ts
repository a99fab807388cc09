import { type ByteReader, ByteWriter } from "./bytes.js";
import { damaged } from "./errors.js";

/**
 * How a column holds its values. `count`: whole numbers from 0 on. `integer`: any whole number, and a power of ten that divides
 * all of the column (times are mostly microseconds). `word`: 32 bits without order, such as hashes.
 */
export type ColumnKind = "count" | "integer" | "word";

/** The columns of one kind of block. A field has a column of its own: values that are alike lie together, and deflate well. */
export class Layout {
  readonly kinds: ColumnKind[] = [];
  /** For docs/digest-format.md: what each column holds, and how. */
  readonly lines: string[] = [];

  /** The number of a new column. `of`: what its numbers stand for, where they are not the values themselves. */
  column(name: string, kind: ColumnKind, of = ""): number {
    this.lines.push(`${name}: ${of || kind}`);
    return this.kinds.push(kind) - 1;
  }
}

/** Times are told in nanoseconds, in microseconds mostly, and never in more than seconds. */
const LARGEST_POWER = 9;
/** Beyond it, a zigzag number is not exact. */
const MAX_ZIGZAG = 2 ** 51;
/** In place of a number that does not fit: eight bytes of IEEE 754 follow. */
const ESCAPE = 0;

/** The values of one block, being collected. */
export class ColumnsOut {
  private readonly layout: Layout;
  private readonly columns: number[][];
  /** How many there are. */
  values = 0;

  constructor(layout: Layout) {
    this.layout = layout;
    this.columns = layout.kinds.map(() => []);
  }

  put(column: number, value: number): void {
    this.columns[column].push(value);
    this.values++;
  }

  /** Every column after its length in bytes. */
  finish(out: ByteWriter): void {
    this.columns.forEach((values, i) => {
      const bytes = new ByteWriter();
      WRITE[this.layout.kinds[i]](bytes, values);
      out.varint(bytes.length);
      out.append(bytes.written());
    });
  }
}

const WRITE: Record<ColumnKind, (out: ByteWriter, values: readonly number[]) => void> = {
  count: (out, values) => {
    for (const value of values) {
      if (!(value >= 0) || !Number.isSafeInteger(value)) throw new Error(`a digest counts ${value}`);
      out.varint(value);
    }
  },
  integer: (out, values) => {
    if (values.length === 0) return;
    const power = powerOf(values);
    const unit = 10 ** power;
    out.byte(power);
    for (const value of values) {
      if (isOrdinary(value)) {
        const n = value / unit;
        out.varint((n < 0 ? -2 * n - 1 : 2 * n) + 1);
      } else {
        if (!Number.isInteger(value)) throw new Error(`a digest holds ${value}`);
        out.varint(ESCAPE);
        out.float64(value);
      }
    }
  },
  // The highest bytes first: they vary least.
  word: (out, values) => {
    for (const shift of [24, 16, 8, 0]) for (const value of values) out.byte((value >>> shift) & 0xff);
  },
};

function isOrdinary(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < MAX_ZIGZAG && !Object.is(value, -0);
}

function powerOf(values: readonly number[]): number {
  let power = LARGEST_POWER;
  for (const value of values) {
    if (value === 0 || !isOrdinary(value)) continue;
    while (value % 10 ** power !== 0) power--;
    if (power === 0) break;
  }
  return power;
}

interface ColumnIn {
  kind: ColumnKind;
  bytes: ByteReader;
  unit: number;
}

/** The values of one block, being read. Throws BadDigest where there are fewer than wanted, or no numbers. */
export class ColumnsIn {
  private readonly columns: ColumnIn[];
  private readonly planes: (ByteReader[] | null)[];

  constructor(layout: Layout, from: ByteReader) {
    this.columns = layout.kinds.map((kind) => {
      const bytes = from.part(from.varint());
      const power = kind === "integer" && bytes.position < bytes.end ? bytes.byte() : 0;
      if (power > LARGEST_POWER) throw damaged("a column has no such unit");
      return { kind, bytes, unit: 10 ** power };
    });
    this.planes = this.columns.map(({ kind, bytes }) => (kind === "word" ? planesOf(bytes) : null));
  }

  next(column: number): number {
    const { kind, bytes, unit } = this.columns[column];
    if (kind === "count") return bytes.varint();
    if (kind === "word") return this.word(column);
    const coded = bytes.varint();
    if (coded !== ESCAPE) {
      const n = coded - 1;
      return (n % 2 === 1 ? -(n + 1) / 2 : n / 2) * unit;
    }
    const value = bytes.float64();
    if (!Number.isInteger(value)) throw damaged("a number is none");
    return value;
  }

  /** To be called when all was read. */
  finish(): void {
    const rest = (readers: readonly ByteReader[]) => readers.some((r) => r.position < r.end);
    this.columns.forEach(({ bytes }, i) => {
      if (rest(this.planes[i] ?? [bytes])) throw damaged("a column holds more than it should");
    });
  }

  private word(column: number): number {
    const [a, b, c, d] = this.planes[column] as ByteReader[];
    return ((a.byte() << 24) | (b.byte() << 16) | (c.byte() << 8) | d.byte()) >>> 0;
  }
}

function planesOf(bytes: ByteReader): ByteReader[] {
  const length = bytes.end - bytes.position;
  if (length % 4 !== 0) throw damaged("a column is cut");
  return [0, 1, 2, 3].map(() => bytes.part(length / 4));
}
