import type { Finding } from "../../diagnose/finding.js";
import { hangsUnseen } from "./blind.js";
import { mssMismatch, workingBeside } from "./compare.js";
import { ended } from "./ended.js";
import { notConnected } from "./not-connected.js";
import type { Place } from "./place.js";
import { silent } from "./silent.js";
import { towardsServer } from "./to-server.js";
import { byChance, towardsUs } from "./towards-us.js";

export interface Judged {
  place: Place;
  finding: Finding;
}

/** What was found from each place, in the order of judgement: what ended the connection comes before what its sizes tell. */
export function judge(places: readonly Place[]): Judged[] {
  return places.flatMap((place) => {
    const first = notConnected(place) ?? ended(place) ?? hangsUnseen(place) ?? silent(place);
    const found =
      first !== null
        ? [first]
        : place.facts.blind
          ? []
          : [towardsUs(place), towardsServer(place), byChance(place)].filter((f) => f !== null);
    const lost = found.find((f) => f.code === "mtu-black-hole" && f.direction === "server-to-client");
    const working = lost === undefined ? null : workingBeside(place, places);
    if (working !== null) found.push(mssMismatch(place, working));
    return withoutRepeats(found).map((finding) => ({ place, finding }));
  });
}

/** Chance is said once, and not beside a limit that explains the same losses. */
function withoutRepeats(found: readonly Finding[]): Finding[] {
  return found.filter((f, i) => f.code !== "random-loss" || found.findIndex((g) => g.code === "random-loss") === i);
}
