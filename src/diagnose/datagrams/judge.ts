import type { Court } from "../case.js";
import type { Code } from "../codes.js";
import { type Cause, type Evidence, type Phrase, phrase, type Verdict } from "../finding.js";
import { verdict } from "../verdict.js";
import { hardlyChance, largerThan, REPEATED, tooFew, wallForFragments, withoutStrays } from "./by-chance.js";
import type { DirectionFates, Fate } from "./direction.js";
import { keptSize, ptbsOf, refusal } from "./icmp.js";
import { heaviest, type Place } from "./place.js";
import { wentOn } from "./probing.js";

/** Times the share a capture is known to have missed that it may have missed here. */
const MISSED_AT_MOST = 3;
const SMALLEST_MTU = { 4: 576, 6: 1281 } as const;

/** Why datagrams of one direction vanish, if they do: primary where it is a rule, cost where it is chance. */
export function judgeDatagrams(court: Court, d: DirectionFates): { verdict: Verdict; role: "primary" | "cost" } | null {
  const refused = refusal(court, d);
  if (refused !== null) return { verdict: refused, role: "primary" };
  const place = heaviest(d);
  if (place === null) return null;
  const beyond = d.fates.filter((f) => f.lastWhole >= place.missing);
  const largest = beyond.length === 0 ? null : Math.max(...beyond.map((f) => f.size));
  const lost = withoutStrays(place.lost, beyond, largest);
  const smallest = Math.min(...lost.map((f) => f.size));
  const whole = beyond.filter((f) => f.fragmented);
  const sizes = {
    largestDelivered: largest,
    smallestLost: smallest,
    largestPassed: passedOverall(court, d, place, largest),
    overhead: overheadOf(d, place),
  };
  const common = {
    certainty: place.lastWhole >= 0 ? ("proven" as const) : ("likely" as const),
    lastSeenAt: place.lastWhole < 0 ? null : d.views[place.lastWhole].point,
    missingAt: d.views[place.missing].point,
    evidence: evidenceOf(d, place),
  };
  const primary = (code: Code, more: Partial<Verdict>) => ({
    verdict: verdict(code, d.direction, { ...common, ...more }),
    role: "primary" as const,
  });
  const lossTerm: Cause = {
    term: "smallest-lost",
    value: smallest,
    evidence: phrase("smallest-lost", { tries: lost.length, packets: lost.length }),
  };
  const passTerm: Cause[] =
    largest === null
      ? []
      : [{ term: "largest-passed", value: largest, evidence: phrase("passed-before", { size: largest }) }];

  const inFragments = lost.every((f) => f.fragmented) && whole.length === 0;
  const wall = inFragments ? wallForFragments(court, d, lost, place.missing) : null;
  if (wall !== null) {
    return primary("fragments-lost", {
      ...(wall === place.missing ? {} : { lastSeenAt: d.views[wall - 1].point, missingAt: d.views[wall].point }),
      sizes,
      cause: [
        {
          term: "fragmented-packets",
          value: lost.length,
          evidence: phrase("fragments-incomplete", { packets: lost.length }),
        },
        lossTerm,
        ...passTerm,
      ],
      ruledOut: [{ code: "mtu-black-hole", because: phrase("in-fragments") }, ...notRandom(lost, smallest, largest)],
    });
  }
  if (lost.length < REPEATED) return null;
  const above = largest !== null && smallest > largest && smallest > (sizes.largestPassed ?? 0);
  // What is there in part was cut to fit.
  const cut = lost.some((f) => f.fragmented && f.lastSeen > f.lastWhole);
  if (above && !cut && smallest >= SMALLEST_MTU[d.conversation.family]) {
    if (tooFew(d, lost, beyond)) return null;
    const onward = wentOn(court, d, lost, beyond);
    if (onward === "probes") return null;
    const ptbs = ptbsOf(court, d, smallest);
    const nearest = d.views[0].point;
    const reached = ptbs.some((p) => p.point === nearest);
    const obeyed = reached && !keptSize(d, ptbs, place.lost);
    if (obeyed) return null;
    if (onward === "smaller") {
      const continued: Cause = {
        term: "continued-at",
        value: largest,
        evidence: phrase("passed-before", { size: largest }),
      };
      const went = { sizes, cause: [lossTerm, continued], ruledOut: notRandom(lost, smallest, largest) };
      return { verdict: verdict("pmtud-recovery", d.direction, { ...common, ...went }), role: "cost" };
    }
    const code: Code = ptbs.length === 0 ? "mtu-black-hole" : reached ? "ptb-ignored" : "ptb-not-delivered";
    return primary(code, {
      sizes,
      cause: [
        { ...lossTerm, term: "inner-packet" },
        ...(sizes.overhead === null
          ? []
          : [
              {
                term: "overhead",
                value: sizes.overhead,
                evidence: phrase("overhead-of", { stack: stackOf(d, place) }),
              },
              {
                term: "outer-packet",
                value: smallest + sizes.overhead,
                evidence: phrase("outer-sum", { inner: smallest, overhead: sizes.overhead }),
              },
            ]),
        ...passTerm,
        ...ptbs.slice(0, 1).map((p) => ({
          term: "ptb-mtu",
          value: p.error.mtu ?? 0,
          evidence: phrase("ptb-from", {
            source: p.error.source,
            frame: p.error.frame,
            points: court.correlation.digests[p.point].name,
          }),
        })),
      ],
      ruledOut: notRandom(lost, smallest, largest),
    });
  }
  if (largest === null) {
    if (lost.length < REPEATED) return null;
    return primary("one-way-traffic", {
      cause: [{ term: "lost-packets", value: lost.length, evidence: phrase("none-arrived") }],
      ruledOut: [{ code: "mtu-black-hole", because: phrase("small-lost-too", { size: smallest }) }],
    });
  }
  const since = lost[0].time;
  const after = beyond.filter((f) => f.time > since);
  if (!inFragments && after.length === 0 && lost.length >= 3) {
    return primary("policy-drop", {
      sizes,
      cause: [lossTerm, ...passTerm],
      ruledOut: [{ code: "mtu-black-hole", because: phrase("same-size-passed", { size: smallest, passed: largest }) }],
    });
  }
  if (lost.length <= 1 + MISSED_AT_MOST * missedShare(court, common.missingAt) * d.fates.length) return null;
  const large = largerThan(lost, largest);
  if (!inFragments && hardlyChance(large, lost, beyond) && wentOn(court, d, large, beyond) === null)
    return primary("undetermined", { sizes, cause: [lossTerm, ...passTerm], certainty: "possible" });
  const loss = verdict("random-loss", d.direction, {
    ...common,
    sizes,
    cause: [{ term: "lost-packets", value: lost.length, evidence: phrase("lost-of-flows", { flows: 1 }) }, ...passTerm],
    ruledOut: [{ code: "mtu-black-hole", because: phrase("same-size-passed", { size: smallest, passed: largest }) }],
  });
  return { verdict: loss, role: "cost" };
}

