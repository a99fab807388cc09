import { u16 } from "../../dissect/bytes.js";
import type { Dissection } from "../../dissect/dissection.js";
import { IPV6_DESTINATION, IPV6_SOURCE } from "../../dissect/ipv6.js";
import { PROTOCOL } from "../../dissect/protocols.js";
import { blankIpv6Options, blankTcpOptions } from "./options.js";
import { type Rewrite, replaceIpv4, replaceIpv6, replaceMac } from "./rewrite.js";

/**
 * Replaces what a header, `[at, payload)` of the frame, says of whose it is. False where what it holds is not understood well
 * enough: the frame is then cut before it.
 */
type HeaderRewriter = (w: Rewrite, at: number, payload: number) => boolean;

const HEADERS: (HeaderRewriter | undefined)[] = new Array(256).fill(undefined);

/** Nothing in these tells whose the network is: types, lengths, numbers of segments and tunnels. */
const keep: HeaderRewriter = () => true;
for (const protocol of [
  PROTOCOL.vlan,
  PROTOCOL.nullLoop,
  PROTOCOL.raw,
  PROTOCOL.ppp,
  PROTOCOL.ciscoHdlc,
  PROTOCOL.radiotap,
  PROTOCOL.llc,
  PROTOCOL.mpacket,
  PROTOCOL.pppoe,
  PROTOCOL.pppoeDiscovery,
  PROTOCOL.mpls,
  PROTOCOL.pseudowire,
  PROTOCOL.ciscoMetadata,
  PROTOCOL.ipv6Fragment,
  PROTOCOL.fragment,
  PROTOCOL.icmp,
  PROTOCOL.icmpv6,
  PROTOCOL.udp,
  PROTOCOL.sctp,
  PROTOCOL.vxlan,
  PROTOCOL.vxlanGpe,
  PROTOCOL.erspan,
  PROTOCOL.erspan3,
  PROTOCOL.gtpu,
  PROTOCOL.l2tp,
  PROTOCOL.l2tpv3,
  PROTOCOL.l2tpv3Ip,
  PROTOCOL.fou,
  PROTOCOL.gue,
  PROTOCOL.stt,
  PROTOCOL.etherip,
  PROTOCOL.esp,
  PROTOCOL.natT,
  PROTOCOL.wireguard,
  PROTOCOL.openvpn,
  PROTOCOL.dtls,
  PROTOCOL.quic,
])
  HEADERS[protocol] = keep;

HEADERS[PROTOCOL.ethernet] = (w, at) => {
  replaceMac(w, at);
  replaceMac(w, at + 6);
  return true;
};

/** Three addresses, and a fourth behind the sequence number between two access points: IEEE Std 802.11 clause 9.3.2.1. */
HEADERS[PROTOCOL.ieee80211] = (w, at, payload) => {
  if (payload < at + 24) return false;
  for (const address of [at + 4, at + 10, at + 16]) replaceMac(w, address);
  if ((w.before[at + 1] & 3) === 3 && payload >= at + 30) replaceMac(w, at + 24);
  return true;
};

HEADERS[PROTOCOL.sll] = (w, at) => cookedAddress(w, at + 6, u16(w.before, at + 4));
HEADERS[PROTOCOL.sll2] = (w, at) => cookedAddress(w, at + 12, w.before[at + 11]);

/** A tunnel's link-layer address is an IP address; of an IPv6 one there is room for a half. */
function cookedAddress(w: Rewrite, at: number, length: number): true {
  w.out.fill(0, at, at + 8);
  if (length === 6) replaceMac(w, at);
  if (length === 4) replaceIpv4(w, at);
  return true;
}

/** What stands before the packet names interfaces, users and prefixes of log rules. */
HEADERS[PROTOCOL.nflog] = (w, at, payload) => {
  const TLV_HEADER = 4;
  let tlv = at + 4;
  while (tlv + TLV_HEADER < payload) {
    const swapped = w.before[tlv + 3] !== 0 && w.before[tlv + 2] === 0;
    const length = swapped ? u16(w.before, tlv) : w.before[tlv] | (w.before[tlv + 1] << 8);
    w.out.fill(0, tlv + TLV_HEADER, Math.min(payload - TLV_HEADER, tlv + length));
    tlv += (length + 3) & ~3;
  }
  return true;
};

