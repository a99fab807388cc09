import type { Correlation, Journeying } from "../correlate/conversation.js";
import { wireSize } from "../correlate/wire.js";
import type { FlowDirection } from "../diagnose/codes.js";
import type { DirectionFates } from "../diagnose/datagrams/direction.js";
import type { ReportLink } from "./contract.js";

/** What passed and what was lost between neighbours of the path, per direction, over every flow. */
export function reportLinks(c: Correlation, fates: readonly DirectionFates[], ids: readonly string[]): ReportLink[] {
  const byKey = new Map<string, ReportLink>();
  for (const conversation of c.conversations) {
    if (conversation.views.length < 2) continue;
    for (const journey of [conversation.toServer, conversation.toClient]) addJourney(byKey, journey, ids, conversation);
  }
  for (const d of fates) addDatagrams(byKey, d, ids);
  const rank = new Map(c.path.map((p, i) => [ids[p], i]));
  const at = (l: ReportLink) => Math.min(rank.get(l.from) ?? 0, rank.get(l.to) ?? 0);
  return [...byKey.values()].sort((a, b) => at(a) - at(b) || (a.direction < b.direction ? -1 : 1));
}

function addJourney(
  byKey: Map<string, ReportLink>,
  journey: Journeying,
  ids: readonly string[],
  conversation: Correlation["conversations"][number],
): void {
  const { views } = journey;
  for (let i = 0; i + 1 < views.length; i++) {
    const up = views[i];
    const down = views[i + 1];
    const key = `${up.point} ${down.point} ${journey.direction}`;
    const link = byKey.get(key) ?? newLink(conversation, journey.direction, up.point, down.point, ids);
    byKey.set(key, link);
    for (const v of views.slice(i + 1)) {
      for (const row of v.sent.sizes)
        link.largestDelivered = Math.max(link.largestDelivered ?? 0, wireSize(row.size, journey.cutting));
    }
    for (const p of journey.loss.lost) {
      if (p.lastSeen === i && p.missing === i + 1 && !p.delivered)
        link.smallestLost = Math.min(link.smallestLost ?? Number.MAX_SAFE_INTEGER, p.size);
    }
  }
}

function addDatagrams(byKey: Map<string, ReportLink>, d: DirectionFates, ids: readonly string[]): void {
  for (let i = 0; i + 1 < d.views.length; i++) {
    const up = d.views[i].point;
    const down = d.views[i + 1].point;
    const key = `${up} ${down} ${d.direction}`;
    const link = byKey.get(key) ?? newLink(d.conversation, d.direction, up, down, ids);
    byKey.set(key, link);
    for (const f of d.fates) {
      if (f.lastWhole > i) link.largestDelivered = Math.max(link.largestDelivered ?? 0, f.size);
      if (f.lastWhole === i && f.missing === i + 1) {
        link.smallestLost = Math.min(link.smallestLost ?? Number.MAX_SAFE_INTEGER, f.size);
      }
    }
  }
}

function newLink(
  conversation: { views: { point: number; flow: { encapsulations: { overhead: number }[] } }[] },
  direction: FlowDirection,
  up: number,
  down: number,
  ids: readonly string[],
): ReportLink {
  const overhead = (p: number) =>
    conversation.views.find((v) => v.point === p)?.flow.encapsulations[0]?.overhead ?? null;
  return {
    from: ids[up],
    to: ids[down],
    direction,
    largestDelivered: null,
    smallestLost: null,
    overhead: overhead(up),
    overheadTo: overhead(down),
  };
}
