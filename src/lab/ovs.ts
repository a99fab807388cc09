import { join } from "node:path";
import { LabFailed, run, sleep, start, stop } from "./command.js";
import type { Namespaces } from "./namespaces.js";
import type { OpenVswitch } from "./scenario.js";

const SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";

/**
 * Runs an Open vSwitch of its own inside the namespace of a host, with the userspace datapath: it needs no kernel module, so
 * Geneve and GRE work where the kernel has neither. `br-int` joins the ports and the tunnels, `br-ex` holds the uplink and the
 * underlay address.
 */
export async function addOpenVswitch(host: string, ovs: OpenVswitch, namespaces: Namespaces): Promise<void> {
  const dir = namespaces.folder();
  const file = (name: string) => join(dir, name);
  const socket = `unix:${file("db.sock")}`;
  await run(["ovsdb-tool", "create", file("conf.db"), SCHEMA]);
  for (const argv of [
    ["ovsdb-server", file("conf.db"), `--remote=p${socket}`, `--unixctl=${file("db.ctl")}`, "-vconsole:off"],
    ["ovs-vswitchd", socket, `--unixctl=${file("switch.ctl")}`, `--pidfile=${file("switch.pid")}`, "-vconsole:off"],
  ]) {
    const child = start(namespaces.inside(host, ["env", `OVS_RUNDIR=${dir}`, `OVS_LOGDIR=${dir}`, ...argv]));
    namespaces.afterwards(() => stop(child));
    await answering(socket);
  }
  const vsctl = (...words: string[]) => run(["ovs-vsctl", `--db=${socket}`, "--timeout=10", ...words]);
  const inside = (...argv: string[]) => run(namespaces.inside(host, argv));
  // The uplink hands every frame to the kernel's own stack too, which would answer for the address of br-ex.
  await inside("iptables", "-A", "INPUT", "-i", ovs.uplink, "-j", "DROP");
  await inside("sysctl", "-q", "-w", `net.ipv4.conf.${ovs.uplink}.arp_ignore=1`);
  const uplink = JSON.parse(await inside("ip", "-j", "link", "show", "dev", ovs.uplink)) as { address: string }[];
  await vsctl("add-br", "br-int", "--", "set", "bridge", "br-int", "datapath_type=netdev");
  await vsctl(
    ...[
      "add-br",
      "br-ex",
      "--",
      "set",
      "bridge",
      "br-ex",
      "datapath_type=netdev",
      `other-config:hwaddr=${uplink[0]?.address}`,
    ],
    ...["--", "add-port", "br-ex", ovs.uplink],
  );
  for (const port of ovs.ports) await vsctl("add-port", "br-int", port);
  for (const { name, type, remote, key } of ovs.tunnels)
    await vsctl(
      ...["add-port", "br-int", name, "--", "set", "interface", name, `type=${type}`, `options:remote_ip=${remote}`],
      ...(key ? [`options:key=${key}`] : []),
    );
  await inside("ip", "address", "add", ovs.underlay, "dev", "br-ex");
  await inside("ip", "link", "set", "dev", "br-ex", "up");
}

/** Waits until the database takes commands. */
async function answering(socket: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const answered = await run(["ovs-vsctl", `--db=${socket}`, "--no-wait", "--timeout=2", "init"]).catch(() => null);
    if (answered !== null) return;
    await sleep(50);
  }
  throw new LabFailed("Open vSwitch's database does not answer", "apt-get install openvswitch-switch");
}
