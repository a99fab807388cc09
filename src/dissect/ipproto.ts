import { PROTOCOL } from "./protocols.js";

/** The layer an IP protocol number (IANA) announces; `under` is the IP version that carries it. */
export function ipProtocol(number: number, under: number): number {
  switch (number) {
    case 0:
      return under === PROTOCOL.ipv6 ? PROTOCOL.ipv6HopByHop : PROTOCOL.none;
    case 1:
      return PROTOCOL.icmp;
    case 2:
      return PROTOCOL.igmp;
    case 4:
      return PROTOCOL.ipv4;
    case 6:
      return PROTOCOL.tcp;
    case 17:
      return PROTOCOL.udp;
    case 41:
      return PROTOCOL.ipv6;
    case 43:
      return under === PROTOCOL.ipv6 ? PROTOCOL.ipv6Routing : PROTOCOL.none;
    case 44:
      return under === PROTOCOL.ipv6 ? PROTOCOL.ipv6Fragment : PROTOCOL.none;
    case 51:
      return PROTOCOL.ah;
    case 58:
      return PROTOCOL.icmpv6;
    case 60:
      return under === PROTOCOL.ipv6 ? PROTOCOL.ipv6Destination : PROTOCOL.none;
    case 132:
      return PROTOCOL.sctp;
    default:
      return PROTOCOL.none;
  }
}