/** The share of datagrams that passed a point, as points nearer the receiver show, and that its capture missed. */
function missedShare(court: Court, point: number): number {
  let passed = 0;
  let missed = 0;
  for (const d of court.fates()) {
    const i = d.views.findIndex((v) => v.point === point);
    if (i < 0) continue;
    for (const f of d.fates) {
      if (f.lastSeen <= i) continue;
      passed++;
      if (f.missedAt.includes(i)) missed++;
    }
  }
  return passed === 0 ? 0 : missed / passed;
}

function notRandom(lost: readonly Fate[], smallest: number, largest: number | null): { code: Code; because: Phrase }[] {
  return [
    {
      code: "random-loss",
      because: phrase("not-random", { tries: lost.length, packets: lost.length, size: smallest, passed: largest ?? 0 }),
    },
  ];
}

/** Largest packet, of any flow that crosses the place in this direction with the same encapsulation, that got across. */
function passedOverall(court: Court, d: DirectionFates, place: Place, own: number | null): number | null {
  if (place.lastWhole < 0) return own;
  const stretch = { lastSeenAt: d.views[place.lastWhole].point, missingAt: d.views[place.missing].point };
  const all = court.traffic.acrossBoth(d.conversation, d.direction, stretch);
  return all === null || (own !== null && own > all) ? own : all;
}

function overheadOf(d: DirectionFates, place: Place): number | null {
  const at = (i: number) =>
    d.conversation.views.find((v) => v.point === d.views[i]?.point)?.flow.encapsulations[0]?.overhead ?? 0;
  const overhead = Math.max(place.lastWhole < 0 ? 0 : at(place.lastWhole), at(place.missing));
  return overhead > 0 ? overhead : null;
}

function stackOf(d: DirectionFates, place: Place): string {
  const i = Math.max(0, place.lastWhole);
  return (d.conversation.views.find((v) => v.point === d.views[i].point)?.flow.encapsulations[0]?.stack ?? []).join(
    "/",
  );
}

function evidenceOf(d: DirectionFates, place: Place): Evidence[] {
  const out: Evidence[] = [];
  for (const f of place.lost.slice(0, 4)) {
    out.push({
      point: d.views[f.frameAt].point,
      frame: f.frame,
      filter: `frame.number == ${f.frame}`,
      note: phrase("lost-datagram", { size: f.size }),
    });
  }
  if (place.lastWhole >= 0)
    out.push({
      point: d.views[place.missing].point,
      frame: null,
      filter: null,
      note: phrase("datagrams-missing", { count: place.lost.length }),
    });
  return out;
}
