import type { Sighting } from "../flow/digest.js";
import type { Codec, Shape } from "./shape.js";

/** One column: which sighting of the flow's it is. */
export const sighting: Shape<Sighting> = (layout, name): Codec<Sighting> => {
  const column = layout.column(name, "count", "sighting");
  return {
    write: (to, { frame, time }) => to.columns.put(column, to.sightings.put(frame, time)),
    read: (from) => from.sightings.at(from.columns.next(column)),
  };
};

/** A sighting that has more to it: its frame and time stand beside its other fields. */
export function seen<T extends Sighting>(rest: Shape<Omit<T, keyof Sighting>>): Shape<T> {
  return (layout, name) => {
    const own = sighting(layout, name);
    const others = rest(layout, name);
    return {
      write: (to, value) => {
        own.write(to, value);
        others.write(to, value);
      },
      read: (from) => ({ ...own.read(from), ...others.read(from) }) as T,
    };
  };
}
