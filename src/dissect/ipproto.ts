import { PROTOCOL } from "./protocols.js";

/** The layer an IP protocol number (IANA) announces; `under` is the IP version that carries it. */
export function ipProtocol(number: number, _under: number): number {
  switch (number) {
    case 1:
      return PROTOCOL.icmp;
    case 2:
      return PROTOCOL.igmp;
    case 6:
      return PROTOCOL.tcp;
    case 17:
      return PROTOCOL.udp;
    case 58:
      return PROTOCOL.icmpv6;
    case 132:
      return PROTOCOL.sctp;
    default:
      return PROTOCOL.none;
  }
}
