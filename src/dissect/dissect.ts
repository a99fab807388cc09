import { dissectAh } from "./ah.js";
import { dissectCiscoHdlc } from "./cisco-hdlc.js";
import { dissectCiscoMetadata } from "./cisco-metadata.js";
import type { Dissection, LayerDissector } from "./dissection.js";
import { MAX_LAYERS } from "./dissection.js";
import { dissectDtls } from "./dtls.js";
import { dissectErspan, dissectErspan3 } from "./erspan.js";
import { dissectEsp } from "./esp.js";
import { dissectEtherip } from "./etherip.js";
import { dissectEthernet } from "./ethernet.js";
import { dissectFou } from "./fou.js";
import { dissectFragment } from "./fragment.js";
import { dissectGeneve } from "./geneve.js";
import { dissectGre } from "./gre.js";
import { dissectGtpu } from "./gtpu.js";
import { dissectGue } from "./gue.js";
import { dissectIcmp } from "./icmp.js";
import { dissectIcmpv6 } from "./icmpv6.js";
import { dissectIeee80211 } from "./ieee80211.js";
import { dissectIpv4 } from "./ipv4.js";
import { dissectIpv6 } from "./ipv6.js";
import { dissectIpv6Fragment } from "./ipv6-fragment.js";
import { dissectIpv6Destination, dissectIpv6HopByHop } from "./ipv6-options.js";
import { dissectIpv6Routing } from "./ipv6-routing.js";
import { dissectL2tp, dissectL2tpv3Ip } from "./l2tp.js";
import { linkLayer } from "./linktype.js";
import { dissectLlc } from "./llc.js";
import { dissectMacsec } from "./macsec.js";
import { dissectMpacket } from "./mpacket.js";
import { dissectMpls } from "./mpls.js";
import { dissectNatT } from "./nat-t.js";
import { dissectNflog } from "./nflog.js";
import { dissectNsh } from "./nsh.js";
import { dissectNullLoop } from "./null-loop.js";
import { dissectOpenvpn } from "./openvpn.js";
import { dissectPpp } from "./ppp.js";
import { dissectPppoe, dissectPppoeDiscovery } from "./pppoe.js";
import { PROTOCOL } from "./protocols.js";
import { dissectPseudowire } from "./pseudowire.js";
import { dissectQuic } from "./quic.js";
import { dissectRadiotap } from "./radiotap.js";
import { dissectRaw } from "./raw.js";
import { dissectSctp } from "./sctp.js";
import { dissectSll } from "./sll.js";
import { dissectSll2 } from "./sll2.js";
import { dissectTcp } from "./tcp.js";
import { dissectTeredo } from "./teredo.js";
import { dissectTzsp } from "./tzsp.js";
import { dissectUdp } from "./udp.js";
import { dissectVlan } from "./vlan.js";
import { dissectVxlan } from "./vxlan.js";
import { dissectVxlanGpe } from "./vxlan-gpe.js";
import { dissectWireguard } from "./wireguard.js";

