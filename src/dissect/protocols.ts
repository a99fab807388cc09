/** Layer identifiers. The value is what {@link Dissection.protocol} holds; 0 means "nothing follows". */
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
  // Encapsulations
  vxlan: 40,
  arp: 60,
} as const;

export type Protocol = number;
