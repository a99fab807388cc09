import type { Case, Court } from "./case.js";
import { type Cause, phrase } from "./finding.js";
import { type Stop, sizesOf } from "./stop.js";

/** The sum that proves a size: MSS and headers make the packet, the tunnel adds its bytes, and that is more than what passed. */
export function sumOf(court: Court, c: Case, stop: Stop): Cause[] {
  const { digests } = court.correlation;
  const { journey } = stop.side;
  const sizes = sizesOf(c, stop);
  const lost = stop.smallest;
  const out: Cause[] = [];
  const announced = journey.views.find((v) => v.back.syn?.mss != null);
  const syn = announced?.back.syn;
  if (announced !== undefined && syn?.mss != null && syn.mss + (c.conversation.family === 4 ? 40 : 60) === lost) {
    out.push({
      term: "mss",
      value: syn.mss,
      evidence: phrase("mss-of", {
        direction: journey.direction,
        point: digests[announced.point].name,
        frame: syn.frame,
      }),
    });
    out.push({
      term: "headers",
      value: lost - syn.mss,
      evidence: phrase("headers-of", { family: c.conversation.family }),
    });
  }
  out.push({
    term: "inner-packet",
    value: lost,
    evidence: phrase("smallest-lost", { tries: stop.place.tries, packets: stop.place.packets.length }),
  });
  if (sizes.overhead !== null) {
    out.push({ term: "overhead", value: sizes.overhead, evidence: phrase("overhead-of", { stack: stackAt(c, stop) }) });
    out.push({
      term: "outer-packet",
      value: lost + sizes.overhead,
      evidence: phrase("outer-sum", { inner: lost, overhead: sizes.overhead }),
    });
  }
  if (sizes.largestPassed !== null) {
    out.push({
      term: "largest-passed",
      value: sizes.largestPassed,
      evidence: phrase("passed-in", { flow: stop.overall.flow }),
    });
    if (sizes.overhead !== null) {
      out.push({
        term: "largest-outer-passed",
        value: sizes.largestPassed + sizes.overhead,
        evidence: phrase("outer-sum", { inner: sizes.largestPassed, overhead: sizes.overhead }),
      });
    }
  }
  return out;
}

function stackAt(c: Case, stop: Stop): string {
  for (const point of [stop.place.lastSeenAt, stop.place.missingAt]) {
    const e = c.conversation.views.find((v) => v.point === point)?.flow.encapsulations[0];
    if (e !== undefined && e.overhead > 0) return e.stack.join("/");
  }
  return "";
}
