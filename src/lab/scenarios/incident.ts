import type { Scenario, Step, TrueFinding, Truth } from "../scenario.js";
import {
  type IncidentOptions,
  incidentNetwork,
  incidentPoints,
  incidentServer,
  SEVEN,
} from "../topologies/incident.js";
import type { Expected, Server } from "../traffic/plan.js";

export const INCIDENT_SERVERS: Server[] = [
  { on: "srv", kind: "tls", port: 8443 },
  { on: "srv", kind: "http", port: 8080 },
];

/** The incident's traffic: TLS from the container, the same from the VM, a small HTTP answer to the container. */
export const incidentSteps = (inner: 4 | 6 = 4, container: Expected = "timeout"): Step[] => [
  { on: "ctr", kind: "tls", to: incidentServer(8443, inner), download: 500, expect: container },
  { on: "vm", kind: "tls", to: incidentServer(8443, inner), download: 500 },
  { on: "ctr", kind: "http", to: incidentServer(8080, inner), download: 20 },
];

interface Variant {
  options?: IncidentOptions;
  points?: string[];
  container?: Expected;
  steps?: Step[];
}

export function incidentVariant(name: string, title: string, truth: Truth, variant: Variant = {}): Scenario {
  const { options = {}, points = SEVEN, container = truth.primary ? "timeout" : "ok" } = variant;
  return {
    name,
    title,
    kind: truth.primary ? "fault" : "healthy",
    network: incidentNetwork(options),
    servers: INCIDENT_SERVERS,
    steps: variant.steps ?? incidentSteps(options.inner, container),
    vantagePoints: incidentPoints(points),
    truth,
  };
}

const NO_TIMESTAMPS = { sysctls: { "net.ipv4.tcp_timestamps": 0 } };

function blackHole(lastSeenAt: string | null, missingAt: string | null, sizes: TrueFinding["sizes"]): TrueFinding {
  return {
    code: "mtu-black-hole",
    direction: "server-to-client",
    lastSeenAt,
    missingAt,
    flows: 1,
    ...(sizes ? { sizes } : {}),
  };
}

const V1_NOTES =
  "The container's MSS 1460 makes 1500-byte segments; 1500 + 50 of VXLAN = 1550 > the hypervisor NIC's 1500 (veth passes 1504), which drops them before its taps: rx.dropped there, no ICMP. The VM's 1410 makes 1450-byte ones.";
const V2_NOTES =
  "The hypervisor NIC takes 1600, so the 1550-byte outer packets arrive and are decapsulated; the bridge port towards the VM has MTU 1450 and drops 1500 in br_dev_queue_push_xmit, with no counter. The measured limit is 1454.";

