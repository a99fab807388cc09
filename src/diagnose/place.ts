import type { Side } from "./case.js";
import type { LostHere } from "./lost-here.js";

/** Where the packets of a direction end that carry no payload: after the last point that saw any. */
export function placeAfter(
  side: Side,
  seen: (v: Side["journey"]["views"][number]) => boolean = (v) => v.sent.packets > 0,
): LostHere {
  const { views } = side.journey;
  let last = -1;
  views.forEach((v, i) => {
    if (seen(v)) last = i;
  });
  const missing = last + 1;
  return {
    lastSeenAt: last < 0 ? null : views[last].point,
    missingAt: missing >= views.length ? null : views[missing].point,
    lastSeen: last,
    missing,
    packets: [],
    tries: 0,
    smallest: 0,
    largest: 0,
    persistent: true,
  };
}
