import type { Situation } from "../../src/remedy/situation.js";

/** Round one of the founding incident: 1500 bytes and 50 of VXLAN stop at a NIC of 1500; the VM's own MTU is 1450. */
export const firstRound: Situation = {
  direction: "server-to-client",
  family: 4,
  protocol: "tcp",
  lost: 1500,
  passed: 1450,
  fits: { mtu: 1450, by: "flow", proven: true },
  lastSeenAt: "border-nic",
  missingAt: "hypervisor-nic",
  tunnel: { stack: ["vxlan"], overhead: 50, adds: 50, place: "inside", crossed: false },
  client: { address: "172.30.0.2", mss: 1460 },
  server: { address: "10.201.0.2", port: 8443, mss: 1460 },
  announced: { at: 5, point: "vm", frame: 9, mss: 1410, mtu: 1450, forwards: true },
  announcedBehind: true,
  lastHop: false,
  routed: true,
  refusal: null,
  ptb: null,
};

/** Round two: the NIC takes 1600, and the VM's port is what drops. */
export const secondRound: Situation = {
  ...firstRound,
  lastSeenAt: "hypervisor-vxlan",
  missingAt: "vm-port",
  tunnel: { stack: ["vxlan"], overhead: 0, adds: 50, place: "outside", crossed: true },
};

/** Between two routers, no tunnel, no container, and nobody who tells the MTU. */
export const betweenRouters: Situation = {
  ...firstRound,
  passed: 900,
  fits: { mtu: null, by: "unknown", proven: false },
  lastSeenAt: "core-right",
  missingAt: "core-left",
  tunnel: { stack: [], overhead: 0, adds: 0, place: "outside", crossed: false },
  client: { address: "10.60.0.1", mss: 1460 },
  announced: null,
  announcedBehind: false,
};

export const toldByPtb: Situation = {
  ...betweenRouters,
  fits: { mtu: 1400, by: "ptb", proven: true },
  ptb: { mtu: 1400, source: "10.60.2.1", lastSeenAt: "core-right" },
};
