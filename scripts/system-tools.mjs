// Programs of the system that the real tests run: captures, namespaces, firewalls, virtual switches, a Docker Engine.

import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Program to Debian package. */
const TOOLS = {
  tshark: "tshark",
  tcpdump: "tcpdump",
  ip: "iproute2",
  tc: "iproute2",
  iptables: "iptables",
  nft: "nftables",
  ethtool: "ethtool",
  sysctl: "procps",
  nsenter: "util-linux",
  unshare: "util-linux",
  "ovs-vswitchd": "openvswitch-switch",
  dockerd: "docker.io",
  busybox: "busybox-static",
  openssl: "openssl",
  curl: "curl",
  chromium: "chromium",
  tracepath: "iputils-tracepath",
  ping: "iputils-ping",
  nmap: "nmap",
  traceroute: "traceroute",
  setpriv: "util-linux",
};

/** Where root's tools lie, even when a user's PATH leaves them out. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

function isThere(program, folders) {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function missingTools() {
  const folders = process.env.PATH.split(delimiter);
  return Object.keys(TOOLS).filter((program) => !isThere(program, folders));
}

function apt(...args) {
  const { status } = spawnSync("apt-get", ["-qq", ...args], {
    // apt's progress is of no interest; its errors are.
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
}

/** Makes them available, with apt where this is root. Returns what is still missing, in words, or null. */
export function provideSystemTools() {
  const path = process.env.PATH.split(delimiter);
  process.env.PATH = [...path, ...SYSTEM_FOLDERS.filter((folder) => !path.includes(folder))].join(delimiter);
  let missing = missingTools();
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map((program) => TOOLS[program]))].join(" ");
  if (process.getuid() === 0 && isThere("apt-get", process.env.PATH.split(delimiter))) {
    process.stderr.write(`installing ${packages} (apt-get) ...\n`);
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...packages.split(" "));
    missing = missingTools();
  }
  if (missing.length === 0) return null;
  return `missing: ${missing.join(", ")}\n  next: sudo apt-get install ${packages}   (or only: ./run test --fast)`;
}
