import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type Server as NetServer } from "node:net";
import type { HttpServer, Server } from "./plan.js";
import { bindUdp } from "./udp.js";

/** Starts every server of a host; resolves once all are listening. */
export async function serve(servers: Server[], files: { key: string; certificate: string }): Promise<void> {
  for (const server of servers) {
    if (server.kind === "udp") await bindUdp(server);
    else if (server.kind === "http" || server.kind === "tls") await listen(httpServer(server, files), server.port);
    else if (server.kind !== "refuse") await listen(rawServer(server.kind), server.port);
  }
}

function listen(server: NetServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, backlog: 1024 }, resolve);
  });
}

/** No clock ends a connection that waits for what happens in between, however long that takes on a busy machine. */
const PATIENT = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 };

function httpServer(server: HttpServer, files: { key: string; certificate: string }): NetServer {
  if (server.kind === "http") return createHttpServer({ keepAlive: false, ...PATIENT }, answer);
  const one = readFileSync(files.certificate, "utf8");
  return createHttpsServer(
    {
      ...PATIENT,
      key: readFileSync(files.key),
      cert: one.repeat(server.chain ?? 3),
      // Named, because newer OpenSSL would choose a post-quantum group with larger hellos.
      ecdhCurve: "X25519",
      ALPNProtocols: ["http/1.1"],
      ...(server.minVersion ? { minVersion: server.minVersion } : {}),
      ...(server.demandsCertificate ? { requestCert: true, rejectUnauthorized: true } : {}),
    },
    answer,
  );
}

/** `/BYTES` answers so many bytes once the request's body was read, after `?delay=` milliseconds. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://lab.test");
  const bytes = Number(url.pathname.slice(1)) || 0;
  response.sendDate = false;
  response.on("error", () => {});
  request.on("error", () => {});
  request.resume().on("end", () => {
    setTimeout(
      () => response.writeHead(200, { "content-length": bytes, "keep-alive": "timeout=5" }).end(filler(bytes)),
      Number(url.searchParams.get("delay") ?? 0),
    );
  });
}

const filler = (bytes: number): Buffer => Buffer.alloc(bytes, "0123456789abcdef");

function rawServer(kind: "silent" | "reset" | "hung"): NetServer {
  // `hung` never reads, so that its window closes; `silent` reads and never answers.
  return createServer({ pauseOnConnect: kind === "hung" }, (socket) => {
    socket.on("error", () => {});
    if (kind === "silent") socket.resume();
    if (kind === "reset") socket.once("data", () => socket.resetAndDestroy());
  });
}
