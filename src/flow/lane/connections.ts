import type { TcpFlowState } from "../tcp-flow.js";
import type { Piece } from "./fold.js";
import type { FoldedFlow } from "./folded-flow.js";

/** All connections of a vantage point, whoever follows them. */
export interface Connections {
  /** Takes a folded flow whose SYN lies in `b`, its addresses at `at`; says whether there is room for it, and no other of that key. */
  begin(flow: FoldedFlow, b: Uint8Array, at: number, width: number, ports: number): boolean;
  /** For how many more there is room, so many at most. */
  room(most: number): number;
  /** Puts what takes its packets one by one in the place of a folded flow. */
  unfold(flow: FoldedFlow): TcpFlowState;
  /** The flow has a packet that the engine kept, in `b`, taken on that type of link. */
  replay(flow: TcpFlowState, piece: Piece, b: Uint8Array, linkType: number): void;
  /** Both sides closed it, the second one at that time. */
  closed(flow: FoldedFlow, time: number): void;
}
