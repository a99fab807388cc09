import { etherType } from "./ethertype.js";
import { PROTOCOL } from "./protocols.js";

const ARPHRD_NETLINK = 824;

/** The layer after a cooked header: the protocol field is an EtherType, except for netlink, where it is the family. */
export function cookedProtocol(arphrd: number, protocol: number): number {
  return arphrd === ARPHRD_NETLINK ? PROTOCOL.none : etherType(protocol);
}
