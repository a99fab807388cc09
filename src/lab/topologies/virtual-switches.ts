import type { Host, Network, OpenVswitch, VantagePoint } from "../scenario.js";

/** Two guests on one subnet, each behind an Open vSwitch: `client - guest h1 nic - sw - nic h2 guest - server`. */
export interface VirtualSwitchesOptions {
  tunnel: OpenVswitch["tunnels"][number]["type"];
  key?: number;
  guestMtu: number;
  /** MTU of the hypervisors' NICs. */
  nicMtus: [number, number];
}

export function virtualSwitchesNetwork(options: VirtualSwitchesOptions): Network {
  const { tunnel, key, guestMtu, nicMtus } = options;
  const hypervisor = (n: 1 | 2): Host => ({
    openVswitch: {
      ports: ["guest"],
      tunnels: [{ name: "tun0", type: tunnel, remote: `192.168.70.${3 - n}`, ...(key ? { key } : {}) }],
      uplink: "nic",
      underlay: `192.168.70.${n}/24`,
    },
  });
  return {
    hosts: {
      client: { addresses: { eth0: ["10.95.0.1/24"] } },
      h1: hypervisor(1),
      sw: { bridges: [{ name: "fabric", ports: ["p1", "p2"] }] },
      h2: hypervisor(2),
      server: { addresses: { eth0: ["10.95.0.2/24"] } },
    },
    links: [
      { a: "client:eth0", b: "h1:guest", mtu: guestMtu },
      { a: "h1:nic", b: "sw:p1", mtu: [nicMtus[0], 9216] },
      { a: "sw:p2", b: "h2:nic", mtu: [9216, nicMtus[1]] },
      { a: "h2:guest", b: "server:eth0", mtu: guestMtu },
    ],
  };
}

export const virtualServer = (port: number): string => `10.95.0.2:${port}`;

export const virtualPoints = (): VantagePoint[] => [
  { name: "client", host: "client", device: "eth0" },
  { name: "near-guest", host: "h1", device: "guest" },
  { name: "near-nic", host: "h1", device: "nic" },
  { name: "far-nic", host: "h2", device: "nic" },
  { name: "far-guest", host: "h2", device: "guest" },
  { name: "server", host: "server", device: "eth0" },
];
