import type { DecodeOptions } from "./dissection.js";
import { PROTOCOL } from "./protocols.js";

const REGISTERED: [port: number, layer: number][] = [
  [1194, PROTOCOL.openvpn],
  [1701, PROTOCOL.l2tp],
  [2152, PROTOCOL.gtpu],
  [3544, PROTOCOL.teredo],
  [4500, PROTOCOL.natT],
  [4754, PROTOCOL.gre], // RFC 8086
  [4789, PROTOCOL.vxlan],
  [4790, PROTOCOL.vxlanGpe],
  [6081, PROTOCOL.geneve],
  [6635, PROTOCOL.mpls], // RFC 7510
  [9899, PROTOCOL.sctp], // RFC 6951
  [37008, PROTOCOL.tzsp],
];

/** The ports that tshark 4.0 decodes without being told: what `hopscope dissect` prints is comparable. */
export const TSHARK_PORTS: DecodeOptions = { udpPorts: new Map(REGISTERED) };

/** For analysis: besides these, the defaults of systems that came before the registration, or never registered. */
export const ANALYSIS_PORTS: DecodeOptions = {
  udpPorts: new Map([
    ...REGISTERED,
    [6080, PROTOCOL.gue],
    [8472, PROTOCOL.vxlan], // the Linux kernel's default, flannel, Cilium
    [51234, PROTOCOL.mpls], // Contrail before RFC 7510
    [51820, PROTOCOL.wireguard],
  ]),
  tcpPorts: new Map([[7471, PROTOCOL.stt]]),
};
