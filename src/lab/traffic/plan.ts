/** What the traffic processes do, as data; each is started inside one namespace. */
export type Server =
  | HttpServer
  | { on: string; kind: "silent" | "reset" | "refuse" | "hung"; port: number }
  | { on: string; kind: "udp"; port: number; address?: string };

export interface HttpServer {
  on: string;
  kind: "http" | "tls";
  port: number;
  /** Certificates in the chain it sends, 3 unless told. */
  chain?: number;
  minVersion?: "TLSv1.2" | "TLSv1.3";
  /** Demands a client certificate, so that the handshake ends in an alert. */
  demandsCertificate?: boolean;
}

/** What a client must meet for the scenario to have shown what it claims. */
export type Expected = "ok" | "timeout" | "reset" | "refused" | "alert" | "failed" | "any";

export type ClientStep = HttpStep | UdpStep | CurlStep;

interface ClientBase {
  on: string;
  /** `address:port`, IPv6 in brackets. */
  to: string;
  /**
   * Milliseconds without an answer after which the client gives up: 3000 unless told, and 20,000 where it is to meet another end,
   * which a busy machine only delays.
   */
  timeout?: number;
  expect?: Expected;
}

/** One connection (or several), on it one request (or several): uploads `upload` bytes, downloads `download` bytes. */
export interface HttpStep extends ClientBase {
  kind: "http" | "tls";
  upload?: number;
  download?: number;
  sni?: string;
  /** Pads the ClientHello by about so many bytes of ALPN names, as post-quantum key shares do. */
  helloPadding?: number;
  maxVersion?: "TLSv1.2" | "TLSv1.3";
  /** Milliseconds the server waits before it answers. */
  delay?: number;
  /** Requests one after the other on one connection, and the pause between them in milliseconds. */
  requests?: number;
  pause?: number;
  /** Connections, one after the other, or `parallel` at a time. */
  connections?: number;
  parallel?: number;
  /** Ends the connection with a reset once the answer is complete. */
  abort?: boolean;
  /** Milliseconds of silence after which the kernel sends keep-alives. */
  keepAlive?: number;
  /** Reads the answer in pieces, with so many milliseconds between them. */
  slowReader?: number;
  localPort?: number;
}

/** Datagrams of the given payload sizes, one after the other; each is answered by `answers` datagrams of `answer` bytes. */
export interface UdpStep extends ClientBase {
  kind: "udp";
  sizes: number[];
  /** Bytes of every answer, or of the answers to each datagram. */
  answer?: number | number[];
  answers?: number;
  shape?: "plain" | "dns" | "quic";
  /** Milliseconds between datagrams. */
  interval?: number;
}

/** curl, with these arguments after the ones that make it silent. */
export interface CurlStep {
  on: string;
  kind: "curl";
  arguments: string[];
  timeout?: number;
  expect?: Expected;
}

/** How long a client of a step waits before it gives up. */
export function patienceOf({ timeout, expect = "ok" }: ClientStep): number {
  return timeout ?? (expect === "timeout" || expect === "any" ? 3000 : 20_000);
}
