import { PROTOCOL } from "./protocols.js";

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
    default:
      return PROTOCOL.none;
  }
}
