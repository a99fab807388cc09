import { ah } from "./ah.js";
import { erspanSession } from "./erspan.js";
import { esp } from "./esp.js";
import { decimal, type Field, hexadecimal } from "./field.js";
import { geneve } from "./geneve.js";
import { gre } from "./gre.js";
import { gtpu } from "./gtpu.js";
import { isL2tpControl } from "./l2tp.js";
import { PROTOCOL } from "./protocols.js";
import { quic } from "./quic.js";
import { vxlan } from "./vxlan.js";
import { wireguardType } from "./wireguard.js";

const L2TP = [PROTOCOL.l2tp, PROTOCOL.l2tpv3];

/** Fields of encapsulations. */
export const TUNNEL_FIELDS: Field[] = [
  decimal("vxlan.vni", [PROTOCOL.vxlan, PROTOCOL.vxlanGpe], vxlan.vni),
  hexadecimal("geneve.vni", [PROTOCOL.geneve], 6, geneve.vni),
  hexadecimal("gre.proto", [PROTOCOL.gre], 4, gre.protocol),
  {
    name: "gre.key",
    protocols: [PROTOCOL.gre],
    layer: (out, b, at) => {
      // Version 1 shows its two halves instead.
      if (gre.hasKey(b, at) && gre.version(b, at) === 0) out.push(`0x${gre.key(b, at).toString(16).padStart(8, "0")}`);
    },
  },
  decimal("erspan.spanid", [PROTOCOL.erspan, PROTOCOL.erspan3], erspanSession),
  hexadecimal("gtp.teid", [PROTOCOL.gtpu], 8, gtpu.teid),
  decimal("l2tp.type", L2TP, (b, at) => (isL2tpControl(b, at) ? 1 : 0)),
  hexadecimal("esp.spi", [PROTOCOL.esp], 8, esp.spi),
  hexadecimal("ah.spi", [PROTOCOL.ah], 8, ah.spi),
  decimal("wg.type", [PROTOCOL.wireguard], wireguardType),
  hexadecimal("quic.version", [PROTOCOL.quic], 8, quic.version),
];
