import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Libc } from "../node/libc.js";
import { RawSocket } from "../node/raw-socket.js";
import type { Endpoint } from "./attempt.js";

/** What this host itself knows of the way to a server, before anything large was sent. */
export interface Route {
  /** Our own address on it. */
  source: string | null;
  device: string | null;
  deviceMtu: number | null;
  gateway: string | null;
  /** The path MTU in use: that of the device, of the route, or one learnt from a PTB. */
  pathMtu: number | null;
  /** Seconds for which a learnt path MTU is still kept; null where none is learnt. */
  learntFor: number | null;
}

interface IpRoute {
  dev?: string;
  gateway?: string;
  prefsrc?: string;
  expires?: number;
  metrics?: { mtu?: number }[];
}

export async function readRoute(libc: Libc | null, to: Endpoint): Promise<Route> {
  const from = to.bind === null ? [] : ["from", to.bind];
  const route = ((await ip<IpRoute[]>(["route", "get", to.address.split("%")[0]!, ...from])) ?? [])[0] ?? {};
  const links = route.dev === undefined ? null : await ip<{ mtu?: number }[]>(["link", "show", "dev", route.dev]);
  const kernel = libc === null ? null : askKernel(libc, to);
  const deviceMtu = links?.[0]?.mtu ?? null;
  return {
    source: route.prefsrc ?? kernel?.source ?? null,
    device: route.dev ?? null,
    deviceMtu,
    gateway: route.gateway ?? null,
    pathMtu: kernel?.pathMtu ?? route.metrics?.[0]?.mtu ?? deviceMtu,
    learntFor: route.expires ?? null,
  };
}

/** The path MTU the kernel has now: without a packet, by connecting a datagram socket. */
export function pathMtuNow(libc: Libc, to: Endpoint): number | null {
  return askKernel(libc, to).pathMtu;
}

function askKernel(libc: Libc, to: Endpoint): { source: string | null; pathMtu: number | null } {
  const socket = RawSocket.open(libc, to.family, "udp");
  try {
    if (to.bind !== null) socket.bind(to.bind);
    socket.connect(to.address, to.port);
    return { source: socket.localAddress()?.address ?? null, pathMtu: socket.pathMtu() };
  } catch {
    return { source: null, pathMtu: null };
  } finally {
    socket.close();
  }
}

async function ip<T>(args: readonly string[]): Promise<T | null> {
  try {
    const { stdout } = await promisify(execFile)("ip", ["-j", ...args], { timeout: 1000 });
    return JSON.parse(stdout) as T;
  } catch {
    return null;
  }
}
