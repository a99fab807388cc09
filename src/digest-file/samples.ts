import { damaged } from "./errors.js";
import type { Shape } from "./shape.js";

const FIELDS = 3;
/** Twice what a digest keeps. */
const MOST = 48;

/**
 * [hash, frame, time, ...] by ascending hash. They lie by ascending frame: distances between hashes are as good as random, those
 * between frames are not.
 */
export const samples: Shape<number[]> = (layout, name) => {
  const lengths = layout.column(`${name}#`, "count");
  const hashes = layout.column(`${name}.hash`, "word");
  const places = layout.column(name, "count", "sighting");
  return {
    write: (to, flat) => {
      const starts = Array.from({ length: flat.length / FIELDS }, (_, i) => i * FIELDS);
      if (starts.length > MOST) throw new Error(`a digest keeps ${starts.length} of ${name}`);
      starts.sort((a, b) => flat[a + 1] - flat[b + 1]);
      to.columns.put(lengths, starts.length);
      for (const at of starts) {
        to.columns.put(hashes, flat[at]);
        to.columns.put(places, to.sightings.put(flat[at + 1], flat[at + 2]));
      }
    },
    read: (from) => {
      const length = from.columns.next(lengths);
      if (length > MOST) throw damaged(`${name} claims ${length} samples`);
      const flat: number[] = [];
      for (let i = 0; i < length; i++) {
        const hash = from.columns.next(hashes);
        const number = from.sightings.numberOf(from.columns.next(places));
        insert(flat, hash, from.sightings.frameOf(number), from.sightings.timeOf(number));
      }
      return flat;
    },
  };
};

/** Keeps them sorted by hash: there are few. */
function insert(flat: number[], hash: number, frame: number, time: number): void {
  let at = flat.length;
  for (; at > 0 && flat[at - FIELDS] > hash; at -= FIELDS) {
    flat[at] = flat[at - 3];
    flat[at + 1] = flat[at - 2];
    flat[at + 2] = flat[at - 1];
  }
  flat[at] = hash;
  flat[at + 1] = frame;
  flat[at + 2] = time;
}
