import { LabFailed, run, sleep } from "./command.js";
import { addDocker } from "./docker.js";
import type { Namespaces } from "./namespaces.js";
import { addOpenVswitch } from "./ovs.js";
import type { Host, Link, Network, Vxlan } from "./scenario.js";

/**
 * Set in every namespace, so that a scenario shows the same on every machine: the distribution's choice of congestion control, of
 * bridge netfilter and of reverse path filters differ, and IPv6 is noise where a scenario does not use it. Reno is the only congestion
 * control that every namespace may choose.
 */
const DEFAULTS = {
  "net.ipv4.tcp_congestion_control": "reno",
  "net.ipv4.conf.all.rp_filter": 0,
  "net.ipv4.conf.default.rp_filter": 0,
  "net.ipv6.conf.all.accept_dad": 0,
  "net.ipv6.conf.default.accept_dad": 0,
  "net.ipv6.conf.default.router_solicitations": 0,
  "net.ipv4.icmp_ratelimit": 0,
  "net.ipv6.icmp.ratelimit": 0,
};
const BRIDGE_DEFAULTS = { "net.bridge.bridge-nf-call-iptables": 0, "net.bridge.bridge-nf-call-ip6tables": 0 };
const OFFLOADS = ["tso", "gso", "gro", "tx"];

/** Makes the namespaces, links, tunnels, addresses, routes and filters of a network. */
export async function buildNetwork(network: Network, namespaces: Namespaces): Promise<void> {
  const sixth = usesIpv6(network);
  for (const [name, host] of Object.entries(network.hosts)) {
    if (isContainer(name, network)) continue;
    await namespaces.add(name);
    await setSysctls(name, host, sixth, namespaces);
  }
  // One after the other: captures of all devices name them by their index, which counts up as they are made.
  for (const link of network.links) await addLink(link, namespaces);
  for (const [name, host] of Object.entries(network.hosts))
    if (!isContainer(name, network)) await configure(name, host, network.links, namespaces);
  for (const [name, host] of Object.entries(network.hosts))
    if (host.docker) await addDocker(name, host.docker, namespaces);
  for (const [name, host] of Object.entries(network.hosts))
    if (host.openVswitch) await addOpenVswitch(name, host.openVswitch, namespaces);
  for (const [name, host] of Object.entries(network.hosts)) if (host.bridges) await forwarding(name, namespaces);
}

/** The kernel notices carriers up to a second late, and a bridge drops what comes before. */
async function forwarding(name: string, namespaces: Namespaces): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const ports = JSON.parse(await run(["bridge", "-n", namespaces.name(name), "-j", "link"])) as { state: string }[];
    if (ports.every((port) => port.state === "forwarding")) return;
    await sleep(100);
  }
  throw new LabFailed(`the bridges of ${name} do not forward after 15 s`);
}

/** Docker makes the namespace of a container, and all that is in it. */
const isContainer = (name: string, network: Network): boolean =>
  Object.values(network.hosts).some((host) => host.docker?.container === name);

function usesIpv6(network: Network): boolean {
  return JSON.stringify(network.hosts).includes("fd00:");
}

async function setSysctls(name: string, host: Host, sixth: boolean, namespaces: Namespaces): Promise<void> {
  const values = {
    ...DEFAULTS,
    ...(host.bridges ? BRIDGE_DEFAULTS : {}),
    ...(sixth ? {} : { "net.ipv6.conf.all.disable_ipv6": 1, "net.ipv6.conf.default.disable_ipv6": 1 }),
    ...(host.forward ? { "net.ipv4.ip_forward": 1, ...(sixth ? { "net.ipv6.conf.all.forwarding": 1 } : {}) } : {}),
    ...host.sysctls,
  };
  const settings = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  await run(namespaces.inside(name, ["sysctl", "-q", "-e", "-w", ...settings]));
}

