import { u16 } from "./bytes.js";
import { cookedProtocol } from "./cooked.js";
import type { Dissection } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const HEADER = 16;

/**
 * Linux cooked capture v1, https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html
 *
 *     | packet type (2) | ARPHRD_ type (2) | address length (2) | address (8) | protocol (2) |
 */
export function dissectSll(d: Dissection, at: number, end: number, wireEnd: number): number {
  if (at + HEADER > end) return d.short("SLL header", HEADER, at, wireEnd);
  d.push(PROTOCOL.sll, at, at + HEADER, end, wireEnd);
  return cookedProtocol(u16(d.bytes, at + 2), u16(d.bytes, at + 14));
}

/** Accessors take the offset of the header. */
export const sll = {
  /** 0 to us, 1 broadcast, 2 multicast, 3 to somebody else, 4 sent by us. */
  packetType: (b: Uint8Array, at: number) => u16(b, at),
  arphrd: (b: Uint8Array, at: number) => u16(b, at + 2),
};
