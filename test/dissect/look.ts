import { dissect } from "../../src/dissect/dissect.js";
import { type DecodeOptions, Dissection } from "../../src/dissect/dissection.js";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import { PROTOCOL } from "../../src/dissect/protocols.js";

const NAMES = new Map<number, string>(Object.entries(PROTOCOL).map(([name, value]) => [value, name]));

/** Dissects one frame, put in the middle of a larger buffer as a reader would have it. */
export function look(
  frame: Uint8Array,
  linkType = 1,
  wireLength = frame.length,
  options: DecodeOptions = ANALYSIS_PORTS,
): Dissection {
  const before = 13;
  const buffer = new Uint8Array(before + frame.length + 64).fill(0xee);
  buffer.set(frame, before);
  const d = new Dissection(options);
  dissect(d, buffer, before, before + frame.length, wireLength, linkType);
  return d;
}

/** Names of the layers, outermost first, joined by colons. */
export function layers(d: Dissection): string {
  return Array.from(d.protocol.subarray(0, d.depth), (p) => NAMES.get(p) ?? `?${p}`).join(":");
}

/** Offset of layer `i` (negative counts from the end), for accessors. */
export function startOf(d: Dissection, i = -1): number {
  return d.start[i < 0 ? d.depth + i : i];
}
