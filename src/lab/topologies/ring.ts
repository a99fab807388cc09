import type { Host, Network, VantagePoint } from "../scenario.js";
import { merge } from "./merge.js";

/**
 * Two ways between two routers: `client eth0 - left gw (a|b) - (a|b) core right - eth0 server`. What goes to the server takes
 * way a, what comes back takes way b.
 */
export function ringNetwork(hosts: Record<string, Partial<Host>> = {}): Network {
  const host = (name: string, made: Host): Host => merge(made, hosts[name] ?? {});
  return {
    hosts: {
      client: host("client", { addresses: { eth0: ["10.80.0.1/24"] }, routes: ["default via 10.80.0.2"] }),
      gw: host("gw", {
        addresses: { left: ["10.80.0.2/24"], a: ["10.80.1.1/24"], b: ["10.80.2.1/24"] },
        routes: ["10.80.3.0/24 via 10.80.1.2"],
        forward: true,
      }),
      core: host("core", {
        addresses: { a: ["10.80.1.2/24"], b: ["10.80.2.2/24"], right: ["10.80.3.1/24"] },
        routes: ["10.80.0.0/24 via 10.80.2.1"],
        forward: true,
      }),
      server: host("server", { addresses: { eth0: ["10.80.3.2/24"] }, routes: ["default via 10.80.3.1"] }),
    },
    links: [
      { a: "client:eth0", b: "gw:left" },
      { a: "gw:a", b: "core:a" },
      { a: "gw:b", b: "core:b" },
      { a: "core:right", b: "server:eth0" },
    ],
  };
}

export const ringServer = (port: number): string => `10.80.3.2:${port}`;

export const ringPoints = (names: string[]): VantagePoint[] =>
  names.map((name) => {
    const [host = "", device = "eth0"] = name.split("-");
    return { name, host, device };
  });