export const incident: Scenario[] = [
  incidentVariant("incident-v1", "Founding incident: 1550-byte outer packets meet the hypervisor NIC's 1500", {
    primary: blackHole("border-nic", "hypervisor-nic", {
      smallestLost: 1500,
      largestDelivered: 1337,
      largestPassed: 1450,
      overhead: 50,
    }),
    context: ["mss-mismatch"],
    notes: V1_NOTES,
  }),
  incidentVariant(
    "incident-v1-three-points",
    "The same, seen from the container, the hypervisor NIC and the border NIC",
    {
      primary: blackHole("border-nic", "hypervisor-nic", {
        smallestLost: 1500,
        largestDelivered: 1337,
        largestPassed: 1450,
        overhead: 50,
      }),
      context: ["mss-mismatch"],
      notes: V1_NOTES,
    },
    { points: ["container", "hypervisor-nic", "border-nic"] },
  ),
  incidentVariant(
    "incident-v1-outside-the-tunnel",
    "The same, with no vantage point inside the tunnel",
    {
      primary: blackHole("border-lan", "vm", {
        smallestLost: 1500,
        largestDelivered: 1337,
        largestPassed: 1450,
        overhead: null,
      }),
      context: ["mss-mismatch"],
      notes: `${V1_NOTES} Nobody looks into the tunnel, so its overhead cannot be known.`,
    },
    { points: ["container", "vm", "border-lan"] },
  ),
  incidentVariant(
    "incident-v1-container-only",
    "The same, seen from the container alone",
    {
      primary: blackHole(null, "container", { largestDelivered: 1337 }),
      notes: `${V1_NOTES} At the container a tail arrives beyond two full segments that never do.`,
    },
    { points: ["container"] },
  ),
  incidentVariant(
    "incident-v1-no-timestamps",
    "The same, without TCP timestamps",
    {
      primary: blackHole("border-nic", "hypervisor-nic", {
        smallestLost: 1500,
        largestDelivered: 1301,
        largestPassed: 1450,
        overhead: 50,
      }),
      context: ["mss-mismatch"],
      notes: V1_NOTES,
    },
    { options: { hosts: { ctr: NO_TIMESTAMPS, vm: NO_TIMESTAMPS, srv: NO_TIMESTAMPS } } },
  ),
  incidentVariant(
    "incident-v1-merging-tunnel",
    "The same, with a tunnel device that merges the VM's segments into super-frames (GRO)",
    {
      primary: blackHole("border-nic", "hypervisor-nic", {
        smallestLost: 1500,
        largestDelivered: 1337,
        largestPassed: 1450,
        overhead: 50,
      }),
      context: ["mss-mismatch", "super-frames"],
      notes: `${V1_NOTES} At hypervisor-vxlan the VM's segments appear merged, larger than any MTU: an offload artefact.`,
    },
    { options: { tunnelGro: true } },
  ),
  incidentVariant(
    "incident-v1-ipv6",
    "The same with IPv6 inside the tunnel",
    {
      primary: blackHole("border-nic", "hypervisor-nic", {
        smallestLost: 1500,
        largestDelivered: 1397,
        largestPassed: 1450,
        overhead: 50,
      }),
      context: ["mss-mismatch"],
      notes: V1_NOTES,
    },
    { options: { inner: 6 } },
  ),
  incidentVariant(
    "incident-v1-ipv6-underlay",
    "The same over an IPv6 underlay: overhead 70",
    {
      primary: blackHole("border-nic", "hypervisor-nic", {
        smallestLost: 1500,
        largestDelivered: 1337,
        largestPassed: 1430,
        overhead: 70,
      }),
      context: ["mss-mismatch"],
      notes: "As incident-v1 with 1500 + 70 = 1570 > 1500; the VM has 1430.",
    },
    { options: { underlay: 6 } },
  ),
  incidentVariant(
    "incident-v2",
    "Second wall: the hypervisor NIC raised to 1600, the VM's port drops",
    {
      primary: blackHole("hypervisor-vxlan", "vm-port", {
        smallestLost: 1500,
        largestDelivered: 1337,
        largestPassed: 1450,
      }),
      context: ["mss-mismatch"],
      notes: V2_NOTES,
    },
    { options: { hypervisorNicMtu: 1600 } },
  ),
  incidentVariant(
    "incident-v2-two-points",
    "The same, seen from the VM and the hypervisor NIC",
    {
      primary: blackHole("hypervisor-nic", "vm", { smallestLost: 1500, largestDelivered: 1337, largestPassed: 1450 }),
      context: ["mss-mismatch"],
      notes: V2_NOTES,
    },
    { options: { hypervisorNicMtu: 1600 }, points: ["vm", "hypervisor-nic"] },
  ),
  incidentVariant(
    "incident-v2-bridge-netfilter",
    "The same with bridge netfilter on, where the port's limit is its MTU exactly",
    {
      primary: blackHole("hypervisor-vxlan", "vm-port", {
        smallestLost: 1500,
        largestDelivered: 1337,
        largestPassed: 1450,
      }),
      context: ["mss-mismatch"],
      notes:
        "As incident-v2, dropped in br_nf_dev_queue_xmit: FragFails rises on the hypervisor, yet it sends no ICMP.",
    },
    { options: { hypervisorNicMtu: 1600, bridgeNetfilter: true } },
  ),
  incidentVariant(
    "incident-v2-ipv6",
    "Second wall with IPv6 inside the tunnel",
    {
      primary: blackHole("hypervisor-vxlan", "vm-port", {
        smallestLost: 1500,
        largestDelivered: 1397,
        largestPassed: 1450,
      }),
      context: ["mss-mismatch"],
      notes: V2_NOTES,
    },
    { options: { inner: 6, hypervisorNicMtu: 1600 } },
  ),
];
