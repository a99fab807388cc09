import type { Dissection } from "./dissection.js";

/** What a field may need to know of the frame itself; a capture's Frame fits. */
export interface FrameFacts {
  number: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  wireLength: number;
  interfaceIndex: number;
  linkType: number;
  seconds: number;
  nanos: number;
  untimed?: boolean;
}

/** Adds the values that layer `i` of `d`, whose header is at `at`, has for a field; texts as tshark prints them. */
export type LayerReader = (out: string[], b: Uint8Array, at: number, d: Dissection, i: number) => void;

/** A field by its tshark name: read once a frame, or once for every layer of some protocols. */
export interface Field {
  name: string;
  frame?: (out: string[], frame: FrameFacts, d: Dissection) => void;
  protocols?: readonly number[];
  layer?: LayerReader;
}

/** A field whose value is a number in decimal, one a layer. */
export function decimal(
  name: string,
  protocols: readonly number[],
  read: (b: Uint8Array, at: number, d: Dissection, i: number) => number,
): Field {
  return { name, protocols, layer: (out, b, at, d, i) => out.push(String(read(b, at, d, i))) };
}

/** A field whose value is a number of `digits` hexadecimal digits. */
export function hexadecimal(
  name: string,
  protocols: readonly number[],
  digits: number,
  read: (b: Uint8Array, at: number) => number,
): Field {
  return {
    name,
    protocols,
    layer: (out, b, at) => out.push(`0x${read(b, at).toString(16).padStart(digits, "0")}`),
  };
}

export function flag(name: string, protocols: readonly number[], read: (b: Uint8Array, at: number) => boolean): Field {
  return { name, protocols, layer: (out, b, at) => out.push(read(b, at) ? "1" : "0") };
}

export function text(name: string, protocols: readonly number[], read: (b: Uint8Array, at: number) => string): Field {
  return { name, protocols, layer: (out, b, at) => out.push(read(b, at)) };
}
