import type { FlowDirection } from "../codes.js";
import { phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

const FATAL = 2;
const CLOSE_NOTIFY = 0;

/** The handshake ended with a fatal alert in the clear, RFC 8446 section 6.2. */
export const tlsAlert: FlowRule = ({ case: c }) => {
  for (const side of [c.toClient, c.toServer]) {
    for (const v of side.journey.views) {
      const alert = v.sent.tls?.alert;
      if (alert == null || alert.level !== FATAL || alert.description === CLOSE_NOTIFY) continue;
      const direction: FlowDirection = side.journey.direction;
      return verdict("tls-alert", direction, {
        cause: [
          {
            term: "alert",
            value: alert.description,
            evidence: phrase("alert-frame", { frame: alert.frame, direction }),
          },
        ],
        evidence: [
          {
            point: v.point,
            frame: alert.frame,
            filter: "tls.alert_message",
            note: phrase("alert", { description: alert.description }),
          },
        ],
        ruledOut: [{ code: "mtu-black-hole", because: phrase("alert-arrived") }],
      });
    }
  }
  return null;
};
