import { phrase } from "../diagnose/finding.js";
import { wallBehind } from "./raising.js";
import type { Remedy } from "./remedy.js";
import { headersOf, type Situation } from "./situation.js";

/**
 * The tenant network's MTU, with the underlay it needs: one budget for the whole path. Neutron caps a network's MTU at
 * `global_physnet_mtu` less the encapsulation, existing networks keep theirs, and QEMU's `host_mtu` lets a running guest lower its MTU
 * but not raise it.
 */
export function overlayMtu(s: Situation): Remedy | null {
  const { tunnel, announced, lost } = s;
  if (tunnel.stack.length === 0 || lost === null || !s.announcedBehind || announced === null) return null;
  const reached = tunnel.place !== "outside" || tunnel.crossed;
  if (!reached) return null;
  const underlay = lost + tunnel.adds;
  const receives = s.client.mss !== null && s.client.mss + headersOf(s.family) >= lost;
  return {
    id: "overlay-mtu",
    title: phrase("remedy.overlay-mtu.title", { point: announced.point, from: announced.mtu, to: lost }),
    commands: [
      ...(tunnel.crossed
        ? []
        : [
            `ip link set dev <UNDERLAY-NIC> mtu ${underlay}     # both ends of the tunnel, and every switch port between`,
          ]),
      `crudini --set /etc/neutron/neutron.conf DEFAULT global_physnet_mtu ${underlay}`,
      `crudini --set /etc/neutron/plugins/ml2/ml2_conf.ini ml2 path_mtu ${underlay}`,
      "systemctl restart neutron-server",
      `openstack network set --mtu ${lost} <NETWORK>`,
      "openstack server reboot --hard <SERVER>",
    ],
    scope: tunnel.crossed
      ? phrase("remedy.overlay-mtu.scope-crossed", { lost, adds: tunnel.adds, underlay, point: s.lastSeenAt ?? "?" })
      : phrase("remedy.overlay-mtu.scope", { lost, adds: tunnel.adds, underlay }),
    needs: phrase("remedy.overlay-mtu.needs"),
    sufficient: receives,
    nextWall: receives ? null : wallBehind({ ...s, announcedBehind: false }),
    verify: phrase("remedy.overlay-mtu.verify", {
      command: "openstack network show -c mtu <NETWORK>",
      guest: "cat /sys/class/net/<INTERFACE>/mtu",
      mtu: lost,
    }),
    rollback: phrase("remedy.overlay-mtu.rollback", {
      command: `openstack network set --mtu ${announced.mtu} <NETWORK>`,
    }),
  };
}
