import { TLS_DONE, TLS_FIRST } from "../limits.js";
import type { TcpFlowState } from "../tcp-flow.js";
import type { Connections } from "./connections.js";
import type { Engine } from "./engine.js";
import type { Fold, Piece } from "./fold.js";
import type { FoldedFlow } from "./folded-flow.js";
import type { FrameTemplates } from "./frame-templates.js";
import { CHECKS, OPENING, ROW, TEMPLATE, TEMPLATE_MASK } from "./layout.js";
import type { PacketLog } from "./log.js";
import type { LaneRows } from "./row.js";
import { endRun, giveSamples } from "./run.js";

/** What holds a folded flow. */
export interface Unfolding {
  engine: Engine;
  templates: FrameTemplates;
  rows: LaneRows;
  log: PacketLog;
  fold: Fold;
}

/**
 * What a folded flow would be if its packets had been taken one by one: its kept frames are, then it takes what its row gathered. It keeps
 * the row, out of the lane. `last` where nothing follows at all.
 */
export function unfold(
  { engine, templates, rows, log, fold }: Unfolding,
  connections: Connections,
  folded: FoldedFlow,
  last: boolean,
): TcpFlowState {
  const { row } = folded;
  const at = row * ROW + TEMPLATE;
  const flow = connections.unfold(folded);
  const linkType = fold.linkType(row);
  for (const piece of fold.pieces(row)) {
    if (piece.isFrame) connections.replay(flow, piece, engine.bytes, linkType);
  }
  const state = rows.words[at];
  rows.words[at] = 0;
  for (const side of [0, 1]) {
    const gathered = folded.sideIfAny(side);
    if (gathered === null) continue;
    flow.side[side].sizes.addRuns(gathered.sizes);
    flow.side[side].samples.join(gathered.samples);
  }
  if ((state & OPENING) === 0) {
    endRun(rows, row, log, flow, templates.isIpv4((state & TEMPLATE_MASK) - 1), last);
    for (const piece of fold.pieces(row)) if (!piece.isFrame) tellTls(flow, piece, engine.bytes);
    for (const side of [0, 1] as const) {
      const tls = (rows.words[row * ROW + CHECKS] >>> (16 * side)) & 3;
      if (tls === TLS_DONE && flow.side[side].tlsLeft === TLS_FIRST) flow.side[side].rejectTls();
      giveSamples(rows, row, side, flow.side[side]);
      const frame = fold.finFrame(row, side);
      if (frame !== 0) flow.closedBy(side, frame, fold.finTime(row, side));
    }
  }
  engine.calls.drop(row);
  flow.row = row;
  return flow;
}

/** The payload of a kept piece says something of TLS. */
function tellTls(flow: TcpFlowState, { side, sequence, wire, start, end, frame, time }: Piece, b: Uint8Array): void {
  const own = flow.side[side];
  const from = own.peek(sequence);
  own.payload(from, from + wire, b, start, end, frame, time);
}
