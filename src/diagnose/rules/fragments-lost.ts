import type { FragmentedPacket } from "../../flow/digest.js";
import type { Side } from "../case.js";
import { type Evidence, phrase } from "../finding.js";
import { isComplete } from "../fragment-sets.js";
import { passageEvidence } from "../loss-evidence.js";
import { nextCapture } from "../next.js";
import { type Stop, sizesOf } from "../stop.js";
import { sumOf } from "../sum.js";
import { verdict } from "../verdict.js";
import type { FlowRule, Trial } from "./rule.js";

const SHOWN = 2;
/** One packet that comes whole may be one that passes a filter for another reason. */
const WHOLE = 2;

/** The packets that stop travelled in fragments, a tunnel's or their own, and the fragments never came together. */
export const fragmentsLost: FlowRule = (trial) => {
  const { court, case: c, stop } = trial;
  if (stop === null || stop.sameSizePassed || stop.place.lastSeen < 0) return null;
  const place = whereFragmentsStop(trial, stop);
  if (place === null) return null;
  const proven = place.lastSeenAt !== null && place.missingAt !== null;
  const moved: Stop = { ...stop, place: { ...stop.place, lastSeenAt: place.lastSeenAt, missingAt: place.missingAt } };
  return verdict("fragments-lost", stop.side.journey.direction, {
    certainty: proven ? "proven" : "likely",
    lastSeenAt: place.lastSeenAt,
    missingAt: place.missingAt,
    sizes: sizesOf(c, moved),
    cause: [
      ...sumOf(court, c, moved),
      {
        term: "fragmented-packets",
        value: place.packets,
        evidence: phrase("fragments-incomplete", { packets: place.packets }),
      },
    ],
    evidence: [...place.evidence, ...passageEvidence(stop)],
    ruledOut: [{ code: "mtu-black-hole", because: phrase("in-fragments") }],
    next: proven ? null : nextCapture(court, c, stop.side, moved.place),
  });
};

interface FragmentPlace {
  lastSeenAt: number | null;
  missingAt: number | null;
  packets: number;
  evidence: Evidence[];
}

/**
 * The last point at which the fragments of the lost packets were all there, and the next. Null where none were in fragments. Behind a wall
 * none is whole any more: a point that has some whole was passed by all, whatever its capture missed of the others.
 */
function whereFragmentsStop({ court }: Trial, stop: Stop): FragmentPlace | null {
  const { views } = stop.side.journey;
  const at = stop.place.lastSeen;
  const setsOf = (frames: number[]) => frames.flatMap((frame) => court.fragments.at(views[at].point, frame) ?? []);
  const firsts = setsOf(stop.place.packets.map((p) => p.first.frame));
  if (firsts.length * 2 < stop.place.packets.length) return null;
  const known = [...firsts, ...setsOf(stop.place.packets.map((p) => p.last.frame))];
  // What else of the same hosts stays in pieces there met the same wall: copies in between, other packets.
  const others = court.correlation.digests[views[at].point].fragments.filter(
    (p) => !isComplete(p) && known.some((k) => k.source === p.source && k.destination === p.destination),
  );
  const sets = [...new Set([...known, ...others])];
  const enough = Math.max(1, Math.min(WHOLE, Math.floor(sets.length / 2)));
  let last = -1;
  for (let i = 0; i <= at; i++) {
    const whole = sets.filter((set) => {
      const there = court.fragments.sameAt(views[i].point, set);
      // Before it was cut up it was whole, and had no fragments.
      return there === null ? sawWhole(views[i], stop, court.fragments.any(views[i].point)) : isComplete(there);
    });
    if (whole.length >= enough) last = i;
  }
  const lastSeenAt = last < 0 ? null : views[last].point;
  const missingAt = last + 1 < views.length ? views[last + 1].point : null;
  return { lastSeenAt, missingAt, packets: sets.length, evidence: evidenceOf(court, sets, lastSeenAt, missingAt) };
}

/** The fragments where they were all there, and what is left of them at the next point. */
function evidenceOf(
  court: Trial["court"],
  sets: readonly FragmentedPacket[],
  lastSeenAt: number | null,
  missingAt: number | null,
): Evidence[] {
  const filter = "ip.flags.mf == 1 || ip.frag_offset > 0 || ipv6.fraghdr";
  return [lastSeenAt, missingAt].flatMap((point) => {
    if (point === null) return [];
    return sets.slice(0, SHOWN).flatMap((set) => {
      const there = court.fragments.sameAt(point, set);
      if (there === null) return [];
      const note = phrase(isComplete(there) ? "fragments-whole" : "fragments-partial", { fragments: there.fragments });
      return [{ point, frame: there.first.frame, filter, note }];
    });
  });
}

/** Where there are fragments, what is as long as a fragment may be one. */
function sawWhole(view: Side["journey"]["views"][number], stop: Stop, fragments: boolean): boolean {
  return stop.place.packets.some(
    (p) =>
      view.covered.length > 0 &&
      view.sent.segments.some((s) => s.from + view.delta <= p.from && s.to + view.delta >= p.to + Number(fragments)),
  );
}
