import { UserError } from "./errors.js";
import { readCapture } from "./read-capture.js";

class Enough extends Error {}

/** Time of a capture's first frame in seconds, Infinity when it has none, or is empty. Reads no more than it must. */
export async function firstFrameTime(file: string): Promise<number> {
  let time = Number.POSITIVE_INFINITY;
  try {
    await readCapture(file, (frame) => {
      time = frame.seconds + frame.nanos / 1e9;
      throw new Enough();
    });
  } catch (error) {
    const empty = error instanceof UserError && error.code === "empty-capture";
    if (!(error instanceof Enough) && !empty) throw error;
  }
  return time;
}
