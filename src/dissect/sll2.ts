import { u16, u32 } from "./bytes.js";
import { cookedProtocol } from "./cooked.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 20;

/**
 * Linux cooked capture v2, https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html
 *
 *     | protocol (2) | reserved (2) | interface index (4) | ARPHRD_ type (2) | packet type (1) | address length (1) |
 *     | address (8) |
 */
export function dissectSll2(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("SLL2 header", HEADER, at, wireEnd);
  d.push(PROTOCOL.sll2, at, at + HEADER, end, wireEnd);
  return cookedProtocol(u16(d.bytes, at + 8), u16(d.bytes, at));
}

/** Accessors take the offset of the header. */
export const sll2 = {
  interfaceIndex: (b: Uint8Array, at: number) => u32(b, at + 4),
  arphrd: (b: Uint8Array, at: number) => u16(b, at + 8),
  /** 0 to us, 1 broadcast, 2 multicast, 3 to somebody else, 4 sent by us. */
  packetType: (b: Uint8Array, at: number) => b[at + 10],
};
