import type { Scenario, Truth } from "../scenario.js";
import { dockerIncidentNetwork, incidentPoints } from "../topologies/incident.js";
import { INCIDENT_SERVERS, incidentSteps } from "./incident.js";

const POINTS = ["container", "vm", "vm-port", "hypervisor-nic", "border-nic", "border-lan"];

function variant(
  name: string,
  title: string,
  engine: Parameters<typeof dockerIncidentNetwork>[0],
  truth: Truth,
): Scenario {
  return {
    name,
    title,
    kind: truth.primary ? "fault" : "healthy",
    network: dockerIncidentNetwork(engine),
    servers: INCIDENT_SERVERS,
    steps: incidentSteps(4, truth.primary ? "timeout" : "ok"),
    vantagePoints: incidentPoints(POINTS),
    truth,
  };
}

const HANGS: Omit<Truth, "notes"> = {
  primary: {
    code: "mtu-black-hole",
    direction: "server-to-client",
    lastSeenAt: "border-nic",
    missingAt: "hypervisor-nic",
    flows: 1,
    sizes: { smallestLost: 1500, largestDelivered: 1337, largestPassed: 1450, overhead: 50 },
  },
  context: ["mss-mismatch"],
};

/** The founding incident with a real Docker Engine in the VM. */
export const docker: Scenario[] = [
  variant(
    "docker-default",
    "Docker's default bridge in a VM of 1450: the container has 1500",
    {},
    {
      ...HANGS,
      notes:
        "The engine does not look at the VM's eth0; its bridge and the container's eth0 have 1500. The rest is incident-v1.",
    },
  ),
  variant(
    "docker-mtu",
    "The daemon's mtu is 1450, and the container is on the default bridge",
    { daemon: { mtu: 1450 } },
    {
      primary: null,
      notes: "daemon.json mtu 1450 applies to the default bridge: the container has 1450 and announces MSS 1410.",
    },
  ),
  variant(
    "docker-user-network",
    "The daemon's mtu is 1450, but the container is on a network of its own",
    { daemon: { mtu: 1450 }, network: "own" },
    {
      ...HANGS,
      notes: "daemon.json mtu covers the default bridge only: the user-defined network has 1500.",
    },
  ),
];
