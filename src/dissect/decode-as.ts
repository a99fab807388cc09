import type { DecodeOptions } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

/** Names of encapsulations for `-d`, tshark's where it has one. */
const LAYERS: Record<string, number> = {
  dtls: PROTOCOL.dtls,
  fou: PROTOCOL.fou,
  geneve: PROTOCOL.geneve,
  gre: PROTOCOL.gre,
  gtp: PROTOCOL.gtpu,
  gue: PROTOCOL.gue,
  ip: PROTOCOL.fou,
  l2tp: PROTOCOL.l2tp,
  mpls: PROTOCOL.mpls,
  openvpn: PROTOCOL.openvpn,
  quic: PROTOCOL.quic,
  sctp: PROTOCOL.sctp,
  stt: PROTOCOL.stt,
  teredo: PROTOCOL.teredo,
  tzsp: PROTOCOL.tzsp,
  udpencap: PROTOCOL.natT,
  vxlan: PROTOCOL.vxlan,
  vxlan_gpe: PROTOCOL.vxlanGpe,
  wg: PROTOCOL.wireguard,
};

export const DECODE_AS_NAMES: readonly string[] = Object.keys(LAYERS);

const RULE = /^(udp|tcp)\.port==(\d{1,5})(?:-(\d{1,5}))?,([a-z_]+)$/;

/** The options with rules such as `udp.port==8472,vxlan` or `udp.port==6000-6010,geneve` added; a string says which rule is wrong. */
export function decodeAs(base: DecodeOptions, rules: readonly string[]): DecodeOptions | string {
  const udpPorts = new Map(base.udpPorts);
  const tcpPorts = new Map(base.tcpPorts);
  for (const rule of rules) {
    const [, transport, first, last = first, name] = RULE.exec(rule.replaceAll(" ", "")) ?? [];
    const layer = name === undefined ? undefined : LAYERS[name];
    if (layer === undefined || Number(last) > 0xffff) return rule;
    // Only one encapsulation pretends to be TCP, and it pretends nothing else.
    if ((transport === "tcp") !== (layer === PROTOCOL.stt)) return rule;
    for (let port = Number(first); port <= Number(last); port++)
      (transport === "tcp" ? tcpPorts : udpPorts).set(port, layer);
  }
  return { udpPorts, tcpPorts };
}
