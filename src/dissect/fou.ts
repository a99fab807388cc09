import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";
import { ipVersion } from "./raw.js";

/** Foo over UDP, Linux Documentation/networking: an IP packet right behind the UDP header. It has no header of its own. */
export function dissectFou(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + 1 > end) return d.short("IP version", 1, at, wireEnd);
  d.push(PROTOCOL.fou, at, at, end, wireEnd);
  return ipVersion(d.bytes[at]);
}