/** PROTOCOL value -> its dissector; a hole ends the dissection without complaint. */
const DISSECTORS: (LayerDissector | undefined)[] = new Array(256).fill(undefined);
DISSECTORS[PROTOCOL.ah] = dissectAh;
DISSECTORS[PROTOCOL.ciscoHdlc] = dissectCiscoHdlc;
DISSECTORS[PROTOCOL.ciscoMetadata] = dissectCiscoMetadata;
DISSECTORS[PROTOCOL.dtls] = dissectDtls;
DISSECTORS[PROTOCOL.erspan] = dissectErspan;
DISSECTORS[PROTOCOL.erspan3] = dissectErspan3;
DISSECTORS[PROTOCOL.esp] = dissectEsp;
DISSECTORS[PROTOCOL.etherip] = dissectEtherip;
DISSECTORS[PROTOCOL.ethernet] = dissectEthernet;
DISSECTORS[PROTOCOL.fou] = dissectFou;
DISSECTORS[PROTOCOL.fragment] = dissectFragment;
DISSECTORS[PROTOCOL.geneve] = dissectGeneve;
DISSECTORS[PROTOCOL.gre] = dissectGre;
DISSECTORS[PROTOCOL.gtpu] = dissectGtpu;
DISSECTORS[PROTOCOL.gue] = dissectGue;
DISSECTORS[PROTOCOL.icmp] = dissectIcmp;
DISSECTORS[PROTOCOL.icmpv6] = dissectIcmpv6;
DISSECTORS[PROTOCOL.ieee80211] = dissectIeee80211;
DISSECTORS[PROTOCOL.ipv4] = dissectIpv4;
DISSECTORS[PROTOCOL.ipv6] = dissectIpv6;
DISSECTORS[PROTOCOL.ipv6Fragment] = dissectIpv6Fragment;
DISSECTORS[PROTOCOL.ipv6Destination] = dissectIpv6Destination;
DISSECTORS[PROTOCOL.ipv6HopByHop] = dissectIpv6HopByHop;
DISSECTORS[PROTOCOL.ipv6Routing] = dissectIpv6Routing;
DISSECTORS[PROTOCOL.l2tp] = dissectL2tp;
DISSECTORS[PROTOCOL.l2tpv3Ip] = dissectL2tpv3Ip;
DISSECTORS[PROTOCOL.llc] = dissectLlc;
DISSECTORS[PROTOCOL.macsec] = dissectMacsec;
DISSECTORS[PROTOCOL.mpacket] = dissectMpacket;
DISSECTORS[PROTOCOL.mpls] = dissectMpls;
DISSECTORS[PROTOCOL.natT] = dissectNatT;
DISSECTORS[PROTOCOL.nflog] = dissectNflog;
DISSECTORS[PROTOCOL.nsh] = dissectNsh;
DISSECTORS[PROTOCOL.nullLoop] = dissectNullLoop;
DISSECTORS[PROTOCOL.openvpn] = dissectOpenvpn;
DISSECTORS[PROTOCOL.ppp] = dissectPpp;
DISSECTORS[PROTOCOL.pppoe] = dissectPppoe;
DISSECTORS[PROTOCOL.pppoeDiscovery] = dissectPppoeDiscovery;
DISSECTORS[PROTOCOL.pseudowire] = dissectPseudowire;
DISSECTORS[PROTOCOL.quic] = dissectQuic;
DISSECTORS[PROTOCOL.radiotap] = dissectRadiotap;
DISSECTORS[PROTOCOL.raw] = dissectRaw;
DISSECTORS[PROTOCOL.sctp] = dissectSctp;
DISSECTORS[PROTOCOL.sll] = dissectSll;
DISSECTORS[PROTOCOL.sll2] = dissectSll2;
DISSECTORS[PROTOCOL.tcp] = dissectTcp;
DISSECTORS[PROTOCOL.teredo] = dissectTeredo;
DISSECTORS[PROTOCOL.tzsp] = dissectTzsp;
DISSECTORS[PROTOCOL.udp] = dissectUdp;
DISSECTORS[PROTOCOL.vlan] = dissectVlan;
DISSECTORS[PROTOCOL.vxlan] = dissectVxlan;
DISSECTORS[PROTOCOL.vxlanGpe] = dissectVxlanGpe;
DISSECTORS[PROTOCOL.wireguard] = dissectWireguard;

/** Layers keep offsets in 32 bits; a wire length of 4 GiB is a lie that must not turn them negative. */
const FARTHEST = 0x7fff_ffff;

/**
 * Dissects the frame `bytes[start, end)` of a link type into `d`, as deep as headers go.
 * `wireLength` is the frame's length on the wire in bytes. Never throws: damage is told in `d`.
 */
export function dissect(
  d: Dissection,
  bytes: Uint8Array,
  start: number,
  end: number,
  wireLength: number,
  linkType: number,
): void {
  d.reset(bytes);
  // Less on the wire than was captured is a writer's mistake: the bytes are there.
  const wireEnd = start + wireLength;
  dissectFrom(d, linkLayer(linkType), start, end, Math.min(Math.max(end, wireEnd), FARTHEST));
}

/** Goes on with `protocol` at `at`: for what is quoted inside an ICMP error, call it on a second, reset Dissection. */
export function dissectFrom(d: Dissection, protocol: number, at: number, end: number, wireEnd: number): void {
  let next = protocol;
  while (next !== PROTOCOL.none) {
    const dissector = DISSECTORS[next];
    if (dissector === undefined) return;
    if (d.depth >= MAX_LAYERS) {
      d.damage = "nested too deep";
      return;
    }
    const before = d.depth;
    next = dissector(d, at, end, wireEnd);
    if (d.depth === before) return;
    const top = d.depth - 1;
    at = d.payload[top];
    end = d.end[top];
    wireEnd = d.wireEnd[top];
  }
}
