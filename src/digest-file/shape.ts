import type { ColumnKind, ColumnsIn, ColumnsOut, Layout } from "./columns.js";
import { damaged } from "./errors.js";
import type { SightingsIn, SightingsOut } from "./known-sightings.js";
import type { StringsIn, StringsOut } from "./strings.js";

/** One block, being written; what flows refer to twice is written once. */
export interface BlockOut {
  columns: ColumnsOut;
  strings: StringsOut;
  sightings: SightingsOut;
}

export interface BlockIn {
  columns: ColumnsIn;
  strings: StringsIn;
  sightings: SightingsIn;
}

/** Writes a value into columns, and reads it again. */
export interface Codec<T> {
  write(to: BlockOut, value: T): void;
  read(from: BlockIn): T;
}

/** How a value lies in a file: claims its columns in a layout, in the order of its fields. */
export type Shape<T> = (layout: Layout, name: string) => Codec<T>;

function numbers(kind: ColumnKind): Shape<number> {
  return (layout, name) => {
    const column = layout.column(name, kind);
    return { write: (to, value) => to.columns.put(column, value), read: (from) => from.columns.next(column) };
  };
}

export const count = numbers("count");
export const integer = numbers("integer");
export const word = numbers("word");

/** One of a few values, by its place among them. */
export function oneOf<const T extends readonly (string | number | boolean)[]>(...values: T): Shape<T[number]> {
  return (layout, name) => {
    const column = layout.column(name, "count", values.map(String).join(" | "));
    return {
      write: (to, value) => to.columns.put(column, values.indexOf(value)),
      read: (from) => {
        const place = from.columns.next(column);
        if (place >= values.length) throw damaged(`${name} has no such value`);
        return values[place];
      },
    };
  };
}

export const boolean: Shape<boolean> = oneOf(false, true);

/** What the format says by itself. */
export function constant<const T>(value: T): Shape<T> {
  return () => ({ write: () => {}, read: () => value });
}

export const text: Shape<string> = (layout, name) => {
  const column = layout.column(name, "count", "text");
  return {
    write: (to, value) => to.columns.put(column, to.strings.put(value)),
    read: (from) => from.strings.at(from.columns.next(column)),
  };
};

/** 0 for null, 1 before a value. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (layout, name) => {
    const column = layout.column(`${name}?`, "count");
    const inner = shape(layout, name);
    return {
      write: (to, value) => {
        to.columns.put(column, value === null ? 0 : 1);
        if (value !== null) inner.write(to, value);
      },
      read: (from) => {
        const present = from.columns.next(column);
        if (present > 1) throw damaged(`${name} is neither there nor not`);
        return present === 1 ? inner.read(from) : null;
      },
    };
  };
}

/** The number of elements, then each: no more than `most`. */
export function list<T>(shape: Shape<T>, most: number): Shape<T[]> {
  return (layout, name) => {
    const column = layout.column(`${name}#`, "count");
    const element = shape(layout, name);
    return {
      write: (to, values) => {
        if (values.length > most) throw new Error(`a digest keeps ${values.length} of ${name}`);
        to.columns.put(column, values.length);
        for (const value of values) element.write(to, value);
      },
      read: (from) => {
        const length = from.columns.next(column);
        if (length > most) throw damaged(`${name} claims ${length} elements`);
        const values: T[] = [];
        // Grows with what is there, never with what is claimed.
        for (let i = 0; i < length; i++) values.push(element.read(from));
        return values;
      },
    };
  };
}

/** Every field of a type, in the order given: a field that a digest gains does not compile until it is given a shape. */
export function record<T extends object>(shapes: { [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (layout, name) => {
    const fields = (Object.keys(shapes) as (keyof T & string)[]).map((key) => ({
      key,
      codec: shapes[key](layout, name === "" ? key : `${name}.${key}`),
    }));
    return {
      write: (to, value) => {
        for (const { key, codec } of fields) codec.write(to, value[key]);
      },
      read: (from) => {
        const value = {} as T;
        for (const { key, codec } of fields) value[key] = codec.read(from);
        return value;
      },
    };
  };
}
