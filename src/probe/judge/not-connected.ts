import { type Finding, phrase } from "../../diagnose/finding.js";
import { captureNext, finding, type Place, rival } from "./place.js";

/** The SYN was refused, by the server or by ICMP, or nobody answered it. Null where the connection stood. */
export function notConnected(p: Place): Finding | null {
  const { ordinary } = p.facts;
  if (ordinary.connectedAfter !== null) return null;
  const ruledOut = [rival("mtu-black-hole", phrase("syn-small", { size: p.facts.family === 4 ? 60 : 80 }))];
  const { icmp } = ordinary;
  if (icmp !== null && icmp.origin !== "local")
    return finding(p, {
      code: "policy-drop",
      certainty: "likely",
      direction: "client-to-server",
      cause: [
        { term: "icmp", value: `${icmp.type}/${icmp.code}`, evidence: phrase("probe.icmp-to-syn") },
        { term: "icmp-source", value: icmp.offender ?? "?", evidence: phrase("probe.icmp-to-syn") },
      ],
      ruledOut,
    });
  if (ordinary.end === "refused" || ordinary.end === "reset")
    return finding(p, {
      code: "connection-reset",
      certainty: "proven",
      direction: "server-to-client",
      cause: [{ term: "reset-by", value: "server", evidence: phrase("probe.refused") }],
      ruledOut,
    });
  if (ordinary.end !== null)
    return finding(p, {
      code: "undetermined",
      certainty: "possible",
      direction: null,
      cause: [{ term: "system-error", value: ordinary.error ?? "?", evidence: phrase("probe.local-error") }],
      ruledOut,
      next: phrase("next-route", { command: `ip route get ${p.facts.address}` }),
    });
  return finding(p, {
    code: "syn-unanswered",
    certainty: "likely",
    direction: "client-to-server",
    cause: [{ term: "silence", value: seconds(ordinary.watchedFor), evidence: phrase("probe.no-syn-ack") }],
    ruledOut,
    next: captureNext(p),
  });
}

export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
