import { type Finding, phrase } from "../../diagnose/finding.js";
import { finding, type Place, rival } from "./place.js";

/** Somebody ended the connection: with a TLS alert, a reset, or without a word. Null where nobody did. */
export function ended(p: Place): Finding | null {
  const { ordinary, small, others } = p.facts;
  if (ordinary.completedAfter !== null) return null;
  const alert = ordinary.alert ?? (ordinary.answeredAfter === null ? null : small.alert);
  if (alert !== null)
    return finding(p, {
      code: "tls-alert",
      certainty: "proven",
      direction: alert.from === "server" ? "server-to-client" : "client-to-server",
      cause: [{ term: "alert", value: alert.description, evidence: phrase("probe.alert") }],
      ruledOut: [rival("mtu-black-hole", phrase("alert-arrived"))],
    });
  if (ordinary.end === "reset")
    return finding(p, {
      code: "connection-reset",
      certainty: "likely",
      direction: "server-to-client",
      cause: [
        { term: "reset-by", value: "server", evidence: phrase("probe.reset-after", { said: ordinary.said }) },
        ...(others.some((o) => o.answeredAfter !== null)
          ? [{ term: "other-name", value: p.target.host, evidence: phrase("probe.other-name-answers") }]
          : []),
      ],
      ruledOut: [rival("mtu-black-hole", phrase("reset-arrived"))],
    });
  if (ordinary.end === "closed" || ordinary.end === "failed")
    return finding(p, {
      code: "undetermined",
      certainty: "possible",
      direction: null,
      cause: [
        {
          term: "system-error",
          value: ordinary.error ?? "FIN",
          evidence: phrase("probe.closed", { bytes: ordinary.received }),
        },
      ],
      ruledOut: [rival("mtu-black-hole", phrase("probe.end-arrived"))],
      next: phrase("next-protocol", { protocol: p.target.protocol }),
    });
  return null;
}
