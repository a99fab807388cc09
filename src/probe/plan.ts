import { familyOf, mustBeOurs } from "./bind.js";
import type { ProbeOptions } from "./probe.js";
import { headTo } from "./request.js";
import { addressesOf } from "./resolve.js";
import { SMALLEST } from "./sizes.js";
import type { Target } from "./target.js";

const REQUESTS = {
  tls: "a TLS handshake",
  http: "an HTTP request",
  tcp: "a connection, without a word",
} as const;

/** What a probe would send, in words. Names are resolved; nothing else leaves this host. */
export async function planFor(target: Target, options: ProbeOptions, from: readonly string[]): Promise<string> {
  const { connections, bytes, rate } = options.limits;
  const family = familyOf(options);
  if (options.bind !== null && from.length === 0) await mustBeOurs(options.bind);
  const addresses = await addressesOf(options.connectTo ?? target.host, family);
  const places = from.length === 0 ? "from here" : `from ${from.join(", ")}, each`;
  const withPage = /^https:/i.test(target.given)
    ? `${REQUESTS.tls} and then "${headTo(target).split("\r\n")[0]}"`
    : REQUESTS[target.protocol];
  return [
    `Nothing was sent. A probe of ${target.host} port ${target.port}, ${places}, would send:`,
    "",
    ...addresses.flatMap(({ address, family }) => [
      `to ${address} (IPv${family}):`,
      `  2 connections: an ordinary one, and one that allows packets of ${SMALLEST[family]} bytes only; each makes ${withPage}`,
      "  only where the ordinary one hangs: up to 33 more, each allowing another size, reset as soon as it is known whether it passes",
      "  1 to 5 connections with a request that never ends, one segment per size, of 20 kB at most each, then reset",
      "  up to 30 UDP datagrams to ports from 33434 on, some of full size, with few hops allowed, as traceroute does",
    ]),
    "",
    `At most ${connections} connections for each address family, ${rate} a second; nothing new after ${bytes} bytes. A PTB that a large packet draws`,
    "changes the path MTU this host has cached for the address, for some minutes; the report says so.",
    "",
  ].join("\n");
}
