import type { ColumnsIn, ColumnsOut, Layout } from "./columns.js";
import { damaged } from "./errors.js";

/** Longer than any name or address; UTF-16 code units. */
const LONGEST = 65_536;

/** Where the text of a block's strings lies: lengths, and UTF-16 code units. */
export interface StringColumns {
  lengths: number;
  units: number;
}

export function stringColumns(layout: Layout): StringColumns {
  return { lengths: layout.column("text#", "count"), units: layout.column("text", "count") };
}

/** Strings are numbered from 0 as they come up; the text of a number not given yet follows. */
export class StringsOut {
  private readonly known = new Map<string, number>();
  private readonly columns: ColumnsOut;
  private readonly at: StringColumns;

  constructor(columns: ColumnsOut, at: StringColumns) {
    this.columns = columns;
    this.at = at;
  }

  put(text: string): number {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const number = this.known.size;
    this.known.set(text, number);
    const cut = text.slice(0, LONGEST);
    this.columns.put(this.at.lengths, cut.length);
    for (let i = 0; i < cut.length; i++) this.columns.put(this.at.units, cut.charCodeAt(i));
    return number;
  }
}

export class StringsIn {
  private readonly known: string[] = [];
  private readonly columns: ColumnsIn;
  private readonly places: StringColumns;

  constructor(columns: ColumnsIn, places: StringColumns) {
    this.columns = columns;
    this.places = places;
  }

  at(number: number): string {
    if (number > this.known.length) throw damaged("a text is missing");
    if (number < this.known.length) return this.known[number];
    const length = this.columns.next(this.places.lengths);
    if (length > LONGEST) throw damaged(`a text claims ${length} characters`);
    let text = "";
    for (let i = 0; i < length; i++) {
      const unit = this.columns.next(this.places.units);
      if (unit > 0xffff) throw damaged("a character is none");
      text += String.fromCharCode(unit);
    }
    this.known.push(text);
    return text;
  }
}
