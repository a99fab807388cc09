import { closedWindow } from "../assess.js";
import { phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/** The receiver closed its window and never opened it: nothing is missing, nobody reads. RFC 9293 section 3.8.6.1. */
export const zeroWindow: FlowRule = ({ court, case: c }) => {
  for (const side of [c.toServer, c.toClient]) {
    if (!closedWindow(court.correlation, side)) continue;
    const view =
      side.journey.views.find((v) => v.back.zeroWindow.some((z) => z.until === null)) ?? side.journey.views[0];
    const closed = view.back.zeroWindow[view.back.zeroWindow.length - 1];
    return verdict("zero-window", side.journey.direction, {
      cause: [{ term: "window", value: 0, evidence: phrase("window-closed", { frame: closed.from.frame }) }],
      evidence: [
        {
          point: view.point,
          frame: closed.from.frame,
          filter: "tcp.window_size_value == 0",
          note: phrase("window-closed", { frame: closed.from.frame }),
        },
      ],
      ruledOut: [{ code: "mtu-black-hole", because: phrase("window-not-size") }],
    });
  }
  return null;
};
