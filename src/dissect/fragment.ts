import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** A fragment other than the first: bytes from the middle of a packet, whose headers are elsewhere. */
export function dissectFragment(d: Dissection, at: number, end: number, wireEnd: number): number {
  d.push(PROTOCOL.fragment, at, Math.min(at, end), end, wireEnd);
  return PROTOCOL.none;
}
