import { readCapture } from "./read-capture.js";

class Enough extends Error {}

/** Time of a capture's first frame in seconds, Infinity when it has none. Reads no more than it must. */
export async function firstFrameTime(file: string): Promise<number> {
  let time = Number.POSITIVE_INFINITY;
  try {
    await readCapture(file, (frame) => {
      time = frame.seconds + frame.nanos / 1e9;
      throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return time;
}
