import { ByteReader, ByteWriter } from "./bytes.js";
import { ColumnsIn, ColumnsOut, Layout } from "./columns.js";
import { damaged } from "./errors.js";
import { SightingsIn, SightingsOut, sightingColumns } from "./known-sightings.js";
import type { BlockIn, BlockOut, Shape } from "./shape.js";
import { StringsIn, StringsOut, stringColumns } from "./strings.js";

/** A block is closed once it holds so many values, or flows: what reads it holds one at a time. */
const VALUES_OF_A_BLOCK = 500_000;
const ITEMS_OF_A_BLOCK = 4096;

/** Blocks of one kind, and what they hold. */
export interface Section<T> {
  kind: number;
  /** What its columns hold, in their order. */
  columns: readonly string[];
  /** Bodies of as many blocks as the items need. */
  write(items: readonly T[]): Generator<Uint8Array>;
  /** Throws BadDigest. */
  read(body: Uint8Array): T[];
}

export function section<T>(kind: number, shape: Shape<T>): Section<T> {
  const layout = new Layout();
  const strings = stringColumns(layout);
  const sightings = sightingColumns(layout);
  const codec = shape(layout, "");
  const start = (): BlockOut => {
    const columns = new ColumnsOut(layout);
    return { columns, strings: new StringsOut(columns, strings), sightings: new SightingsOut(columns, sightings) };
  };
  const finish = (block: BlockOut, items: number) => {
    const out = new ByteWriter();
    out.varint(items);
    block.columns.finish(out);
    return out.written();
  };
  return {
    kind,
    columns: layout.lines,
    *write(items) {
      let block = start();
      let held = 0;
      for (const item of items) {
        block.sightings.start();
        codec.write(block, item);
        held++;
        if (held < ITEMS_OF_A_BLOCK && block.columns.values < VALUES_OF_A_BLOCK) continue;
        yield finish(block, held);
        block = start();
        held = 0;
      }
      if (held > 0) yield finish(block, held);
    },
    read(body) {
      const bytes = new ByteReader(body, 0, body.length);
      const length = bytes.varint();
      if (length > ITEMS_OF_A_BLOCK) throw damaged(`a block claims ${length} flows`);
      const columns = new ColumnsIn(layout, bytes);
      const block: BlockIn = {
        columns,
        strings: new StringsIn(columns, strings),
        sightings: new SightingsIn(columns, sightings),
      };
      if (bytes.position < bytes.end) throw damaged("a block holds more than it should");
      const items: T[] = [];
      for (let i = 0; i < length; i++) {
        block.sightings.start();
        items.push(codec.read(block));
      }
      columns.finish();
      return items;
    },
  };
}
