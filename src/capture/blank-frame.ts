import type { Frame } from "./frame.js";

/** A frame to be filled. */
export function blankFrame(): Frame {
  return {
    number: 0,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    wireLength: 0,
    interfaceIndex: 0,
    linkType: 0,
    seconds: 0,
    nanos: 0,
    untimed: false,
    direction: "unknown",
  };
}
