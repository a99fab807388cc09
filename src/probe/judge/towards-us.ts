import { type Finding, phrase } from "../../diagnose/finding.js";
import { seconds } from "./not-connected.js";
import { captureNext, finding, type Place, rival } from "./place.js";
import { sizeSum } from "./sum.js";

/** Milliseconds of recovery that nobody minds. */
const AT_ONCE = 1000;

/** What the packets from the server met: a limit that nobody told it, one that it found out, or chance. */
export function towardsUs(p: Place): Finding | null {
  const { towardsUs: t, ordinary, small, family } = p.facts;
  const offered = ordinary.offered ?? 0;
  if (t.fails !== null && t.passes !== null)
    return finding(p, {
      code: "mtu-black-hole",
      certainty: "likely",
      direction: "server-to-client",
      sizes: { largestDelivered: t.passes, smallestLost: t.fails, largestPassed: t.passes, overhead: null },
      cause: sizeSum(family, t.passes, t.fails, t.tried),
      ruledOut: [
        rival("random-loss", phrase("probe.every-size", { passes: t.passes, fails: t.fails })),
        rival("server-silent", phrase("probe.small-answered", { size: small.offered ?? 0, bytes: small.received })),
        rival("policy-drop", phrase("not-policy", { size: t.passes })),
      ],
      next: captureNext(p),
    });
  if (ordinary.completedAfter === null) {
    // Packets of full size do arrive, or none was sent: then what hung was not for its size.
    return finding(p, {
      code: t.how === "full-size" ? "random-loss" : "undetermined",
      certainty: "possible",
      direction: "server-to-client",
      cause: [{ term: "lost-packets", value: Math.max(1, t.odd.length), evidence: phrase("probe.hung-once") }],
      ruledOut:
        t.how === "full-size"
          ? [rival("mtu-black-hole", phrase("same-size-passed", { passed: offered, size: offered }))]
          : [],
      next: captureNext(p),
    });
  }
  if (t.how === "sender-limit" && t.mtu !== null && ordinary.outOfOrder > 0) {
    const after = Math.round(ordinary.completedAfter);
    return finding(p, {
      code: "pmtud-recovery",
      certainty: "likely",
      role: "cost",
      severity: after > AT_ONCE ? "warning" : "info",
      direction: "server-to-client",
      sizes: { largestDelivered: t.mtu, smallestLost: offered, largestPassed: t.mtu, overhead: null },
      cause: [
        { term: "smallest-lost", value: offered, evidence: phrase("probe.first-lost", { seconds: seconds(after) }) },
        { term: "continued-at", value: t.mtu, evidence: phrase("recovered-after", { milliseconds: after }) },
      ],
    });
  }
  return null;
}

/** Sizes that were lost once though larger ones pass. */
export function byChance(p: Place): Finding | null {
  const odd = [...p.facts.towardsUs.odd, ...(p.facts.towardsServer?.odd ?? [])];
  if (odd.length === 0) return null;
  return finding(p, {
    code: "random-loss",
    certainty: "possible",
    role: "cost",
    direction: p.facts.towardsUs.odd.length > 0 ? "server-to-client" : "client-to-server",
    cause: [
      { term: "lost-packets", value: odd.length, evidence: phrase("probe.odd-sizes", { sizes: odd.join(", ") }) },
    ],
    ruledOut: [rival("mtu-black-hole", phrase("probe.larger-passed"))],
  });
}
