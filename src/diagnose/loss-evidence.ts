import type { DirectionView } from "../correlate/align.js";
import { type Evidence, phrase } from "./finding.js";
import type { Stop } from "./stop.js";

const SHOWN = 4;

/** The frames that were seen last, and the filter that shows nothing where they are missing. */
export function lossEvidence(stop: Stop): Evidence[] {
  const { journey } = stop.side;
  const { place } = stop;
  const out: Evidence[] = [];
  const packets = [...place.packets].sort((a, b) => b.tries - a.tries || a.from - b.from).slice(0, SHOWN);
  if (place.lastSeen >= 0) {
    const up = journey.views[place.lastSeen];
    for (const p of packets) {
      out.push({
        point: up.point,
        frame: p.first.frame,
        filter: sequenceFilter(up, p.from),
        note: phrase("lost-packet", { size: p.size, tries: p.tries, from: p.from, to: p.to }),
      });
    }
  }
  if (place.missing < journey.views.length) {
    const down = journey.views[place.missing];
    if (place.lastSeen >= 0) {
      out.push({
        point: down.point,
        frame: null,
        filter: sequenceFilter(down, packets[0].from),
        note: phrase("missing-here", { from: packets[0].from, to: packets[0].to }),
      });
    } else {
      out.push({
        point: down.point,
        // The point may have seen nothing of this direction at all.
        frame: packets[0].first.frame || null,
        filter: sequenceFilter(down, packets[0].to),
        note: phrase("hole-here", {
          from: Math.min(...place.packets.map((p) => p.from)),
          to: Math.max(...place.packets.map((p) => p.to)),
        }),
      });
    }
  }
  return out;
}

export function passageEvidence(stop: Stop): Evidence[] {
  const passed = stop.overall.frame;
  if (passed === null || stop.overall.largest === null) return [];
  return [
    {
      point: passed.point,
      frame: passed.frame,
      filter: null,
      note: phrase("largest-passed", { size: stop.overall.largest }),
    },
  ];
}

/** Shows every packet that begins at a relative sequence number of a view. */
function sequenceFilter(view: DirectionView, from: number): string | null {
  if (view.sent.base === null) return null;
  return `tcp.seq_raw == ${(view.sent.base + from - view.delta) >>> 0}`;
}
