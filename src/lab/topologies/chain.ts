import type { Host, Network, VantagePoint } from "../scenario.js";
import { merge } from "./merge.js";

/**
 * Hosts in a row, routers between two ends: `client eth0 - left gw right - left core right - eth0 server`. Link number n has the
 * network 10.60.n.0/24 or fd00:60:n::/64, its end nearer the client .1, the other .2.
 */
export interface ChainOptions {
  /** From client to server, `client gw core server` unless told. */
  row?: string[];
  /** MTU of each link, of both its ends or of the left and the right one; 1500 unless told. */
  mtus?: (number | [number, number])[];
  family?: 4 | 6;
  /** Routers that hide what lies to their left behind their right address. */
  masquerade?: string[];
  /** Of every link, or of each. */
  offloads?: boolean | boolean[];
  hosts?: Record<string, Partial<Host>>;
}

export const ROW = ["client", "gw", "core", "server"];

export function chainNetwork(options: ChainOptions = {}): Network {
  const { row = ROW, mtus = [], family = 4, masquerade = [], offloads = false } = options;
  const last = row.length - 1;
  const hosts = row.map((name, n): [string, Host] => {
    const host: Host = {
      addresses: {
        ...(n > 0 ? { [leftDevice(n, last)]: [net(family, n - 1, 2)] } : {}),
        ...(n < last ? { [rightDevice(n)]: [net(family, n, 1)] } : {}),
      },
      routes: routes(n, last, family, masquerade, row),
      forward: n > 0 && n < last,
    };
    if (masquerade.includes(name))
      host[family === 4 ? "iptables" : "ip6tables"] = ["-t nat -A POSTROUTING -o right -j MASQUERADE"];
    return [name, merge(host, options.hosts?.[name] ?? {})];
  });
  const links = row.slice(1).map((name, n) => ({
    a: `${row[n]}:${rightDevice(n)}`,
    b: `${name}:${leftDevice(n + 1, last)}`,
    mtu: mtus[n] ?? 1500,
    offloads: Array.isArray(offloads) ? (offloads[n] ?? false) : offloads,
  }));
  return { hosts: Object.fromEntries(hosts), links };
}

const leftDevice = (n: number, last: number): string => (n === last ? "eth0" : "left");
const rightDevice = (n: number): string => (n === 0 ? "eth0" : "right");
const address = (family: 4 | 6, link: number, side: 1 | 2): string =>
  family === 4 ? `10.60.${link}.${side}` : `fd00:60:${link}::${side}`;
const network = (family: 4 | 6, link: number): string => (family === 4 ? `10.60.${link}.0/24` : `fd00:60:${link}::/64`);
const net = (family: 4 | 6, link: number, side: 1 | 2): string =>
  `${address(family, link, side)}/${family === 4 ? 24 : 64}`;

/** To every link that is not one's own, through the neighbour on that side; nothing routes back behind a masquerade. */
function routes(n: number, last: number, family: 4 | 6, masquerade: string[], row: string[]): string[] {
  if (n === 0) return [`default via ${address(family, 0, 2)}`];
  if (n === last) return [`default via ${address(family, last - 1, 1)}`];
  const hidden = row.slice(0, n).findLastIndex((name) => masquerade.includes(name));
  const found: string[] = [];
  for (let link = Math.max(hidden, 0); link < n - 1; link++)
    found.push(`${network(family, link)} via ${address(family, n - 1, 1)}`);
  for (let link = n + 1; link < last; link++) found.push(`${network(family, link)} via ${address(family, n, 2)}`);
  return found;
}

/** `address:port` of the server at the end of a row. */
export function chainServer(port: number, options: ChainOptions = {}): string {
  const { row = ROW, family = 4 } = options;
  const host = address(family, row.length - 2, 2);
  return family === 4 ? `${host}:${port}` : `[${host}]:${port}`;
}

/** Vantage points by name: an end's own, or `router-left`, `router-right`; all of the row unless told. */
export function chainPoints(row: string[] = ROW, names?: string[]): VantagePoint[] {
  const last = row.length - 1;
  const all = row.flatMap((host, n): VantagePoint[] =>
    n === 0 || n === last
      ? [{ name: host, host, device: "eth0" }]
      : ["left", "right"].map((device) => ({ name: `${host}-${device}`, host, device })),
  );
  if (!names) return all;
  return names.map((name) => all.find((point) => point.name === name) ?? { name, host: "", device: "" });
}
