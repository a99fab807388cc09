/**
 * Layer identifiers, below 256. The value is what {@link Dissection.protocol} holds; 0 means "nothing follows".
 * One whose dissector adds no layer, or is missing, ends the dissection without complaint.
 */
export const PROTOCOL = {
  none: 0,
  // Link types
  ethernet: 1,
  vlan: 2,
  sll: 3,
  sll2: 4,
  nullLoop: 5,
  /** No header at all: the version nibble tells the IP family. */
  raw: 6,
  ppp: 7,
  ciscoHdlc: 8,
  ieee80211: 9,
  // Network
  ipv4: 10,
  ipv6: 11,
  ipv6HopByHop: 12,
  /** Payload of a fragment other than the first: bytes without a header of their own. */
  fragment: 13,
  ipv6Routing: 14,
  ipv6Destination: 15,
  ipv6Fragment: 16,
  ah: 17,
  // Transport and control
  icmp: 20,
  icmpv6: 21,
  tcp: 22,
  udp: 23,
  sctp: 24,
  igmp: 25,
  // More link types, and what stands between a link and IP
  radiotap: 30,
  nflog: 31,
  llc: 32,
  pppoe: 33,
  pppoeDiscovery: 34,
  mpls: 35,
  pseudowire: 36,
  macsec: 37,
  nsh: 38,
  ciscoMetadata: 39,
  mpacket: 60,
  // Encapsulations
  vxlan: 40,
  vxlanGpe: 41,
  geneve: 42,
  gre: 43,
  erspan: 44,
  gtpu: 45,
  l2tp: 46,
  l2tpv3: 47,
  fou: 48,
  gue: 49,
  stt: 50,
  tzsp: 51,
  teredo: 52,
  etherip: 53,
  /** ERSPAN III, whose header is another than that of type II. */
  erspan3: 54,
  /** L2TPv3 directly over IP. */
  l2tpv3Ip: 55,
  // Opaque encapsulations: recognised by what is not encrypted
  esp: 70,
  natT: 71,
  wireguard: 72,
  openvpn: 73,
  dtls: 74,
  quic: 75,
  // Neither followed nor carrying anything
  arp: 80,
} as const;
