import { damaged } from "./errors.js";
import type { Shape } from "./shape.js";

/** Ends: twice those of the ranges that a digest keeps. */
const MOST = 4 * 32_768;

/** [from, to, from, to, ...]: the number of ends, then each by its distance from the one before. */
export const ranges: Shape<number[]> = (layout, name) => {
  const lengths = layout.column(`${name}#`, "count");
  const steps = layout.column(name, "integer");
  return {
    write: (to, ends) => {
      if (ends.length > MOST) throw new Error(`a digest keeps ${ends.length} of ${name}`);
      to.columns.put(lengths, ends.length);
      let before = 0;
      for (const end of ends) {
        to.columns.put(steps, end - before);
        before = end;
      }
    },
    read: (from) => {
      const length = from.columns.next(lengths);
      if (length > MOST || length % 2 !== 0) throw damaged(`${name} claims ${length} ends`);
      const ends: number[] = [];
      let before = 0;
      for (let i = 0; i < length; i++) {
        const step = from.columns.next(steps);
        before += step;
        if ((i > 0 && step < 0) || !Number.isSafeInteger(before)) throw damaged(`${name} runs backwards`);
        ends.push(before);
      }
      return ends;
    },
  };
};
