import { PROTOCOL } from "./protocols.js";

/** LINKTYPE_* values, https://www.tcpdump.org/linktypes.html, and the layer each begins with. */
const LINK_TYPES: Record<number, { name: string; layer: number }> = {
  0: { name: "NULL", layer: PROTOCOL.nullLoop },
  1: { name: "EN10MB", layer: PROTOCOL.ethernet },
  12: { name: "RAW", layer: PROTOCOL.raw }, // as BSD numbered it
  14: { name: "RAW", layer: PROTOCOL.raw }, // as OpenBSD numbered it
  101: { name: "RAW", layer: PROTOCOL.raw },
  108: { name: "LOOP", layer: PROTOCOL.nullLoop },
  113: { name: "LINUX_SLL", layer: PROTOCOL.sll },
  228: { name: "IPV4", layer: PROTOCOL.ipv4 },
  229: { name: "IPV6", layer: PROTOCOL.ipv6 },
  276: { name: "LINUX_SLL2", layer: PROTOCOL.sll2 },
};

/** The first layer of a frame of this link type, 0 when it is not known. */
export function linkLayer(linkType: number): number {
  return LINK_TYPES[linkType]?.layer ?? PROTOCOL.none;
}

/** tcpdump's name of a link type, or its number as text. */
export function linkTypeName(linkType: number): string {
  return LINK_TYPES[linkType]?.name ?? String(linkType);
}
