import type { Scenario } from "../scenario.js";
import { incidentServer, SEVEN } from "../topologies/incident.js";
import { incidentSteps, incidentVariant } from "./incident.js";

/** The incident's network where it works: by itself, or mended. */
export const incidentHealthy: Scenario[] = [
  incidentVariant(
    "incident-defaults",
    "The same network with the kernel's own MTUs: the border sends a PTB, the server obeys",
    {
      primary: null,
      costs: [
        {
          code: "pmtud-recovery",
          severity: "info",
          direction: "server-to-client",
          lastSeenAt: "border-lan",
          missingAt: "border-nic",
          sizes: { smallestLost: 1500, largestDelivered: 1450 },
        },
      ],
      notes:
        "The border's vx0 has 1450 and routes: ip_forward drops the first 1500-byte segments (FragFails) and sends PTBs with 1450; the server's next segments fit.",
    },
    { options: { borderNicMtu: 1500, borderVxlanMtu: 1450 }, points: [...SEVEN, "server"] },
  ),
  incidentVariant(
    "incident-v3",
    "Mended: every port of the overlay 1500, the underlay 1600",
    {
      primary: null,
      notes: "1500 + 50 = 1550 fits every NIC of the underlay, and every port of the tenant network has 1500.",
    },
    {
      options: { hypervisorNicMtu: 1600, hypervisorVxlanMtu: 1500, vmMtu: 1500 },
      steps: [...incidentSteps(4, "ok"), { on: "ctr", kind: "http", to: incidentServer(8080), upload: 30_000 }],
    },
  ),
  incidentVariant(
    "incident-clamped",
    "Mended for TCP: the VM clamps the container's MSS to the path",
    {
      primary: null,
      context: ["mss-clamped"],
      notes: "TCPMSS in the VM rewrites the container's SYN from 1460 to 1410, so the server sends 1450.",
    },
    {
      options: {
        hosts: {
          vm: { iptables: ["-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu"] },
        },
      },
    },
  ),
  incidentVariant(
    "incident-container-1450",
    "Mended: the container's network has the VM's MTU",
    { primary: null, notes: "The container announces MSS 1410." },
    { options: { containerMtu: 1450 } },
  ),
];
