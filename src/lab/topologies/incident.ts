import type { DockerEngine, Host, Network, VantagePoint } from "../scenario.js";
import { merge } from "./merge.js";

/**
 * A container in a VM on a tenant network, as in the founding incident:
 *
 *     ctr eth0 - vm [bridge, MASQUERADE, eth0] - hv [bridge: vmport, vx0; nic] - sw - bd [nic, vx0, routing, lan] - srv
 */
export interface IncidentOptions {
  /** Family of the tenant's packets and of the underlay. */
  inner?: 4 | 6;
  underlay?: 4 | 6;
  containerMtu?: number;
  vmMtu?: number;
  vmPortMtu?: number;
  hypervisorNicMtu?: number;
  /** MTU of the hypervisor's tunnel device, a port of its bridge; what its NIC of 1500 would leave unless told. */
  hypervisorVxlanMtu?: number;
  borderNicMtu?: number;
  /** MTU of the border's tunnel device; the kernel's choice when 0. */
  borderVxlanMtu?: number;
  bridgeNetfilter?: boolean;
  /** UDP port of the tunnel. */
  tunnelPort?: number;
  /** The border's tunnel device is bound to no device, so that its MTU may exceed what its NIC leaves. */
  borderVxlanUnbound?: boolean;
  /** The hypervisor's tunnel device merges segments (GRO). */
  tunnelGro?: boolean;
  /** Offloads of the link between the border and the server, whose segments the border then splits. */
  serverOffloads?: boolean;
  /** Changes to single hosts. */
  hosts?: Record<string, Partial<Host>>;
}

const INNER = {
  4: {
    ctr: "172.30.0.2",
    ctrGw: "172.30.0.1",
    vm: "10.200.0.10",
    vmGw: "10.200.0.1",
    lan: "10.201.0.1",
    srv: "10.201.0.2",
    length: 24,
  },
  6: {
    ctr: "fd00:30::2",
    ctrGw: "fd00:30::1",
    vm: "fd00:200::10",
    vmGw: "fd00:200::1",
    lan: "fd00:201::1",
    srv: "fd00:201::2",
    length: 64,
  },
};
const UNDERLAY = {
  4: { hv: "192.168.50.1", bd: "192.168.50.2", length: 24, overhead: 50 },
  6: { hv: "fd00:50::1", bd: "fd00:50::2", length: 64, overhead: 70 },
};

export function incidentNetwork(options: IncidentOptions = {}): Network {
  const { inner = 4, underlay = 4, hypervisorNicMtu = 1500, borderNicMtu = 9000, borderVxlanMtu = 1500 } = options;
  const outer = UNDERLAY[underlay];
  const at = INNER[inner];
  const auto = 1500 - outer.overhead;
  const { containerMtu = 1500, vmMtu = auto, vmPortMtu = vmMtu } = options;
  const port = options.tunnelPort ?? 4789;
  const net = (address: string) => `${address}/${at.length}`;
  const masquerade = "-t nat -A POSTROUTING -o eth0 -j MASQUERADE";
  const changed = (name: string, host: Host): Host => merge(host, options.hosts?.[name] ?? {});
  return {
    hosts: {
      ctr: changed("ctr", { addresses: { eth0: [net(at.ctr)] }, routes: [`default via ${at.ctrGw}`] }),
      vm: changed("vm", {
        bridges: [{ name: "docker0", ports: ["veth0"], addresses: [net(at.ctrGw)] }],
        addresses: { eth0: [net(at.vm)] },
        routes: [`default via ${at.vmGw}`],
        forward: true,
        ...(inner === 4 ? { iptables: [masquerade] } : { ip6tables: [masquerade] }),
      }),
      hv: changed("hv", {
        bridges: [{ name: "brint", ports: ["vmport"] }],
        addresses: { nic: [`${outer.hv}/${outer.length}`] },
        vxlans: [
          {
            name: "vx0",
            id: 42,
            port,
            local: outer.hv,
            remote: outer.bd,
            dev: "nic",
            bridge: "brint",
            mtu: options.hypervisorVxlanMtu ?? auto,
            offloads: options.tunnelGro ?? false,
          },
        ],
        ...(options.bridgeNetfilter ? { sysctls: { "net.bridge.bridge-nf-call-iptables": 1 } } : {}),
      }),
      sw: changed("sw", { bridges: [{ name: "fabric", ports: ["p1", "p2"] }] }),
      bd: changed("bd", {
        addresses: { nic: [`${outer.bd}/${outer.length}`], lan: [net(at.lan)] },
        vxlans: [
          {
            name: "vx0",
            id: 42,
            port,
            local: outer.bd,
            remote: outer.hv,
            ...(options.borderVxlanUnbound ? {} : { dev: "nic" }),
            mtu: borderVxlanMtu,
            addresses: [net(at.vmGw)],
          },
        ],
        forward: true,
      }),
      srv: changed("srv", { addresses: { eth0: [net(at.srv)] }, routes: [`default via ${at.lan}`] }),
    },
    links: [
      { a: "ctr:eth0", b: "vm:veth0", mtu: containerMtu },
      { a: "vm:eth0", b: "hv:vmport", mtu: [vmMtu, vmPortMtu] },
      { a: "hv:nic", b: "sw:p1", mtu: [hypervisorNicMtu, 9216] },
      { a: "sw:p2", b: "bd:nic", mtu: [9216, borderNicMtu] },
      { a: "bd:lan", b: "srv:eth0", mtu: 1500, offloads: options.serverOffloads ?? false },
    ],
  };
}

/** `address:port` of the incident's server. */
export const incidentServer = (port: number, inner: 4 | 6 = 4): string =>
  inner === 4 ? `${INNER[4].srv}:${port}` : `[${INNER[6].srv}]:${port}`;

const POINTS: Record<string, [string, string]> = {
  container: ["ctr", "eth0"],
  vm: ["vm", "eth0"],
  "vm-port": ["hv", "vmport"],
  "hypervisor-vxlan": ["hv", "vx0"],
  "hypervisor-nic": ["hv", "nic"],
  "border-nic": ["bd", "nic"],
  "border-vxlan": ["bd", "vx0"],
  "border-lan": ["bd", "lan"],
  server: ["srv", "eth0"],
};

/** The seven of the incident, from client to server. */
export const SEVEN = ["container", "vm", "vm-port", "hypervisor-vxlan", "hypervisor-nic", "border-nic", "border-lan"];

export const incidentPoints = (names: string[] = SEVEN, snaplen = 256): VantagePoint[] =>
  names.map((name) => {
    const [host, device] = POINTS[name] ?? ["", ""];
    return { name, host, device, snaplen };
  });

/** The incident with a real Docker Engine in the VM, in place of the bridge, the container and their translation. */
export function dockerIncidentNetwork(engine: Omit<DockerEngine, "container">): Network {
  const { hosts, links } = incidentNetwork();
  const { bridges, iptables, ...vm } = hosts.vm ?? {};
  return {
    hosts: { ...hosts, ctr: {}, vm: { ...vm, docker: { ...engine, container: "ctr" } } },
    links: links.filter((link) => link.a !== "ctr:eth0"),
  };
}
