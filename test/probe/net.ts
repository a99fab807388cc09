import { type ChildProcess, spawn } from "node:child_process";
import { findScenario } from "../../src/lab/catalogue.js";
import { sharedIdentity } from "../../src/lab/certificates.js";
import { run } from "../../src/lab/command.js";
import { cleanUpOnExit, Namespaces } from "../../src/lab/namespaces.js";
import { buildNetwork } from "../../src/lab/network.js";
import type { Network } from "../../src/lab/scenario.js";
import { type ChainOptions, chainNetwork } from "../../src/lab/topologies/chain.js";
import type { Server } from "../../src/lab/traffic/plan.js";
import type { Measurement, Report } from "../../src/report/contract.js";
import { ROOT, type Run, run as runAnything } from "../support/hopscope.js";

const NOBODY = "65534";

export interface Probed extends Run {
  /** Milliseconds of the whole command. */
  took: number;
  report: Report;
  /** The first of the measurements. */
  measured: Measurement;
}

/** A network of the lab with its servers, and probes sent inside it. */
export class ProbeNet {
  readonly #namespaces = new Namespaces();
  readonly #servers: ChildProcess[] = [];

  static async of(network: Network, servers: Server[]): Promise<ProbeNet> {
    cleanUpOnExit();
    const net = new ProbeNet();
    try {
      await buildNetwork(network, net.#namespaces);
      for (const host of new Set(servers.map((s) => s.on))) await net.#serve(host, servers);
    } catch (error) {
      await net.remove();
      throw error;
    }
    return net;
  }

  static ofScenario(name: string): Promise<ProbeNet> {
    const scenario = findScenario(name);
    return ProbeNet.of(scenario.network, scenario.servers);
  }

  name(host: string): string {
    return this.#namespaces.name(host);
  }

  inside(host: string, argv: readonly string[]): string[] {
    return this.#namespaces.inside(host, argv);
  }

  async command(host: string, ...argv: string[]): Promise<string> {
    return run(this.inside(host, argv));
  }

  /** Runs `hopscope probe` on a host of the network; `unprivileged` as a user who may do nothing. */
  async probe(
    host: string,
    args: readonly string[],
    options: { unprivileged?: boolean; env?: Record<string, string> } = {},
  ) {
    const user = options.unprivileged
      ? ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]
      : [];
    const argv = this.inside(host, [...user, process.execPath, `${ROOT}bin/hopscope`, "probe", "--json", ...args]);
    return probeWith(argv, options.env);
  }

  async remove(): Promise<void> {
    for (const server of this.#servers) server.kill("SIGKILL");
    await this.#namespaces.remove();
  }

  async #serve(host: string, servers: Server[]): Promise<void> {
    const plan = { serve: servers.filter((s) => s.on === host), ...(await sharedIdentity()) };
    const [program = "", ...rest] = this.inside(host, [
      process.execPath,
      `${ROOT}dist/lab/traffic/main.js`,
      JSON.stringify(plan),
    ]);
    const child = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
    this.#servers.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("close", (code) => reject(new Error(`the servers of ${host} ended (${code})`)));
    });
  }
}

export async function probeWith(argv: readonly string[], env: Record<string, string> = {}): Promise<Probed> {
  const startedAt = performance.now();
  const [program = "", ...rest] = argv;
  const result = await runAnything(program, rest, { env });
  const took = performance.now() - startedAt;
  if (!result.stdout.startsWith("{")) throw new Error(`no report (${result.status}): ${result.stdout}${result.stderr}`);
  const report = JSON.parse(result.stdout) as Report;
  return { ...result, took, report, measured: report.measurements![0]! };
}

const FILTER = {
  4: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"],
  6: ["-A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP"],
};

/** `client - gw - core - server` whose routers drop their own PTBs. */
export function mute(options: ChainOptions = {}): Network {
  const filter = options.family === 6 ? { ip6tables: FILTER[6] } : { iptables: FILTER[4] };
  return chainNetwork({ ...options, hosts: { gw: filter, core: filter } });
}

/** Limits what gw sends on to the server and core sends back, in IP bytes; 1500 for none. Everybody forgets what was learnt. */
export async function limit(net: ProbeNet, family: 4 | 6, sizes: { toServer: number; toUs: number }): Promise<void> {
  const [toServer, toUs] = family === 4 ? ["10.60.2.0/24", "10.60.0.0/24"] : ["fd00:60:2::/64", "fd00:60::/64"];
  const [next, back] = family === 4 ? ["10.60.1.2", "10.60.1.1"] : ["fd00:60:1::2", "fd00:60:1::1"];
  const ip = (host: string, ...args: string[]) => net.command(host, "ip", `-${family}`, ...args);
  // IPv6 forwards by the route's MTU only where it is locked (ip6_dst_mtu_maybe_forward).
  const mtu = (size: number) => (size < 1500 ? ["mtu", "lock", String(size)] : []);
  await ip("gw", "route", "replace", toServer!, "via", next!, ...mtu(sizes.toServer));
  await ip("core", "route", "replace", toUs!, "via", back!, ...mtu(sizes.toUs));
  for (const host of ["client", "server"]) await ip(host, "route", "flush", "cache");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
