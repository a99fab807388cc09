import { formatIpv4, formatIpv6 } from "./address.js";
import { u16 } from "./bytes.js";
import { decimal, type Field, flag, hexadecimal, text } from "./field.js";
import { icmp } from "./icmp.js";
import { icmpv6 } from "./icmpv6.js";
import { ipv4 } from "./ipv4.js";
import { IPV6_DESTINATION, IPV6_SOURCE, ipv6 } from "./ipv6.js";
import { ipv6Fragment } from "./ipv6-fragment.js";
import { mpls } from "./mpls.js";
import { pppProtocolNumber } from "./ppp.js";
import { pppoe } from "./pppoe.js";
import { PROTOCOL } from "./protocols.js";
import { sll } from "./sll.js";
import { sll2 } from "./sll2.js";
import { vlanId } from "./vlan.js";

const IPV4 = [PROTOCOL.ipv4];
const IPV6 = [PROTOCOL.ipv6];
const FRAGMENT = [PROTOCOL.ipv6Fragment];
const PPPOE = [PROTOCOL.pppoe, PROTOCOL.pppoeDiscovery];

const PROVIDER_TAG = 0x88a8;

const ipv4Source = (b: Uint8Array, at: number) => formatIpv4(b, at + 12);
const ipv4Destination = (b: Uint8Array, at: number) => formatIpv4(b, at + 16);
const ipv6Source = (b: Uint8Array, at: number) => formatIpv6(b, at + IPV6_SOURCE);
const ipv6Destination = (b: Uint8Array, at: number) => formatIpv6(b, at + IPV6_DESTINATION);

/** Fields of links, tags and network headers. */
export const NETWORK_FIELDS: Field[] = [
  text("eth.dst", [PROTOCOL.ethernet], (b, at) => mac(b, at)),
  text("eth.src", [PROTOCOL.ethernet], (b, at) => mac(b, at + 6)),
  decimal("sll.ifindex", [PROTOCOL.sll2], sll2.interfaceIndex),
  decimal("sll.pkttype", [PROTOCOL.sll, PROTOCOL.sll2], (b, at, d, i) =>
    d.protocol[i] === PROTOCOL.sll ? sll.packetType(b, at) : sll2.packetType(b, at),
  ),
  tag("vlan.id", false),
  tag("ieee8021ad.id", true),
  decimal("mpls.label", [PROTOCOL.mpls], mpls.label),
  hexadecimal("pppoe.session_id", PPPOE, 4, pppoe.sessionId),
  hexadecimal("ppp.protocol", [PROTOCOL.ppp], 4, pppProtocolNumber),

  text("ip.src", IPV4, ipv4Source),
  text("ip.dst", IPV4, ipv4Destination),
  {
    name: "ip.addr",
    protocols: IPV4,
    layer: (out, b, at) => out.push(ipv4Source(b, at), ipv4Destination(b, at)),
  },
  // Of a super-frame, whose field is 0, the length it has.
  decimal("ip.len", IPV4, (b, at, d, i) => ipv4.totalLength(b, at) || d.wireEnd[i] - at),
  decimal("ip.hdr_len", IPV4, (b, at) => (b[at] & 0x0f) * 4),
  decimal("ip.proto", IPV4, ipv4.protocol),
  decimal("ip.ttl", IPV4, ipv4.ttl),
  hexadecimal("ip.id", IPV4, 4, ipv4.identification),
  flag("ip.flags.df", IPV4, ipv4.dontFragment),
  flag("ip.flags.mf", IPV4, ipv4.moreFragments),
  // In units of 8 bytes, as tshark 4.0 prints it.
  decimal("ip.frag_offset", IPV4, (b, at) => ipv4.fragmentOffset(b, at) / 8),
  hexadecimal("ip.checksum", IPV4, 4, (b, at) => u16(b, at + 10)),

  text("ipv6.src", IPV6, ipv6Source),
  text("ipv6.dst", IPV6, ipv6Destination),
  {
    name: "ipv6.addr",
    protocols: IPV6,
    layer: (out, b, at) => out.push(ipv6Source(b, at), ipv6Destination(b, at)),
  },
  decimal("ipv6.plen", IPV6, ipv6.payloadLength),
  decimal("ipv6.nxt", IPV6, ipv6.nextHeader),
  decimal("ipv6.hlim", IPV6, ipv6.hopLimit),
  decimal("ipv6.fraghdr.offset", FRAGMENT, (b, at) => ipv6Fragment.offset(b, at) / 8),
  flag("ipv6.fraghdr.more", FRAGMENT, ipv6Fragment.moreFragments),
  hexadecimal("ipv6.fraghdr.ident", FRAGMENT, 8, ipv6Fragment.identification),

  decimal("icmp.type", [PROTOCOL.icmp], icmp.type),
  decimal("icmp.code", [PROTOCOL.icmp], icmp.code),
  {
    name: "icmp.mtu",
    protocols: [PROTOCOL.icmp],
    layer: (out, b, at) => {
      if (icmp.isPacketTooBig(b, at)) out.push(String(icmp.nextHopMtu(b, at)));
    },
  },
  decimal("icmpv6.type", [PROTOCOL.icmpv6], icmpv6.type),
  decimal("icmpv6.code", [PROTOCOL.icmpv6], icmpv6.code),
  {
    name: "icmpv6.mtu",
    protocols: [PROTOCOL.icmpv6],
    layer: (out, b, at) => {
      if (icmpv6.isPacketTooBig(b, at)) out.push(String(icmpv6.mtu(b, at)));
    },
  },
];

/** tshark keeps the tags of providers (802.1ad) apart; the EtherType before the tag tells. */
function tag(name: string, ofProvider: boolean): Field {
  return {
    name,
    protocols: [PROTOCOL.vlan],
    layer: (out, b, at, d, i) => {
      const announced = i > 0 && d.protocol[i - 1] !== PROTOCOL.sll2 ? u16(b, at - 2) : 0;
      if ((announced === PROVIDER_TAG) === ofProvider) out.push(String(vlanId(b, at)));
    },
  };
}

function mac(b: Uint8Array, at: number): string {
  let text = "";
  for (let i = 0; i < 6; i++) text += (i === 0 ? "" : ":") + b[at + i].toString(16).padStart(2, "0");
  return text;
}
