import type { DatagramFlow, Digest, TcpFlow } from "../flow/digest.js";
import type { DirectionView } from "./align.js";
import type { DirectionLoss } from "./loss.js";
import type { View } from "./match.js";
import type { Cutting } from "./wire.js";

export type FlowDirection = "client-to-server" | "server-to-client";

/** One direction of a TCP connection over all its vantage points. `views` run from the sender's end to the receiver's. */
export interface Journeying {
  direction: FlowDirection;
  views: DirectionView[];
  cutting: Cutting;
  loss: DirectionLoss;
}

/** One TCP connection as all vantage points together know it. */
export interface Conversation {
  id: string;
  protocol: "tcp";
  family: 4 | 6;
  /** One view a point, from the client's end to the server's. */
  views: View<TcpFlow>[];
  /** Further appearances at a point that is in `views` already: before and after NAT in one "any" capture. */
  doubles: View<TcpFlow>[];
  toServer: Journeying;
  toClient: Journeying;
}

export interface DatagramConversation {
  id: string;
  protocol: string;
  family: 4 | 6;
  views: View<DatagramFlow>[];
}

/** Everything that diagnosis needs to know. */
export interface Correlation {
  digests: readonly Digest[];
  /** Indices of digests, from the client's end to the server's. */
  path: number[];
  /** Nanoseconds a point's clock is ahead of the first point's; null where nothing ties them. */
  clockOffsets: (number | null)[];
  conversations: Conversation[];
  datagrams: DatagramConversation[];
}

/** Time at a point in nanoseconds of the first path point's clock, after that digest's epoch. */
export function commonTime(c: Correlation, point: number, time: number): number {
  const first = c.path.length > 0 ? c.digests[c.path[0]].epoch : 0;
  return (c.digests[point].epoch - first) * 1e9 + time - (c.clockOffsets[point] ?? 0);
}
