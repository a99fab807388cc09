import type { Scenario, TrueFinding } from "../scenario.js";
import { type ChainOptions, chainNetwork, chainPoints, chainServer, ROW } from "../topologies/chain.js";
import type { Server } from "../traffic/plan.js";

const SERVERS: Server[] = [
  { on: "server", kind: "http", port: 8080 },
  { on: "server", kind: "tls", port: 8443 },
  { on: "server", kind: "tls", port: 9443, minVersion: "TLSv1.3" },
  { on: "server", kind: "tls", port: 9444, demandsCertificate: true },
  { on: "server", kind: "reset", port: 7002 },
];
const over = (options: ChainOptions = {}): Pick<Scenario, "network" | "servers"> => ({
  network: chainNetwork(options),
  servers: SERVERS,
});
const POINTS = chainPoints(ROW, ["client", "gw-left", "gw-right", "server"]);

const ends = (code: TrueFinding["code"], direction: TrueFinding["direction"]): TrueFinding => ({
  code,
  direction,
  lastSeenAt: null,
  missingAt: null,
  flows: 1,
});

/** Connections somebody ends: with a reset or with a TLS alert. */
export const resets: Scenario[] = [
  {
    name: "reset-by-server",
    title: "The server's program resets the connection after the request",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(7002), expect: "reset" }],
    vantagePoints: POINTS,
    truth: {
      primary: ends("connection-reset", "server-to-client"),
      notes: "The program answers the ClientHello with a reset; it is seen at the server.",
    },
  },
  {
    name: "refused",
    title: "Nobody listens on the port",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "http", to: chainServer(7999), expect: "refused" }],
    vantagePoints: POINTS,
    truth: {
      primary: ends("connection-reset", "server-to-client"),
      notes: "The server's kernel answers the SYN with a reset.",
    },
  },
  {
    name: "reset-by-firewall",
    title: "A firewall resets the connection for the name in its ClientHello",
    kind: "look-alike",
    ...over({
      hosts: {
        gw: {
          iptables: ["-A FORWARD -p tcp -m string --algo bm --string blocked.test -j REJECT --reject-with tcp-reset"],
        },
      },
    }),
    steps: [
      { on: "client", kind: "tls", to: chainServer(8443), sni: "allowed.test", download: 3000 },
      { on: "client", kind: "tls", to: chainServer(8443), sni: "blocked.test", expect: "reset" },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: ends("connection-reset", "server-to-client"),
      notes:
        "gw makes the reset in the server's name: it is at gw-left and the client, not at gw-right or the server. No reset is lost, so there is no location.",
    },
  },
  {
    name: "reset-after-idle",
    title: "A firewall forgets an idle connection and resets its next packet",
    kind: "look-alike",
    ...over(),
    steps: [
      {
        client: {
          on: "client",
          kind: "http",
          to: chainServer(8080),
          download: 5000,
          requests: 2,
          pause: 1500,
          expect: "reset",
        },
        happens: {
          1: [
            {
              on: "gw",
              command: "iptables -A FORWARD -p tcp ! --syn -j REJECT --reject-with tcp-reset".split(" "),
            },
          ],
        },
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: ends("connection-reset", "server-to-client"),
      notes: "After the pause gw answers every packet that is no SYN with a reset, as if its state were gone.",
    },
  },
  {
    name: "tls-alert-version",
    title: "The server wants TLS 1.3, the client has 1.2: alert protocol_version",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(9443), maxVersion: "TLSv1.2", expect: "alert" }],
    vantagePoints: POINTS,
    truth: {
      primary: ends("tls-alert", "server-to-client"),
      notes: "minVersion TLS 1.3 at the server; its alert 70 is seen at every point.",
    },
  },
  {
    name: "tls-alert-client-certificate",
    title: "The server demands a client certificate over TLS 1.2: alert handshake_failure",
    kind: "look-alike",
    ...over(),
    steps: [{ on: "client", kind: "tls", to: chainServer(9444), maxVersion: "TLSv1.2", expect: "any" }],
    vantagePoints: POINTS,
    truth: {
      primary: ends("tls-alert", "server-to-client"),
      notes: "requestCert and rejectUnauthorized at the server, no certificate at the client.",
    },
  },
  {
    name: "tls-alert-unknown-ca",
    title: "The client does not trust the certificate: alert unknown_ca from the client",
    kind: "look-alike",
    ...over(),
    steps: [
      {
        on: "client",
        kind: "curl",
        arguments: ["--tls-max", "1.2", `https://${chainServer(8443)}/100`],
        expect: "failed",
      },
    ],
    vantagePoints: POINTS,
    truth: {
      primary: ends("tls-alert", "client-to-server"),
      notes: "curl without -k over TLS 1.2 sends alert 48 after the certificate.",
    },
  },
];
