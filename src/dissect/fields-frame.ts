import { u16 } from "./bytes.js";
import type { Dissection } from "./dissection.js";
import { FIRST_ETHERTYPE } from "./ethertype.js";
import type { Field } from "./field.js";
import { PROTOCOL } from "./protocols.js";

/** Fields of the frame as a whole. */
export const FRAME_FIELDS: Field[] = [
  { name: "frame.number", frame: (out, f) => out.push(String(f.number)) },
  { name: "frame.len", frame: (out, f) => out.push(String(f.wireLength)) },
  { name: "frame.cap_len", frame: (out, f) => out.push(String(f.end - f.start)) },
  {
    name: "frame.time_epoch",
    frame: (out, f) => {
      if (!f.untimed) out.push(`${f.seconds}.${String(f.nanos).padStart(9, "0")}`);
    },
  },
  { name: "frame.interface_id", frame: (out, f) => out.push(String(f.interfaceIndex)) },
  { name: "frame.protocols", frame: (out, _f, d) => out.push(protocolPath(d)) },
];

/** tshark's names of layers, as frame.protocols joins them. */
const NAMES: Record<number, string> = {
  [PROTOCOL.ethernet]: "eth",
  [PROTOCOL.vlan]: "vlan",
  [PROTOCOL.sll]: "sll",
  [PROTOCOL.sll2]: "sll",
  [PROTOCOL.nullLoop]: "null",
  [PROTOCOL.raw]: "raw",
  [PROTOCOL.ppp]: "ppp",
  [PROTOCOL.ciscoHdlc]: "chdlc",
  [PROTOCOL.ieee80211]: "wlan",
  [PROTOCOL.ipv4]: "ip",
  [PROTOCOL.ipv6]: "ipv6",
  [PROTOCOL.ipv6HopByHop]: "ipv6.hopopts",
  [PROTOCOL.ipv6Routing]: "ipv6.routing",
  [PROTOCOL.ipv6Destination]: "ipv6.dstopts",
  [PROTOCOL.ipv6Fragment]: "ipv6.fraghdr",
  [PROTOCOL.fragment]: "data",
  [PROTOCOL.ah]: "ah",
  [PROTOCOL.icmp]: "icmp",
  [PROTOCOL.icmpv6]: "icmpv6",
  [PROTOCOL.tcp]: "tcp",
  [PROTOCOL.udp]: "udp",
  [PROTOCOL.sctp]: "sctp",
  [PROTOCOL.radiotap]: "radiotap",
  [PROTOCOL.nflog]: "nflog",
  [PROTOCOL.llc]: "llc",
  [PROTOCOL.pppoe]: "pppoes",
  [PROTOCOL.pppoeDiscovery]: "pppoed",
  [PROTOCOL.mpls]: "mpls",
  [PROTOCOL.pseudowire]: "pwethcw",
  [PROTOCOL.macsec]: "macsec",
  [PROTOCOL.nsh]: "nsh",
  [PROTOCOL.ciscoMetadata]: "cmd",
  [PROTOCOL.mpacket]: "mp",
  [PROTOCOL.vxlan]: "vxlan",
  [PROTOCOL.vxlanGpe]: "vxlan",
  [PROTOCOL.geneve]: "geneve",
  [PROTOCOL.gre]: "gre",
  [PROTOCOL.erspan]: "erspan",
  [PROTOCOL.erspan3]: "erspan",
  [PROTOCOL.gtpu]: "gtp",
  [PROTOCOL.l2tp]: "l2tp",
  [PROTOCOL.l2tpv3]: "l2tp",
  [PROTOCOL.l2tpv3Ip]: "l2tp",
  [PROTOCOL.fou]: "fou",
  [PROTOCOL.gue]: "gue",
  [PROTOCOL.stt]: "stt",
  [PROTOCOL.tzsp]: "tzsp",
  [PROTOCOL.teredo]: "teredo",
  [PROTOCOL.etherip]: "etherip",
  [PROTOCOL.esp]: "esp",
  [PROTOCOL.natT]: "udpencap",
  [PROTOCOL.wireguard]: "wg",
  [PROTOCOL.openvpn]: "openvpn",
  [PROTOCOL.dtls]: "dtls",
  [PROTOCOL.quic]: "quic",
};

/** tshark's name of a layer, or null of one it has no name for. */
export function protocolName(protocol: number): string | null {
  return NAMES[protocol] ?? null;
}

/** The layers by name, down to the transport; what runs over it is not ours to name. */
function protocolPath(d: Dissection): string {
  let path = "";
  for (let i = 0; i < d.depth; i++) {
    const protocol = d.protocol[i];
    const name = NAMES[protocol] ?? "data";
    // A stack of labels is one protocol to tshark.
    if (protocol === PROTOCOL.mpls && i > 0 && d.protocol[i - 1] === PROTOCOL.mpls) continue;
    path += path === "" ? name : `:${name}`;
    if (hasEtherType(d, i)) path += ":ethertype";
  }
  return path === "" ? "data" : path;
}

function hasEtherType(d: Dissection, i: number): boolean {
  const at = d.start[i];
  switch (d.protocol[i]) {
    case PROTOCOL.ethernet:
      return u16(d.bytes, at + 12) >= FIRST_ETHERTYPE;
    case PROTOCOL.vlan:
      return u16(d.bytes, at + 2) >= FIRST_ETHERTYPE;
    case PROTOCOL.ciscoMetadata:
    case PROTOCOL.sll:
    case PROTOCOL.sll2:
      return true;
    default:
      return false;
  }
}
