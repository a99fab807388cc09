import { PROTOCOL } from "./protocols.js";

/** Values below are the length of an IEEE 802.3 frame, not an EtherType (IEEE 802.3 clause 3.2.6). */
export const FIRST_ETHERTYPE = 0x0600;

/** The layer an EtherType announces (IEEE registry), 0 for those not followed. */
export function etherType(type: number): number {
  switch (type) {
    case 0x0800:
      return PROTOCOL.ipv4;
    case 0x86dd:
      return PROTOCOL.ipv6;
    case 0x8100: // 802.1Q
    case 0x88a8: // 802.1ad
    case 0x9100: // QinQ before 802.1ad
      return PROTOCOL.vlan;
    case 0x0806:
      return PROTOCOL.arp;
    case 0x8847: // unicast
    case 0x8848: // upstream-assigned label
      return PROTOCOL.mpls;
    case 0x8863:
      return PROTOCOL.pppoeDiscovery;
    case 0x8864:
      return PROTOCOL.pppoe;
    case 0x880b:
      return PROTOCOL.ppp;
    case 0x6558: // Transparent Ethernet Bridging, RFC 1701
      return PROTOCOL.ethernet;
    case 0x88e5:
      return PROTOCOL.macsec;
    case 0x894f:
      return PROTOCOL.nsh;
    case 0x8909:
      return PROTOCOL.ciscoMetadata;
    default:
      return PROTOCOL.none;
  }
}
