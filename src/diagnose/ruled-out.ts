import type { Case, Court } from "./case.js";
import type { Code } from "./codes.js";
import { type Phrase, phrase } from "./finding.js";
import { ptbsFor } from "./ptb.js";
import type { Stop } from "./stop.js";

/** What an undecided flow did not meet, as far as it was seen. */
export function whatWasNotMet(c: Case): { code: Code; because: Phrase }[] {
  const out: { code: Code; because: Phrase }[] = [];
  const sides = [c.toServer, c.toClient];
  if (sides.every((side) => side.rst === null)) out.push({ code: "connection-reset", because: phrase("no-reset") });
  if (c.handshake === "complete" && c.toServer.syn !== null && c.toClient.syn !== null)
    out.push({ code: "syn-unanswered", because: phrase("handshake-complete") });
  if (sides.every((side) => side.journey.views.every((v) => v.back.zeroWindow.length === 0)))
    out.push({ code: "zero-window", because: phrase("not-zero-window") });
  if (c.toServer.journey.views.some((v) => v.sent.tls !== null))
    out.push({ code: "tls-alert", because: phrase("no-alert") });
  return out;
}

/** The rivals of a verdict by size, and what speaks against each. */
export function whatSizeRulesOut(court: Court, c: Case, stop: Stop): { code: Code; because: Phrase }[] {
  const out: { code: Code; because: Phrase }[] = [];
  const { place, side } = stop;
  out.push({
    code: "random-loss",
    because: phrase("not-random", {
      tries: place.tries,
      packets: place.packets.length,
      size: stop.smallest,
      passed: stop.overall.largest ?? 0,
    }),
  });
  if (stop.afterwards === "smaller-passed") {
    out.push({ code: "policy-drop", because: phrase("not-policy", { size: stop.own.largest ?? 0 }) });
  }
  if (side.journey.direction === "server-to-client" && place.lastSeenAt !== null) {
    out.push({
      code: "server-silent",
      because: phrase("not-silent", {
        point: court.correlation.digests[place.lastSeenAt].name,
        frame: place.packets[0].first.frame,
      }),
    });
  }
  if (side.journey.views.every((v) => v.back.zeroWindow.length === 0))
    out.push({ code: "zero-window", because: phrase("not-zero-window") });
  const verified = side.journey.views.reduce(
    (n, v) => n + v.sent.checksums.verified - v.sent.checksums.wrong - v.sent.checksums.partial,
    0,
  );
  const wrong = side.journey.views.reduce((n, v) => n + v.sent.checksums.wrong, 0);
  if (verified > 0 && wrong === 0) out.push({ code: "bad-checksum", because: phrase("not-checksum", { verified }) });
  if (ptbsFor(stop).length === 0) {
    const icmp = c.conversation.views.map((v) => court.correlation.digests[v.point].name);
    out.push({ code: "ptb-ignored", because: phrase("no-ptb", { points: icmp.join(", ") }) });
  }
  return out;
}
