import { isIP } from "node:net";
import { UserError } from "../node/errors.js";

export type Protocol = "tls" | "http" | "tcp";

/** What to probe, as the user named it. */
export interface Target {
  given: string;
  protocol: Protocol;
  host: string;
  port: number;
  /** Path and query of a URL; "/" else. */
  path: string;
}

const SCHEMES: Readonly<Record<string, { protocol: Protocol; port: number }>> = {
  "https:": { protocol: "tls", port: 443 },
  "http:": { protocol: "http", port: 80 },
};
const HTTP_PORTS = new Set([80, 3000, 5000, 8000, 8008, 8080, 8081, 9090]);
/** Where the server speaks first, or waits for something that is neither TLS nor HTTP. */
const OTHER_PORTS = new Set([21, 22, 23, 25, 110, 143, 587, 3306, 5432, 6379]);
const EXAMPLE = "hopscope probe https://example.org   or   hopscope probe example.org:443";

/** Understands `https://host/path`, `http://...`, `tcp://host:port`, `tls://host:port` and `HOST[:PORT]`; the port is 443 unless told. @throws UserError */
export function parseTarget(given: string): Target {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return ofUrl(given, given);
  if (scheme !== undefined && scheme !== "tcp" && scheme !== "tls")
    throw new UserError("bad-target", `${given}: probe knows https, http, tls and tcp, not ${scheme}`, EXAMPLE);
  const { host, port } = splitHost(
    scheme === undefined ? given : given.slice(scheme.length + 3).replace(/\/$/, ""),
    given,
  );
  if (scheme === "tcp" && port === null)
    throw new UserError("bad-target", `${given}: which port?`, `hopscope probe ${given.replace(/\/$/, "")}:22`);
  const at = port ?? 443;
  const protocol = scheme ?? (HTTP_PORTS.has(at) ? "http" : OTHER_PORTS.has(at) ? "tcp" : "tls");
  return { given, protocol: protocol as Protocol, host, port: at, path: "/" };
}

function ofUrl(url: string, given: string): Target {
  if (!URL.canParse(url)) throw new UserError("bad-target", `${given} is no URL`, EXAMPLE);
  const { protocol: scheme, hostname, port, pathname, search } = new URL(url);
  const { protocol, port: usual } = SCHEMES[scheme]!;
  const host = hostname.replace(/^\[|\]$/g, "");
  return { given, protocol, host, port: port === "" ? usual : Number(port), path: pathname + search };
}

function splitHost(text: string, given: string): { host: string; port: number | null } {
  if (isIP(text) !== 0) return { host: text, port: null };
  const match = /^(?:\[([^\]]+)\]|([^:/?#@\s]+))(?::(\d+))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? null : Number(match[3]);
  if (host === undefined || (match?.[1] !== undefined && isIP(host) !== 6))
    throw new UserError("bad-target", `${given} is neither a URL nor HOST[:PORT]`, EXAMPLE);
  if (port !== null && (port < 1 || port > 65_535))
    throw new UserError("bad-target", `${given}: a port is a number from 1 to 65535`, EXAMPLE);
  return { host, port };
}
