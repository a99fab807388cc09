import { type Finding, phrase } from "../../diagnose/finding.js";
import { seconds } from "./not-connected.js";
import { captureNext, finding, type Place, rival } from "./place.js";

/** The connection stands and nothing comes, in packets of whatever size. Null where something came. */
export function silent(p: Place): Finding | null {
  const { ordinary, small, others, towardsUs } = p.facts;
  if (ordinary.completedAfter !== null || ordinary.outOfOrder > 0) return null;
  if (ordinary.received > 0 || small.received > 0) return afterHandshake(p);
  if (towardsUs.fails !== null) return null;
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

/** The TLS handshake is done, the request is taken, and then nothing comes, although nothing is missing. */
function afterHandshake(p: Place): Finding | null {
  const { ordinary, towardsUs } = p.facts;
  if (ordinary.tls?.secure !== true || towardsUs.fails !== null || ordinary.acknowledged < ordinary.said) return null;
  return finding(p, {
    code: "server-silent",
    certainty: "likely",
    direction: "server-to-client",
    cause: [
      { term: "request-bytes", value: ordinary.said, evidence: phrase("probe.request-taken") },
      { term: "silence", value: seconds(ordinary.watchedFor), evidence: phrase("probe.silence-after-tls") },
    ],
    ruledOut: [rival("mtu-black-hole", phrase("probe.no-hole", { size: ordinary.largest }))],
    next: captureNext(p),
  });
}
