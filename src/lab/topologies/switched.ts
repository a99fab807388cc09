import type { Host, Network, VantagePoint } from "../scenario.js";
import { merge } from "./merge.js";

/** Two hosts on one subnet behind a bridge: `client eth0 - p1 sw p2 - eth0 server`. */
export interface SwitchedOptions {
  clientMtu?: number;
  serverMtu?: number;
  /** MTU of the bridge's port towards the client, and towards the server. */
  clientPortMtu?: number;
  serverPortMtu?: number;
  family?: 4 | 6;
  offloads?: boolean;
  hosts?: Record<string, Partial<Host>>;
}

export function switchedNetwork(options: SwitchedOptions = {}): Network {
  const {
    clientMtu = 1500,
    serverMtu = 1500,
    clientPortMtu = 1500,
    serverPortMtu = 1500,
    family = 4,
    offloads = false,
  } = options;
  const net = (n: number) => (family === 4 ? `10.70.0.${n}/24` : `fd00:70::${n}/64`);
  const host = (name: string, made: Host): Host => merge(made, options.hosts?.[name] ?? {});
  return {
    hosts: {
      client: host("client", { addresses: { eth0: [net(1)] } }),
      sw: host("sw", { bridges: [{ name: "br0", ports: ["p1", "p2"] }] }),
      server: host("server", { addresses: { eth0: [net(2)] } }),
    },
    links: [
      { a: "client:eth0", b: "sw:p1", mtu: [clientMtu, clientPortMtu], offloads },
      { a: "sw:p2", b: "server:eth0", mtu: [serverPortMtu, serverMtu], offloads },
    ],
  };
}

export const switchedServer = (port: number, family: 4 | 6 = 4): string =>
  family === 4 ? `10.70.0.2:${port}` : `[fd00:70::2]:${port}`;

export const switchedPoints = (names = ["client", "sw-p1", "sw-p2", "server"]): VantagePoint[] =>
  names.map((name) =>
    name.startsWith("sw-") ? { name, host: "sw", device: name.slice(3) } : { name, host: name, device: "eth0" },
  );