async function addLink(link: Link, namespaces: Namespaces): Promise<void> {
  const ends = [end(link.a), end(link.b)] as const;
  const mtus = Array.isArray(link.mtu) ? link.mtu : [link.mtu ?? 1500, link.mtu ?? 1500];
  const [a, b] = ends;
  await run(
    // The kernel checks the larger MTU of the two against nothing here; each end then gets its own.
    [
      "ip",
      "link",
      "add",
      "name",
      a.device,
      "mtu",
      String(mtus[0]),
      "netns",
      namespaces.name(a.host),
      "type",
      "veth",
    ].concat(["peer", "name", b.device, "mtu", String(mtus[1]), "netns", namespaces.name(b.host)]),
  );
  if (link.offloads) return;
  for (const { host, device } of ends) await run(namespaces.inside(host, switchOff(device)));
}

const switchOff = (device: string): string[] => [
  "ethtool",
  "-K",
  device,
  ...OFFLOADS.flatMap((feature) => [feature, "off"]),
];

async function configure(name: string, host: Host, links: Link[], namespaces: Namespaces): Promise<void> {
  const lines = ["link set dev lo up"];
  for (const bridge of host.bridges ?? []) {
    lines.push(`link add name ${bridge.name} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`);
    for (const port of bridge.ports) lines.push(`link set dev ${port} master ${bridge.name}`);
    for (const address of bridge.addresses ?? []) lines.push(addAddress(address, bridge.name));
  }
  for (const link of links)
    for (const side of [end(link.a), end(link.b)]) if (side.host === name) lines.push(`link set dev ${side.device} up`);
  for (const [device, addresses] of Object.entries(host.addresses ?? {}))
    for (const address of addresses) lines.push(addAddress(address, device));
  for (const vxlan of host.vxlans ?? []) lines.push(...vxlanLines(vxlan));
  for (const bridge of host.bridges ?? []) {
    if (bridge.mtu) lines.push(`link set dev ${bridge.name} mtu ${bridge.mtu}`);
    lines.push(`link set dev ${bridge.name} up`);
  }
  for (const route of host.routes ?? []) lines.push(`route add ${route}`);
  for (const line of host.ip ?? []) lines.push(line);
  await run(["ip", "-n", namespaces.name(name), "-batch", "-"], `${lines.join("\n")}\n`);

  for (const vxlan of host.vxlans ?? []) if (!vxlan.offloads) await run(namespaces.inside(name, switchOff(vxlan.name)));
  const inside = (argv: string[], input?: string) => run(namespaces.inside(name, argv), input);
  for (const rule of host.iptables ?? []) await inside(["iptables", ...rule.split(" ")]);
  for (const rule of host.ip6tables ?? []) await inside(["ip6tables", ...rule.split(" ")]);
  if (host.nft) await inside(["nft", "-f", "-"], `${host.nft.join("\n")}\n`);
  for (const command of host.tc ?? []) await inside(["tc", ...command.split(" ")]);
}

function vxlanLines(vxlan: Vxlan): string[] {
  const { name, id, local, remote, dev, port = 4789, df } = vxlan;
  const lines = [
    `link add name ${name} type vxlan id ${id} local ${local} remote ${remote} dstport ${port}${dev ? ` dev ${dev}` : ""}${df ? ` df ${df}` : ""}`,
  ];
  if (vxlan.mtu) lines.push(`link set dev ${name} mtu ${vxlan.mtu}`);
  if (vxlan.bridge) lines.push(`link set dev ${name} master ${vxlan.bridge}`);
  for (const address of vxlan.addresses ?? []) lines.push(addAddress(address, name));
  lines.push(`link set dev ${name} up`);
  return lines;
}

const addAddress = (address: string, device: string): string =>
  `addr add ${address} dev ${device}${address.includes(":") ? " nodad" : ""}`;

function end(of: string): { host: string; device: string } {
  const [host = "", device = ""] = of.split(":");
  return { host, device };
}
