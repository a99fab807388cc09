import type { Scenario, Step } from "../scenario.js";
import { incidentServer } from "../topologies/incident.js";
import { incidentVariant } from "./incident.js";

const MUTE = { iptables: ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"] };
const NOTES =
  "The VM forwards from 1500 to its eth0 of 1450: ip_forward drops what is larger (FragFails) and makes a PTB, which the VM's own OUTPUT filter drops, so none is ever seen.";

const upload = (bytes: number): Step[] => [
  { on: "ctr", kind: "http", to: incidentServer(8080), download: 20 },
  { on: "ctr", kind: "http", to: incidentServer(8080), upload: bytes, expect: "timeout" },
  { on: "vm", kind: "http", to: incidentServer(8080), upload: bytes },
];

/** The way towards the server, where the VM's own port is the narrow place. */
export const incidentForward: Scenario[] = [
  incidentVariant(
    "incident-forward-upload",
    "Forward black hole: an upload from the container never leaves the VM",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "container",
        missingAt: "vm",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 60, largestPassed: 108 },
      },
      context: ["mss-mismatch"],
      notes: NOTES,
    },
    { options: { hosts: { vm: MUTE } }, steps: upload(200_000), points: ["container", "vm", "vm-port", "border-lan"] },
  ),
  incidentVariant(
    "incident-forward-short-upload",
    "The same with an upload whose tail fits into the first flight",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "container",
        missingAt: "vm",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 1423, largestPassed: 1423 },
      },
      context: ["mss-mismatch"],
      notes: NOTES,
    },
    { options: { hosts: { vm: MUTE } }, steps: upload(10_000), points: ["container", "vm"] },
  ),
  incidentVariant(
    "incident-forward-hello",
    "Forward black hole: only a ClientHello of post-quantum size is too large for one segment",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "container",
        missingAt: "vm",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 575, largestPassed: 575 },
      },
      costs: [{ code: "pmtud-recovery", direction: "server-to-client", lastSeenAt: "border-lan", missingAt: "vm" }],
      notes: `${NOTES} The border's tunnel has 1450 here, so the answers to a small hello fit.`,
    },
    {
      options: { hosts: { vm: MUTE }, borderNicMtu: 1500, borderVxlanMtu: 1450 },
      steps: [
        { on: "ctr", kind: "tls", to: incidentServer(8443), helloPadding: 1500, expect: "timeout" },
        { on: "ctr", kind: "tls", to: incidentServer(8443), download: 20 },
      ],
      points: ["container", "vm", "border-lan"],
    },
  ),
  incidentVariant(
    "incident-third-wall",
    "Third wall: NIC and VM's port raised, the hypervisor's tunnel device forgotten: downloads work, uploads do not",
    {
      primary: {
        code: "mtu-black-hole",
        direction: "client-to-server",
        lastSeenAt: "vm-port",
        missingAt: "hypervisor-vxlan",
        flows: 2,
        sizes: { smallestLost: 1500 },
      },
      notes:
        "The tunnel device of the hypervisor keeps 1450 and is a port of its bridge: br_dev_queue_push_xmit drops what exceeds 1454, without a counter. Towards the client the device is only received from, which checks nothing.",
    },
    {
      options: { hypervisorNicMtu: 1600, vmMtu: 1500 },
      steps: [
        { on: "ctr", kind: "http", to: incidentServer(8080), download: 30_000 },
        { on: "ctr", kind: "http", to: incidentServer(8080), upload: 30_000, expect: "timeout" },
        { on: "vm", kind: "http", to: incidentServer(8080), upload: 30_000, expect: "timeout" },
      ],
    },
  ),
];
