import { type Finding, phrase } from "../../diagnose/finding.js";
import { seconds } from "./not-connected.js";
import { captureNext, finding, type Place, rival } from "./place.js";

/** The connection stands and nothing comes, in packets of whatever size. Null where something came. */
export function silent(p: Place): Finding | null {
  const { ordinary, small, others } = p.facts;
  if (ordinary.completedAfter !== null || ordinary.received > 0 || small.received > 0 || ordinary.outOfOrder > 0)
    return null;
  const answering = others.find((o) => o.answeredAfter !== null);
  const taken = Math.max(small.acknowledged, ordinary.acknowledged) > 0;
  const notSize = rival("mtu-black-hole", phrase("probe.small-lost-too", { size: small.offered ?? 0 }));
  const silence = { term: "silence", value: seconds(ordinary.watchedFor), evidence: phrase("probe.silence") };
  if (answering !== undefined)
    return finding(p, {
      code: "policy-drop",
      certainty: "likely",
      direction: taken ? "server-to-client" : "client-to-server",
      cause: [silence, { term: "other-name", value: p.target.host, evidence: phrase("probe.other-name-answers") }],
      ruledOut: [notSize, rival("server-silent", phrase("probe.other-name-answers"))],
      next: captureNext(p),
    });
  if (taken || small.said === 0)
    return finding(p, {
      code: "server-silent",
      certainty: "likely",
      direction: "server-to-client",
      cause: [{ term: "request-bytes", value: small.said, evidence: phrase("probe.request-taken") }, { ...silence }],
      ruledOut: [notSize, rival("policy-drop", phrase("probe.request-taken"))],
      next: captureNext(p),
    });
  return finding(p, {
    code: "policy-drop",
    certainty: "likely",
    direction: "client-to-server",
    cause: [
      {
        term: "request-bytes",
        value: small.said,
        evidence: phrase("probe.request-lost", { times: small.retransmitted + 1 }),
      },
      silence,
    ],
    ruledOut: [notSize],
    next: captureNext(p),
  });
}
