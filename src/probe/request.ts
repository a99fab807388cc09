import { isIP } from "node:net";
import { clientHello, unfinishedHello } from "./client-hello.js";
import type { Target } from "./target.js";

/** What a client says so that the server sends much; empty where the server speaks by itself. `name` overrides the server's name. */
export function requestTo(target: Target, name: string | null = serverName(target)): Buffer {
  if (target.protocol === "tls") return clientHello(name);
  if (target.protocol === "http") return Buffer.from(`${headTo(target, name ?? target.host)}\r\n`);
  return Buffer.alloc(0);
}

/** Request line and headers of an HTTP request, without the empty line that would end them. */
export function headTo(target: Target, host = hostOf(target)): string {
  return `GET ${target.path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: hopscope-probe\r\nAccept: */*\r\nConnection: close\r\n`;
}

/** The first `bytes` of a request that never ends, so that the server does nothing but take it. */
export function unfinishedRequest(target: Target, bytes: number): Buffer {
  if (target.protocol === "tls") return unfinishedHello(bytes);
  if (target.protocol === "tcp") return Buffer.alloc(bytes);
  const out = Buffer.alloc(bytes, "p");
  Buffer.from(`${headTo(target)}X-Padding: `).copy(out);
  return out;
}

/** The name TLS asks for: RFC 6066 section 3 allows no addresses. */
export function serverName(target: Target): string | null {
  return isIP(target.host) === 0 ? target.host : null;
}

function hostOf(target: Target): string {
  const host = isIP(target.host) === 6 ? `[${target.host}]` : target.host;
  const usual = target.protocol === "tls" ? 443 : 80;
  return target.port === usual ? host : `${host}:${target.port}`;
}
