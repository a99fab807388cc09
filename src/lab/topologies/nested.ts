import type { Host, Network, VantagePoint } from "../scenario.js";
import { merge } from "./merge.js";

/**
 * Pods on nodes that are VMs on hypervisors, VXLAN in VXLAN:
 *
 *     pod eth0 - n1 [pods, vxp over eth0] - h1 [bridge: port, vx0; nic] - sw - h2 [...] - n2 [...] - server eth0
 */
export interface NestedOptions {
  /** MTU of the pods' interfaces and of the nodes' tunnel device. */
  podMtu: number;
  /** MTU of the nodes' eth0 and of the hypervisors' ports towards them. */
  nodeMtu: number;
  /** MTU of the hypervisors' NICs. */
  nicMtus: [number, number];
  hosts?: Record<string, Partial<Host>>;
}

export function nestedNetwork(options: NestedOptions): Network {
  const { podMtu, nodeMtu, nicMtus } = options;
  const host = (name: string, made: Host): Host => merge(made, options.hosts?.[name] ?? {});
  const node = (n: 1 | 2): Host => ({
    addresses: { pods: [`10.9${n}.0.1/24`], eth0: [`10.90.0.${n}/24`] },
    vxlans: [
      {
        name: "vxp",
        id: 7,
        local: `10.90.0.${n}`,
        remote: `10.90.0.${3 - n}`,
        mtu: podMtu,
        addresses: [`10.99.0.${n}/24`],
      },
    ],
    routes: [`10.9${3 - n}.0.0/24 via 10.99.0.${3 - n}`],
    forward: true,
  });
  const hypervisor = (n: 1 | 2): Host => ({
    bridges: [{ name: "brint", ports: ["port"] }],
    addresses: { nic: [`192.168.60.${n}/24`] },
    vxlans: [
      { name: "vx0", id: 42, local: `192.168.60.${n}`, remote: `192.168.60.${3 - n}`, bridge: "brint", mtu: nodeMtu },
    ],
  });
  return {
    hosts: {
      pod: host("pod", { addresses: { eth0: ["10.91.0.2/24"] }, routes: ["default via 10.91.0.1"] }),
      n1: host("n1", node(1)),
      h1: host("h1", hypervisor(1)),
      sw: host("sw", { bridges: [{ name: "fabric", ports: ["p1", "p2"] }] }),
      h2: host("h2", hypervisor(2)),
      n2: host("n2", node(2)),
      server: host("server", { addresses: { eth0: ["10.92.0.2/24"] }, routes: ["default via 10.92.0.1"] }),
    },
    links: [
      { a: "pod:eth0", b: "n1:pods", mtu: podMtu },
      { a: "n1:eth0", b: "h1:port", mtu: nodeMtu },
      { a: "h1:nic", b: "sw:p1", mtu: [nicMtus[0], 9216] },
      { a: "sw:p2", b: "h2:nic", mtu: [9216, nicMtus[1]] },
      { a: "h2:port", b: "n2:eth0", mtu: nodeMtu },
      { a: "n2:pods", b: "server:eth0", mtu: podMtu },
    ],
  };
}

export const nestedServer = (port: number): string => `10.92.0.2:${port}`;

const POINTS: Record<string, [string, string]> = {
  pod: ["pod", "eth0"],
  "node-tunnel": ["n1", "vxp"],
  node: ["n1", "eth0"],
  "hypervisor-nic": ["h1", "nic"],
  "far-nic": ["h2", "nic"],
  "far-node": ["n2", "eth0"],
  server: ["server", "eth0"],
};

export const nestedPoints = (names = Object.keys(POINTS)): VantagePoint[] =>
  names.map((name) => {
    const [host, device] = POINTS[name] ?? ["", ""];
    return { name, host, device };
  });
