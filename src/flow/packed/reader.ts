import type { Sighting } from "../digest.js";
import type { PackedFlows } from "./layout.js";

/** Reads packed numbers one after the other. */
export class PackedReader {
  private readonly numbers: Float64Array;
  private readonly texts: readonly string[];
  at: number;

  constructor({ numbers, texts }: PackedFlows, at: number) {
    this.numbers = numbers;
    this.texts = texts;
    this.at = at;
  }

  next(): number {
    return this.numbers[this.at++];
  }

  text(): string {
    return this.texts[this.next()];
  }

  nullable(): number | null {
    const value = this.next();
    return Number.isNaN(value) ? null : value;
  }

  list<T>(each: () => T): T[] {
    const length = this.next();
    const values: T[] = [];
    for (let i = 0; i < length; i++) values.push(each());
    return values;
  }

  seen(): Sighting {
    return { frame: this.next(), time: this.next() };
  }

  sighting(): Sighting | null {
    const seen = this.seen();
    return seen.frame < 0 ? null : seen;
  }
}
