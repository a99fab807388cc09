import { PROTOCOL } from "./protocols.js";

/** "Next Protocol" of VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe section 3.2) and of NSH (RFC 8300 section 2.2). */
export function nextProtocol(number: number): number {
  switch (number) {
    case 1:
      return PROTOCOL.ipv4;
    case 2:
      return PROTOCOL.ipv6;
    case 3:
      return PROTOCOL.ethernet;
    case 4:
      return PROTOCOL.nsh;
    case 5:
      return PROTOCOL.mpls;
    default:
      return PROTOCOL.none;
  }
}