HEADERS[PROTOCOL.ipv4] = (w, at, payload) => {
  replaceIpv4(w, at + 12);
  replaceIpv4(w, at + 16);
  // Options record routes and prescribe them. NOP is one byte long, RFC 791 section 3.1.
  w.out.fill(1, at + 20, payload);
  return true;
};

HEADERS[PROTOCOL.ipv6] = (w, at) => {
  replaceIpv6(w, at + IPV6_SOURCE);
  replaceIpv6(w, at + IPV6_DESTINATION);
  return true;
};

HEADERS[PROTOCOL.ipv6HopByHop] = blankIpv6Options;
HEADERS[PROTOCOL.ipv6Destination] = blankIpv6Options;

/** Addresses to visit begin behind the first 8 bytes in every type of routing header in use (RFC 6275, RFC 8754). */
HEADERS[PROTOCOL.ipv6Routing] = (w, at, payload) => {
  let address = at + 8;
  for (; address + 16 <= payload; address += 16) replaceIpv6(w, address);
  w.out.fill(0, address, payload);
  return true;
};

/** The integrity value holds for other addresses. */
HEADERS[PROTOCOL.ah] = (w, at, payload) => {
  w.out.fill(0, at + 12, payload);
  return true;
};

/** The secure channel identifier begins with an address, IEEE 802.1AE clause 9.9. */
HEADERS[PROTOCOL.macsec] = (w, at) => {
  if ((w.before[at] & 0x20) !== 0) replaceMac(w, at + 6);
  return true;
};

/** Contexts are the service chain's own, RFC 8300 section 2.4. */
HEADERS[PROTOCOL.nsh] = (w, at, payload) => {
  w.out.fill(0, at + 8, payload);
  return true;
};

/** Options keep class, type and length, RFC 8926 section 3.5. */
HEADERS[PROTOCOL.geneve] = (w, at, payload) => {
  for (let option = at + 8; option + 4 <= payload; ) {
    const next = Math.min(payload, option + 4 + (w.before[option + 3] & 0x1f) * 4);
    w.out.fill(0, option + 4, next);
    option = next;
  }
  return true;
};

/** Source routes (RFC 1701), which nobody uses any more, are addresses. */
HEADERS[PROTOCOL.gre] = (w, at) => (u16(w.before, at) & 0x4000) === 0;

/** Client, authentication and origin: RFC 4380 section 5.1.1. Types and lengths stay. */
HEADERS[PROTOCOL.teredo] = (w, at, payload) => {
  let rest = at;
  if (payload - at >= 13 && u16(w.before, at) === 1) {
    rest += 13 + w.before[at + 2] + w.before[at + 3];
    w.out.fill(0, at + 4, Math.min(rest, payload));
  }
  w.out.fill(0, Math.min(rest + 2, payload), payload);
  return true;
};

/** Tags keep type and length; they tell of sensors and stations. */
HEADERS[PROTOCOL.tzsp] = (w, at, payload) => {
  for (let tag = at + 4; tag < payload && w.before[tag] !== 1; ) {
    const next = w.before[tag] === 0 ? tag + 1 : tag + 2 + w.before[tag + 1];
    w.out.fill(0, Math.min(tag + 2, next), Math.min(next, payload));
    tag = next;
  }
  return true;
};

HEADERS[PROTOCOL.tcp] = blankTcpOptions;

/** Rewrites the headers of all layers; returns how many of them, from the outermost, may be kept. */
export function rewriteHeaders(w: Rewrite, d: Dissection): number {
  for (let i = 0; i < d.depth; i++) {
    const rewrite = HEADERS[d.protocol[i]];
    if (rewrite === undefined || !rewrite(w, d.start[i], d.payload[i])) return i;
  }
  return d.depth;
}
