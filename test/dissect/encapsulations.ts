import { eth, hex, INNER_FRAME, INNER4, INNER6, ip4, ip6, udp } from "./packets.js";

/** One example of every encapsulation, each a whole Ethernet frame whose own header is literal. */
export interface Example {
  /** As docs/formats.md names it. */
  name: string;
  frame: Uint8Array;
  layers: string;
  stack: string[];
  overhead: number;
}

const VXLAN = hex("08 00 00 00  00 12 34 00");
const GENEVE = hex("00 00 65 58  00 12 34 00");
const over4 = (...payload: Uint8Array[]) => eth(0x0800, ...payload);
const over6 = (...payload: Uint8Array[]) => eth(0x86dd, ...payload);
const inUdp4 = (port: number, ...payload: Uint8Array[]) => over4(ip4(17, udp(49152, port, ...payload)));
const inUdp6 = (port: number, ...payload: Uint8Array[]) => over6(ip6(17, udp(49152, port, ...payload)));

export const EXAMPLES: Example[] = [
  { name: "plain IP", frame: over4(INNER4), layers: "ethernet:ipv4:tcp", stack: [], overhead: 0 },
  {
    name: "VLAN",
    frame: eth(0x8100, hex("00 64 08 00"), INNER4),
    layers: "ethernet:vlan:ipv4:tcp",
    stack: ["vlan"],
    overhead: 0,
  },
  {
    name: "QinQ",
    frame: eth(0x88a8, hex("00 64 81 00  00 c8 08 00"), INNER4),
    layers: "ethernet:vlan:vlan:ipv4:tcp",
    stack: ["qinq"],
    overhead: 0,
  },
  {
    name: "MPLS",
    frame: eth(0x8847, hex("00 01 00 40  00 02 01 40"), INNER4),
    layers: "ethernet:mpls:mpls:ipv4:tcp",
    stack: ["mpls", "mpls"],
    overhead: 8,
  },
  {
    name: "Ethernet over MPLS",
    frame: eth(0x8847, hex("00 01 01 40"), INNER_FRAME),
    layers: "ethernet:mpls:ethernet:ipv4:tcp",
    stack: ["mpls"],
    overhead: 18,
  },
  {
    name: "Ethernet pseudowire",
    frame: eth(0x8847, hex("00 01 01 40  00 00 00 01"), INNER_FRAME),
    layers: "ethernet:mpls:pseudowire:ethernet:ipv4:tcp",
    stack: ["mpls", "pseudowire"],
    overhead: 22,
  },
  {
    name: "PPPoE",
    frame: eth(0x8864, hex("11 00 00 01 00 2a  00 21"), INNER4),
    layers: "ethernet:pppoe:ppp:ipv4:tcp",
    stack: ["pppoe"],
    overhead: 8,
  },
  {
    name: "VXLAN over IPv4",
    frame: inUdp4(4789, VXLAN, INNER_FRAME),
    layers: "ethernet:ipv4:udp:vxlan:ethernet:ipv4:tcp",
    stack: ["vxlan"],
    overhead: 50,
  },
  {
    name: "VXLAN over IPv6",
    frame: inUdp6(8472, VXLAN, INNER_FRAME),
    layers: "ethernet:ipv6:udp:vxlan:ethernet:ipv4:tcp",
    stack: ["vxlan"],
    overhead: 70,
  },
  {
    name: "VXLAN with an inner VLAN",
    frame: inUdp4(4789, VXLAN, eth(0x8100, hex("00 64 86 dd"), INNER6)),
    layers: "ethernet:ipv4:udp:vxlan:ethernet:vlan:ipv6:tcp",
    stack: ["vxlan", "vlan"],
    overhead: 54,
  },
  {
    name: "VXLAN-GPE with IP",
    frame: inUdp4(4790, hex("0c 00 00 01  00 12 34 00"), INNER4),
    layers: "ethernet:ipv4:udp:vxlanGpe:ipv4:tcp",
    stack: ["vxlan-gpe"],
    overhead: 36,
  },
  {
    name: "VXLAN-GPE with Ethernet",
    frame: inUdp6(4790, hex("0c 00 00 03  00 12 34 00"), INNER_FRAME),
    layers: "ethernet:ipv6:udp:vxlanGpe:ethernet:ipv4:tcp",
    stack: ["vxlan-gpe"],
    overhead: 70,
  },
  {
    name: "NSH in VXLAN-GPE",
    frame: inUdp4(4790, hex("0c 00 00 04  00 12 34 00"), hex("0f c2 02 01  00 00 64 ff"), INNER4),
    layers: "ethernet:ipv4:udp:vxlanGpe:nsh:ipv4:tcp",
    stack: ["vxlan-gpe", "nsh"],
    overhead: 44,
  },
  {
    name: "Geneve over IPv4",
    frame: inUdp4(6081, GENEVE, INNER_FRAME),
    layers: "ethernet:ipv4:udp:geneve:ethernet:ipv4:tcp",
    stack: ["geneve"],
    overhead: 50,
  },
  {
    name: "Geneve with OVN's option",
    frame: inUdp4(6081, hex("02 40 65 58  00 12 34 00  01 02 80 01  00 01 00 02"), INNER_FRAME),
    layers: "ethernet:ipv4:udp:geneve:ethernet:ipv4:tcp",
    stack: ["geneve"],
    overhead: 58,
  },
  {
    name: "Geneve over IPv6",
    frame: inUdp6(6081, GENEVE, INNER_FRAME),
    layers: "ethernet:ipv6:udp:geneve:ethernet:ipv4:tcp",
    stack: ["geneve"],
    overhead: 70,
  },
  {
    name: "GRE",
    frame: over4(ip4(47, hex("00 00 08 00"), INNER4)),
    layers: "ethernet:ipv4:gre:ipv4:tcp",
    stack: ["gre"],
    overhead: 24,
  },
  {
    name: "GRE over IPv6 with checksum, key and sequence",
    frame: over6(ip6(47, hex("b0 00 86 dd  00 00 00 00  00 00 00 07  00 00 00 01"), INNER6)),
    layers: "ethernet:ipv6:gre:ipv6:tcp",
    stack: ["gre"],
    overhead: 56,
  },
  {
    name: "GRETAP",
    frame: over4(ip4(47, hex("00 00 65 58"), INNER_FRAME)),
    layers: "ethernet:ipv4:gre:ethernet:ipv4:tcp",
    stack: ["gretap"],
    overhead: 38,
  },
  {
    name: "NVGRE",
    frame: over4(ip4(47, hex("20 00 65 58  00 12 34 01"), INNER_FRAME)),
    layers: "ethernet:ipv4:gre:ethernet:ipv4:tcp",
    stack: ["gretap"],
    overhead: 42,
  },
  {
    name: "ERSPAN I",
    frame: over4(ip4(47, hex("00 00 88 be"), INNER_FRAME)),
    layers: "ethernet:ipv4:gre:ethernet:ipv4:tcp",
    stack: ["erspan-i"],
    overhead: 38,
  },
  {
    name: "ERSPAN II",
    frame: over4(ip4(47, hex("10 00 88 be  00 00 00 01"), hex("10 64 00 0a 00 00 00 00"), INNER_FRAME)),
    layers: "ethernet:ipv4:gre:erspan:ethernet:ipv4:tcp",
    stack: ["erspan-ii"],
    overhead: 50,
  },
  {
    name: "ERSPAN III",
    frame: over4(ip4(47, hex("10 00 22 eb  00 00 00 01"), hex("20 64 00 0a 00000000 0000 00 00"), INNER_FRAME)),
    layers: "ethernet:ipv4:gre:erspan3:ethernet:ipv4:tcp",
    stack: ["erspan-iii"],
    overhead: 54,
  },
  {
    name: "GRE in UDP",
    frame: inUdp4(4754, hex("00 00 08 00"), INNER4),
    layers: "ethernet:ipv4:udp:gre:ipv4:tcp",
    stack: ["gre"],
    overhead: 32,
  },
  {
    name: "PPTP",
    frame: over4(ip4(47, hex("30 01 88 0b  00 2a 00 07  00 00 00 01"), hex("00 21"), INNER4)),
    layers: "ethernet:ipv4:gre:ppp:ipv4:tcp",
    stack: ["gre"],
    overhead: 34,
  },
  {
    name: "IPIP",
    frame: over4(ip4(4, INNER4)),
    layers: "ethernet:ipv4:ipv4:tcp",
    stack: ["ipip"],
    overhead: 20,
  },
  {
    name: "6in4",
    frame: over4(ip4(41, INNER6)),
    layers: "ethernet:ipv4:ipv6:tcp",
    stack: ["6in4"],
    overhead: 20,
  },
  {
    name: "4in6",
    frame: over6(ip6(4, INNER4)),
    layers: "ethernet:ipv6:ipv4:tcp",
    stack: ["4in6"],
    overhead: 40,
  },
  {
    name: "IP6IP6",
    frame: over6(ip6(41, INNER6)),
    layers: "ethernet:ipv6:ipv6:tcp",
    stack: ["ip6ip6"],
    overhead: 40,
  },
  {
    name: "IP6IP6 with an encapsulation limit",
    frame: over6(ip6(60, hex("29 00 04 01 04 01 01 00"), INNER6)),
    layers: "ethernet:ipv6:ipv6Destination:ipv6:tcp",
    stack: ["ip6ip6"],
    overhead: 48,
  },
  {
    name: "GTP-U",
    frame: inUdp4(2152, hex("30 ff 00 28  00 00 00 01"), INNER4),
    layers: "ethernet:ipv4:udp:gtpu:ipv4:tcp",
    stack: ["gtp-u"],
    overhead: 36,
  },
  {
    name: "GTP-U with an extension",
    frame: inUdp4(2152, hex("34 ff 00 30  00 00 00 01  00 00 00 85  01 10 01 00"), INNER4),
    layers: "ethernet:ipv4:udp:gtpu:ipv4:tcp",
    stack: ["gtp-u"],
    overhead: 44,
  },
  {
    name: "L2TPv2",
    frame: inUdp4(1701, hex("00 02 00 01 00 02"), hex("ff 03 00 21"), INNER4),
    layers: "ethernet:ipv4:udp:l2tp:ppp:ipv4:tcp",
    stack: ["l2tp"],
    overhead: 38,
  },
  {
    name: "L2TPv2 with length, sequence and offset",
    frame: inUdp4(1701, hex("4a 02 00 50 00 01 00 02  00 01 00 00  00 02 ab cd"), hex("ff 03 00 57"), INNER6),
    layers: "ethernet:ipv4:udp:l2tp:ppp:ipv6:tcp",
    stack: ["l2tp"],
    overhead: 48,
  },
  {
    name: "L2TPv3 over UDP",
    frame: inUdp4(1701, hex("00 03 00 00  00 00 00 05"), INNER_FRAME),
    layers: "ethernet:ipv4:udp:l2tpv3:ethernet:ipv4:tcp",
    stack: ["l2tpv3-udp"],
    overhead: 50,
  },
  {
    name: "L2TPv3 over IP",
    frame: over4(ip4(115, hex("00 00 00 05"), INNER_FRAME)),
    layers: "ethernet:ipv4:l2tpv3Ip:ethernet:ipv4:tcp",
    stack: ["l2tpv3-ip"],
    overhead: 38,
  },
  {
    name: "L2TPv3 over IP with a cookie and a sublayer",
    frame: over4(ip4(115, hex("00 00 00 05  01 02 03 04 05 06 07 08  40 00 00 01"), INNER_FRAME)),
    layers: "ethernet:ipv4:l2tpv3Ip:ethernet:ipv4:tcp",
    stack: ["l2tpv3-ip"],
    overhead: 50,
  },
  {
    name: "MPLS in UDP",
    frame: inUdp4(6635, hex("00 01 01 40"), INNER4),
    layers: "ethernet:ipv4:udp:mpls:ipv4:tcp",
    stack: ["mpls"],
    overhead: 32,
  },
  {
    name: "MPLS in IP",
    frame: over4(ip4(137, hex("00 01 01 40"), INNER4)),
    layers: "ethernet:ipv4:mpls:ipv4:tcp",
    stack: ["mpls"],
    overhead: 24,
  },
  {
    name: "GUE",
    frame: inUdp4(6080, hex("00 04 00 00"), INNER4),
    layers: "ethernet:ipv4:udp:gue:ipv4:tcp",
    stack: ["gue"],
    overhead: 32,
  },
  {
    name: "GUE, variant 1",
    frame: inUdp6(6080, INNER4),
    layers: "ethernet:ipv6:udp:gue:ipv4:tcp",
    stack: ["gue"],
    overhead: 48,
  },
  {
    name: "FOU",
    frame: inUdp4(5555, INNER4),
    layers: "ethernet:ipv4:udp:fou:ipv4:tcp",
    stack: ["fou"],
    overhead: 28,
  },
  {
    name: "STT",
    frame: over4(
      ip4(
        6,
        // In the place of a TCP header: ports, frame length (72), offset, and an id instead of the acknowledgment.
        hex("c000 1d2f  0048 0000  00000001  5010 ffff 0000 0000"),
        hex("00 03 14 00  00 00  00 00  00000000 00001234  00 00"),
        INNER_FRAME,
      ),
    ),
    layers: "ethernet:ipv4:stt:ethernet:ipv4:tcp",
    stack: ["stt"],
    overhead: 72,
  },
  {
    name: "TZSP",
    frame: inUdp4(37008, hex("01 00 00 01  00  0a 01 c4  01"), INNER_FRAME),
    layers: "ethernet:ipv4:udp:tzsp:ethernet:ipv4:tcp",
    stack: ["tzsp"],
    overhead: 51,
  },
  {
    name: "Teredo",
    frame: inUdp4(3544, INNER6),
    layers: "ethernet:ipv4:udp:teredo:ipv6:tcp",
    stack: ["teredo"],
    overhead: 28,
  },
  {
    name: "Teredo with authentication and origin",
    frame: inUdp4(3544, hex("00 01 00 00 0102030405060708 00  00 00 63bf 3fff fdd2"), INNER6),
    layers: "ethernet:ipv4:udp:teredo:ipv6:tcp",
    stack: ["teredo"],
    overhead: 49,
  },
  {
    name: "EtherIP",
    frame: over4(ip4(97, hex("30 00"), INNER_FRAME)),
    layers: "ethernet:ipv4:etherip:ethernet:ipv4:tcp",
    stack: ["etherip"],
    overhead: 36,
  },
  {
    name: "MACsec without encryption",
    frame: eth(0x88e5, hex("20 00 00000001 0200000000010001  08 00"), INNER4, new Uint8Array(16)),
    layers: "ethernet:macsec:ipv4:tcp",
    stack: ["macsec"],
    overhead: 16,
  },
  {
    name: "Cisco MetaData",
    frame: eth(0x8909, hex("01 01 00 01 00 02 08 00"), INNER4),
    layers: "ethernet:ciscoMetadata:ipv4:tcp",
    stack: ["cisco-metadata"],
    overhead: 8,
  },
  {
    name: "AH, tunnel mode",
    frame: over4(ip4(51, hex("04 04 0000 00000100 00000001 000000000000000000000000"), INNER4)),
    layers: "ethernet:ipv4:ah:ipv4:tcp",
    stack: ["ah"],
    overhead: 44,
  },
  {
    name: "a mirror of a tunnel",
    frame: over4(
      ip4(
        47,
        hex("10 00 88 be  00 00 00 01"),
        hex("10 64 00 0a 00 00 00 00"),
        over4(ip4(17, udp(49152, 4789, VXLAN, INNER_FRAME))),
      ),
    ),
    layers: "ethernet:ipv4:gre:erspan:ethernet:ipv4:udp:vxlan:ethernet:ipv4:tcp",
    stack: ["erspan-ii", "vxlan"],
    overhead: 100,
  },
];

/** Tunnels whose inside cannot be read: the name, a frame, and what it takes from a packet at the least. */
export const OPAQUE_EXAMPLES: { name: string; frame: Uint8Array; overhead: number }[] = [
  { name: "esp", frame: over4(ip4(50, hex("00000100 00000001"), new Uint8Array(64))), overhead: 54 },
  { name: "esp", frame: over6(ip6(50, hex("00000100 00000001"), new Uint8Array(64))), overhead: 74 },
  { name: "esp-in-udp", frame: inUdp4(4500, hex("00000100 00000001"), new Uint8Array(64)), overhead: 62 },
  {
    name: "wireguard",
    frame: inUdp4(51820, hex("04000000 00000001 0000000000000001"), new Uint8Array(64)),
    overhead: 60,
  },
  {
    name: "wireguard",
    frame: inUdp6(41000, hex("04000000 00000001 0000000000000001"), new Uint8Array(64)),
    overhead: 80,
  },
  { name: "openvpn", frame: inUdp4(1194, hex("48 000001 00000001"), new Uint8Array(64)), overhead: 52 },
  { name: "dtls", frame: inUdp4(5555 + 1, hex("17 fefd 0001 000000000001 0040"), new Uint8Array(64)), overhead: 65 },
];
