import { PROTOCOL } from "./protocols.js";

/** The layer an IP protocol number (IANA) announces; `under` is the IP version that carries it. */
export function ipProtocol(number: number, under: number): number {
  switch (number) {
    case 6:
      return PROTOCOL.tcp;
    case 17:
      return PROTOCOL.udp;
    case 1:
      return PROTOCOL.icmp;
    case 58:
      return PROTOCOL.icmpv6;
    case 2:
      return PROTOCOL.igmp;
    case 4:
      return PROTOCOL.ipv4;
    case 41:
      return PROTOCOL.ipv6;
    case 47:
      return PROTOCOL.gre;
    case 50:
      return PROTOCOL.esp;
    case 51:
      return PROTOCOL.ah;
    case 97:
      return PROTOCOL.etherip;
    case 115:
      return PROTOCOL.l2tpv3Ip;
    case 132:
      return PROTOCOL.sctp;
    case 137:
      return PROTOCOL.mpls;
    case 143: // RFC 8986 section 10.1
      return PROTOCOL.ethernet;
    default:
      return under === PROTOCOL.ipv6 ? extensionHeader(number) : PROTOCOL.none;
  }
}

function extensionHeader(number: number): number {
  switch (number) {
    case 0:
      return PROTOCOL.ipv6HopByHop;
    case 43:
      return PROTOCOL.ipv6Routing;
    case 44:
      return PROTOCOL.ipv6Fragment;
    case 60:
      return PROTOCOL.ipv6Destination;
    default:
      return PROTOCOL.none;
  }
}
