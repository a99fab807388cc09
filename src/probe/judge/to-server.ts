import type { Certainty } from "../../diagnose/codes.js";
import { type Finding, type Phrase, phrase } from "../../diagnose/finding.js";
import type { Forward } from "../forward.js";
import type { Hop, Hops } from "../hops.js";
import { captureNext, finding, type Place, rival, uploadFlow } from "./place.js";
import { sizeSum } from "./sum.js";

export interface ToServer {
  mtu: number | null;
  how: Phrase;
  certainty: Certainty;
  passes: number | null;
  fails: number | null;
  /** Segments of that size are lost, and nobody says so. */
  blackHole: boolean;
  /** A PTB that came back. */
  ptb: { mtu: number; source: string | null } | null;
}

/** What segments and datagrams together tell of the path to the server. */
export function toServer(forward: Forward | null, hops: Hops | null): ToServer {
  const delivered = hops?.delivered ?? null;
  const echoed = hops?.echoed ?? null;
  const told = smallestPtb(hops, forward?.told ?? null);
  const none = { mtu: null, certainty: "possible", passes: null, fails: null, blackHole: false, ptb: told } as const;
  if (forward === null || forward.how === "not-connected") {
    const size = delivered ?? echoed;
    if (size === null) return { ...none, how: phrase("probe.how.not-sent") };
    const how = phrase(delivered === null ? "probe.how.echo" : "probe.how.datagram", { size });
    return { ...none, mtu: size, passes: size, certainty: "likely", how };
  }
  const { passes, fails } = forward;
  // A datagram of that size arrived, so size is not why the segments did not.
  const bySize = fails !== null && (delivered === null || delivered < fails);
  if (bySize && passes !== null) {
    const exact = fails === passes + 1;
    return {
      mtu: exact ? passes : null,
      how: phrase(exact ? "probe.how.acknowledged" : "probe.how.acknowledged-range", { passes, fails }),
      certainty: exact ? "proven" : "likely",
      passes,
      fails,
      blackHole: true,
      ptb: told,
    };
  }
  if (told !== null && (delivered === null || delivered <= told.mtu)) {
    return {
      mtu: told.mtu,
      how: phrase("probe.how.told", { mtu: told.mtu, source: told.source ?? "?" }),
      certainty: delivered === told.mtu || forward.told === told.mtu ? "proven" : "likely",
      passes: told.mtu,
      fails: null,
      blackHole: false,
      ptb: told,
    };
  }
  const segment = forward.how === "full-size" ? (forward.mtu ?? 0) : 0;
  const largest = Math.max(delivered ?? 0, segment);
  // Nobody contradicts the echo: what TCP tried passed, and was no larger for the server's own MSS.
  if (segment > 0 && (echoed ?? 0) > largest)
    return {
      ...none,
      mtu: echoed,
      passes: echoed,
      certainty: "likely",
      how: phrase("probe.how.echo", { size: echoed ?? 0 }),
    };
  if (largest === 0) return { ...none, passes, fails, how: phrase("probe.how.unclear") };
  const byDatagram = delivered !== null && largest === delivered && delivered > segment;
  return {
    ...none,
    mtu: largest,
    passes: largest,
    certainty: "proven",
    how: phrase(byDatagram ? "probe.how.datagram" : "probe.how.largest-acknowledged", { size: largest }),
  };
}

function smallestPtb(hops: Hops | null, told: number | null): ToServer["ptb"] {
  const all: { mtu: number; source: string | null }[] = [...(hops?.ptbs ?? [])];
  if (told !== null && !all.some((p) => p.mtu === told)) all.push({ mtu: told, source: null });
  return all.length === 0 ? null : all.reduce((a, b) => (b.mtu < a.mtu ? b : a));
}

/** The last hop that a full-size datagram reached, and the first that only small ones did. */
function narrowing(hops: readonly Hop[], size: number): { last: Hop; next: Hop } | null {
  const last = hops.findLast((h) => (h.reached ?? 0) >= size);
  const next = hops.find((h) => last !== undefined && h.hop > last.hop && h.reached === null);
  return last === undefined || next === undefined ? null : { last, next };
}

/** A limit on the way to the server: one that swallows packets, or one that says so. */
export function towardsServer(p: Place): Finding | null {
  const { towardsServer: forward, hops, family, route } = p.facts;
  const t = toServer(forward, hops);
  if (t.blackHole && t.passes !== null && t.fails !== null) {
    const place = narrowing(hops?.hops ?? [], t.fails);
    return finding(p, {
      code: "mtu-black-hole",
      certainty: "likely",
      flows: [uploadFlow(p)],
      direction: "client-to-server",
      sizes: { largestDelivered: t.passes, smallestLost: t.fails, largestPassed: t.passes, overhead: null },
      cause: [
        ...sizeSum(family, t.passes, t.fails, forward?.tried ?? []),
        ...(place === null
          ? []
          : [
              {
                term: "narrows-after",
                value: place.last.address,
                evidence: phrase("probe.narrows", {
                  last: place.last.hop,
                  next: place.next.hop,
                  address: place.next.address,
                }),
              },
            ]),
      ],
      ruledOut: [
        rival("random-loss", phrase("probe.every-size", { passes: t.passes, fails: t.fails })),
        rival("policy-drop", phrase("not-policy", { size: t.passes })),
      ],
      next: captureNext(p),
    });
  }
  const { mtu } = t;
  const tooLarge = [forward?.allowed, route.deviceMtu].find((size) => size != null && mtu !== null && size > mtu);
  if (t.ptb !== null && mtu === t.ptb.mtu && tooLarge != null)
    return finding(p, {
      code: "pmtud-recovery",
      certainty: "proven",
      role: "cost",
      severity: "info",
      flows: [uploadFlow(p)],
      direction: "client-to-server",
      sizes: { largestDelivered: mtu, smallestLost: tooLarge, largestPassed: mtu, overhead: null },
      cause: [
        { term: "ptb-mtu", value: t.ptb.mtu, evidence: phrase("probe.ptb-from", { source: t.ptb.source ?? "?" }) },
        { term: "continued-at", value: mtu, evidence: phrase("probe.at-once") },
      ],
    });
  return null;
}
