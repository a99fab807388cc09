import type { Scenario } from "../scenario.js";
import { chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [{ on: "server", kind: "tls", port: 8443 }];
/** A device that breaks the checksum of what it passes on, as a tunnel with broken checksum offload does. */
const breaks = (side: "sport" | "dport") => ({
  core: {
    nft: [
      "add table ip broken",
      "add chain ip broken passing { type filter hook forward priority 0; }",
      `add rule ip broken passing tcp ${side} 8443 tcp checksum set 0x1234`,
    ],
  },
});

/** Checksums that are wrong where they are received. */
export const checksums: Scenario[] = [
  {
    name: "bad-checksum",
    title: "A router breaks the checksum of what the server sends, SYN-ACKs too",
    kind: "look-alike",
    network: chainNetwork({ hosts: breaks("sport") }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right", "server"]),
    truth: {
      primary: { code: "bad-checksum", direction: "server-to-client", lastSeenAt: "client", missingAt: null, flows: 1 },
      notes: "nft on core overwrites the TCP checksum; the client's kernel counts TcpInCsumErrors and drops.",
    },
  },
  {
    name: "bad-checksum-towards-server",
    title: "The same towards the server: its SYNs arrive and are never answered",
    kind: "look-alike",
    network: chainNetwork({ hosts: breaks("dport") }),
    servers: SERVERS,
    steps: [{ on: "client", kind: "tls", to: chainServer(8443), expect: "timeout" }],
    vantagePoints: chainPoints(ROW, ["client", "core-left", "core-right", "server"]),
    truth: {
      primary: { code: "bad-checksum", direction: "client-to-server", lastSeenAt: "server", missingAt: null, flows: 1 },
      notes: "nft on core overwrites the TCP checksum; the server's kernel counts TcpInCsumErrors.",
    },
  },
];
