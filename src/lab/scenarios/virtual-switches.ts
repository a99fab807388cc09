import type { Scenario } from "../scenario.js";
import {
  type VirtualSwitchesOptions,
  virtualPoints,
  virtualServer,
  virtualSwitchesNetwork,
} from "../topologies/virtual-switches.js";

function variant(options: VirtualSwitchesOptions, works: boolean): Omit<Scenario, "name" | "title" | "kind" | "truth"> {
  return {
    network: virtualSwitchesNetwork(options),
    servers: [{ on: "server", kind: "http", port: 8080 }],
    steps: [
      { on: "client", kind: "http", to: virtualServer(8080), download: 1000 },
      {
        on: "client",
        kind: "http",
        to: virtualServer(8080),
        download: 5000,
        ...(works ? {} : { timeout: 2200, expect: "timeout" }),
      },
    ],
    vantagePoints: virtualPoints(),
  };
}

/** Open vSwitch, and encapsulations other than VXLAN. */
export const virtualSwitches: Scenario[] = [
  {
    name: "geneve-black-hole",
    title: "Geneve between two Open vSwitches: 1550-byte outer packets meet a NIC of 1500",
    kind: "fault",
    ...variant({ tunnel: "geneve", key: 5, guestMtu: 1500, nicMtus: [1500, 9000] }, false),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "far-nic",
        missingAt: "near-nic",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 796, largestPassed: 1140, overhead: 50 },
      },
      notes:
        "Guests have 1500, so 1500 + 50 = 1550 leaves h2's NIC of 9000; h1's veth of 1500 refuses it before its taps.",
    },
  },
  {
    name: "gre-black-hole",
    title: "GRE with a key between two Open vSwitches: 1542-byte outer packets meet a NIC of 1500",
    kind: "fault",
    ...variant({ tunnel: "gre", key: 5, guestMtu: 1500, nicMtus: [1500, 9000] }, false),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "far-nic",
        missingAt: "near-nic",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 796, largestPassed: 1140, overhead: 42 },
      },
      notes: "As geneve-black-hole; GRE carries Ethernet: 20 + 8 + 14 = 42.",
    },
  },
  {
    name: "open-vswitch-mute",
    title: "An Open vSwitch cannot send what its own uplink is too small for, and says nothing",
    kind: "fault",
    ...variant({ tunnel: "geneve", key: 5, guestMtu: 1500, nicMtus: [1450, 1450] }, false),
    truth: {
      primary: {
        code: "mtu-black-hole",
        direction: "server-to-client",
        lastSeenAt: "far-guest",
        missingAt: "far-nic",
        flows: 1,
        sizes: { smallestLost: 1500, largestDelivered: 796, largestPassed: 1140 },
      },
      notes:
        "ovs-vswitchd's send of 1550 on h2's NIC of 1450 fails with EMSGSIZE (its log says so); no ICMP, no counter. The rest of that batch, 796 bytes, is lost with it once and passes when repeated.",
    },
  },
  {
    name: "geneve-healthy",
    title: "Geneve with guests that leave room for it",
    kind: "healthy",
    ...variant({ tunnel: "geneve", key: 5, guestMtu: 1450, nicMtus: [1500, 1500] }, true),
    truth: { primary: null, notes: "1450 + 50 = 1500." },
  },
  {
    name: "gre-healthy",
    title: "GRE without a key and guests that leave room for it",
    kind: "healthy",
    ...variant({ tunnel: "gre", guestMtu: 1462, nicMtus: [1500, 1500] }, true),
    truth: { primary: null, notes: "1462 + 38 = 1500." },
  },
];
