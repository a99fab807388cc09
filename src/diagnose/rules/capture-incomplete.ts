import { sizeOf } from "../../flow/ranges.js";
import { type Cause, type Evidence, phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { CourtRule } from "./rule.js";

/** The capture itself lost or cut frames, or starts in the middle: what that hides. */
export const captureIncomplete: CourtRule = (court) => {
  const { digests } = court.correlation;
  const cause: Cause[] = [];
  const evidence: Evidence[] = [];
  const flows = new Set<string>();
  digests.forEach((d, point) => {
    const at = (
      term: string,
      value: number | string,
      key: string,
      params: Record<string, string | number>,
      frame: number | null,
    ) => {
      const said = phrase(key, { point: d.name, ...params });
      cause.push({ term, value, evidence: said });
      evidence.push({ point, frame, filter: null, note: said });
    };
    if (d.damage !== null)
      at(
        "damage",
        d.damage.what,
        "damaged-at",
        { frame: d.damage.frame, offset: d.damage.offset, what: d.damage.what },
        d.damage.frame,
      );
    if (d.dropped !== null && d.dropped > 0) at("dropped", d.dropped, "dropped-by-capture", { count: d.dropped }, null);
    if (d.headersCut !== null)
      at(
        "headers-cut",
        d.headersCut.count,
        "headers-cut",
        { count: d.headersCut.count, snaplen: d.snaplen ?? 0 },
        d.headersCut.frame,
      );
    for (const u of d.unreadable)
      at("link-type", u.linkType, "link-type-unreadable", { linkType: u.linkType, count: u.frames }, null);
  });
  for (const c of court.cases) {
    if (c.plain) continue;
    for (const side of [c.toServer, c.toClient]) {
      const missed = sizeOf(side.journey.loss.unseen);
      if (missed <= 1) continue;
      const view = side.journey.views[0];
      flows.add(c.conversation.id);
      const note = phrase("acked-unseen", { bytes: missed, direction: side.journey.direction });
      cause.push({ term: "acked-unseen", value: missed, evidence: note });
      if (evidence.length < 12)
        evidence.push({
          point: view.point,
          frame: view.back.ackProgress?.frame ?? null,
          filter: "tcp.analysis.ack_lost_segment",
          note,
        });
    }
    for (const v of c.conversation.views) {
      const joined =
        v.flow.toServer.syn === null &&
        v.flow.toClient.syn === null &&
        v.flow.toServer.bytes + v.flow.toClient.bytes > 0;
      if (!joined || c.handshake === "mid-flow") continue;
      flows.add(c.conversation.id);
      const said = phrase("joined-late", { point: digests[v.point].name });
      if (cause.length < 24) cause.push({ term: "mid-flow", value: digests[v.point].name, evidence: said });
      const first = v.flow.toServer.first ?? v.flow.toClient.first;
      if (evidence.length < 12)
        evidence.push({ point: v.point, frame: first?.frame ?? null, filter: null, note: said });
    }
    const started = c.handshake === "mid-flow" && (c.toServer.bytes > 0 || c.toClient.bytes > 0);
    if (started) {
      const v = c.conversation.views[0];
      const first = v.flow.toServer.first ?? v.flow.toClient.first;
      flows.add(c.conversation.id);
      if (evidence.length < 12) {
        cause.push({ term: "mid-flow", value: c.conversation.id, evidence: phrase("no-syn") });
        evidence.push({ point: v.point, frame: first?.frame ?? null, filter: null, note: phrase("no-syn") });
      }
    }
  }
  if (cause.length === 0) return [];
  return [
    {
      ...verdict("capture-incomplete", null, { cause: cause.slice(0, 24), evidence }),
      flows: [...flows],
      role: "context",
      severity: "info",
    },
  ];
};
