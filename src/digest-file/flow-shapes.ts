import type { Encapsulation, Endpoint, SizeRow } from "../flow/digest.js";
import { count, list, nullable, record, type Shape, text } from "./shape.js";
import { sighting } from "./sighting.js";

/**
 * What flows of TCP and of datagrams have in common. Lists have bounds, here and in the other shapes: twice what a digest keeps, since what
 * compares them relies on that they are short.
 */
export const endpoint: Shape<Endpoint> = record({ address: text, port: count });

export const encapsulations: Shape<Encapsulation[]> = list(
  record<Encapsulation>({ stack: list(text, 96), overhead: count, packets: count }),
  16,
);

export const sizes: Shape<SizeRow[]> = list(
  record<SizeRow>({
    size: count,
    packets: count,
    repeats: count,
    acknowledged: count,
    first: sighting,
    last: sighting,
  }),
  192,
);

export const ttl = nullable(record<{ low: number; high: number }>({ low: count, high: count }));

export const dontFragment = record<{ set: number; clear: number }>({ set: count, clear: count });

export const checksums = record<{ verified: number; wrong: number; partial: number; wrongFrames: number[] }>({
  verified: count,
  wrong: count,
  partial: count,
  wrongFrames: list(count, 16),
});
