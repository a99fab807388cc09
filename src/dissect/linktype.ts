import { PROTOCOL } from "./protocols.js";

/** LINKTYPE_* values, https://www.tcpdump.org/linktypes.html, and the layer each begins with. */
const LINK_TYPES: [value: number, name: string, layer: number][] = [
  [0, "NULL", PROTOCOL.nullLoop],
  [1, "EN10MB", PROTOCOL.ethernet],
  [9, "PPP", PROTOCOL.ppp],
  [12, "RAW", PROTOCOL.raw], // as BSD numbered it
  [14, "RAW", PROTOCOL.raw], // as OpenBSD numbered it
  [50, "PPP_SERIAL", PROTOCOL.ciscoHdlc],
  [51, "PPP_ETHER", PROTOCOL.pppoe],
  [101, "RAW", PROTOCOL.raw],
  [104, "C_HDLC", PROTOCOL.ciscoHdlc],
  [105, "IEEE802_11", PROTOCOL.ieee80211],
  [108, "LOOP", PROTOCOL.nullLoop],
  [113, "LINUX_SLL", PROTOCOL.sll],
  [127, "IEEE802_11_RADIO", PROTOCOL.radiotap],
  [219, "MPLS", PROTOCOL.mpls],
  [228, "IPV4", PROTOCOL.ipv4],
  [229, "IPV6", PROTOCOL.ipv6],
  [239, "NFLOG", PROTOCOL.nflog],
  [274, "ETHERNET_MPACKET", PROTOCOL.mpacket],
  [276, "LINUX_SLL2", PROTOCOL.sll2],
];

/** Values that everybody may use as they like: nobody else can tell what their frames hold. */
const FIRST_USER = 147;
const LAST_USER = 162;

const LAYERS = new Uint8Array(512);
const NAMES = new Map<number, string>();
for (const [value, name, layer] of LINK_TYPES) {
  LAYERS[value] = layer;
  NAMES.set(value, name);
}

/** The first layer of a frame of this link type, 0 when it is not known. */
export function linkLayer(linkType: number): number {
  return linkType < LAYERS.length ? LAYERS[linkType] : PROTOCOL.none;
}

/** tcpdump's name of a link type, or its number as text. */
export function linkTypeName(linkType: number): string {
  if (isUserLinkType(linkType)) return `USER${linkType - FIRST_USER}`;
  return NAMES.get(linkType) ?? String(linkType);
}

/** Whether the link type is one of those for private use (USER0 to USER15). */
export function isUserLinkType(linkType: number): boolean {
  return linkType >= FIRST_USER && linkType <= LAST_USER;
}
