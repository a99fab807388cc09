import { type Connection, shareOf } from "./connection-hash.js";
import type { Digest, TcpFlow } from "./digest.js";
import type { Together } from "./lane/together.js";
import { relevant } from "./retired.js";
import { KEPT_WHOLE, retireJoined } from "./retirement.js";

/**
 * Which connections of a capture are read: of `count` shares the one of that `index`. A connection's share follows from its
 * addresses and ports and the `seed`; what belongs to no TCP connection is the first share's. Digests of all shares make the whole's.
 */
export interface Share {
  index: number;
  count: number;
  seed: number;
  /** What the engines of all shares have in common, where they read together. */
  together?: Together;
}

/** Everything. */
export function wholeShare(): Share {
  return { index: 0, count: 1, seed: Math.trunc(Math.random() * 0x7fffffff) };
}

/** Whether the connection of a packet in `b` belongs to the share. */
export function isOurs({ index, count, seed }: Share, b: Uint8Array, connection: Connection): boolean {
  return count === 1 || shareOf(b, connection, seed, count) === index;
}

/** The digests of a whole from those of its shares, each a list of the same vantage points, the first share's first. `keepWhole` as for each. */
export function joinShares(shares: readonly (readonly Digest[])[], keepWhole = KEPT_WHOLE): Digest[] {
  return shares[0].map((first, i) => {
    const parts = shares.map((share) => share[i]);
    const { tcp, retired } = retireJoined(
      inOrder(parts.flatMap((part) => part.tcp)),
      parts.map((part) => part.retired),
      keepWhole,
    );
    const coarsened = new Set(parts.flatMap((part) => part.coarsened));
    if (retired !== null) coarsened.add("whole-flows");
    return { ...first, tcp, retired: relevant(retired, tcp), coarsened: [...coarsened] };
  });
}

/** Connections are listed in the order of their first packets. */
export function inOrder(flows: readonly TcpFlow[]): TcpFlow[] {
  const timed = flows.map((flow) => ({ flow, frame: firstFrame(flow) }));
  return timed.sort((a, b) => a.frame - b.frame).map(({ flow }) => flow);
}

function firstFrame({ toServer, toClient }: TcpFlow): number {
  return Math.min(toServer.first?.frame ?? Number.POSITIVE_INFINITY, toClient.first?.frame ?? Number.POSITIVE_INFINITY);
}
