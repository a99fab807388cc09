import type { Frame } from "../capture/frame.js";

/** The captured bytes of a frame, to keep. Not `slice()`: on a Buffer of Node that is a view, and the reader's buffer is used again. */
export function copyOf({ bytes, start, end }: Frame): Uint8Array {
  const copy = new Uint8Array(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}
