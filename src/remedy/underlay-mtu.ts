import { phrase } from "../diagnose/finding.js";
import { pingPayload, wallBehind } from "./raising.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/** VXLAN, Geneve and their like add 20 bytes more over IPv6. */
const OVER_IPV6 = 70;

/** Room on the underlay for the packet and what the tunnel adds. Moves the loss where something behind it is narrower. */
export function underlayMtu(s: Situation): Remedy | null {
  if (s.tunnel.place === "outside" || s.lost === null) return null;
  const size = s.lost + s.tunnel.overhead;
  const payload = pingPayload(size, s.tunnel.overhead >= OVER_IPV6 ? 6 : 4);
  const wall = wallBehind(s);
  return {
    id: "underlay-mtu",
    title: phrase("remedy.underlay-mtu.title", { mtu: size, inner: s.lost, overhead: s.tunnel.overhead }),
    commands: [
      `ip link set dev <UNDERLAY-NIC> mtu ${size}     # both ends of the tunnel, and every switch port between`,
    ],
    scope: phrase("remedy.underlay-mtu.scope"),
    needs: phrase("remedy.underlay-mtu.needs"),
    sufficient: false,
    nextWall: wall,
    verify: phrase("remedy.underlay-mtu.verify", { command: `ping -M do -c 3 -s ${payload} <OTHER-END>`, mtu: size }),
    rollback: phrase("remedy.rollback.mtu", {
      command: "ip link set dev <UNDERLAY-NIC> mtu <MTU-BEFORE>",
      show: "ip link show dev <UNDERLAY-NIC>",
    }),
  };
}
